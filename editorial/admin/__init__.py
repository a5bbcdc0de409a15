"""The desk's pages on Django's admin."""

from . import accounts, house, installments

__all__ = ["accounts", "house", "installments"]
