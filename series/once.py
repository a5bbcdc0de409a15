"""A property that is worked out when it is first asked for: `functools.cached_property` without its lock.

That lock (gone since Python 3.12) costs more than many of the properties that checks ask for.
"""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

Value = TypeVar("Value")


class once(Generic[Value]):  # noqa: N801 - a decorator, named as such
    """Keep what the method returns in the instance, under the method's name."""

    def __init__(self, work: Callable[[Any], Value]) -> None:
        self.work, self.name, self.__doc__ = work, work.__name__, work.__doc__

    def __get__(self, instance: Any, owner: type) -> Value:
        found = instance.__dict__[self.name] = self.work(instance)
        return found
