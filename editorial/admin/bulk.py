"""What the list of installments does to several at once."""

from typing import Any

ACTIONS: list[Any] = []
