"""The desk's pages on Django's admin."""

from . import accounts, catalogue, house, installments

__all__ = ["accounts", "catalogue", "house", "installments"]
