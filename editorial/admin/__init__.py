"""The desk's pages on Django's admin."""

from . import installments

__all__ = ["installments"]
