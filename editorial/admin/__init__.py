"""The desk in Django's admin: pages of the stock admin with our own templates."""
