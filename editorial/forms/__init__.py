"""The desk's forms: they make manuscripts, they save nothing."""
