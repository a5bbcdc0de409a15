"""The desk's pages on Django's admin."""

from . import accounts, installments

__all__ = ["accounts", "installments"]
