"""Django's cache for several machines: Redis, and while that is gone each process's own memory.

What lies here are counts of requests, who has a page open and what checks found: all can be counted again.
"""

from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

ASKED = ("add", "get", "set", "touch", "delete", "incr", "has_key", "clear")
ASKED += ("get_many", "set_many", "delete_many")


class SharedCache(RedisCache):
    """Never the reason that a page fails."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._own = LocMemCache("while Redis is gone", {})


def _either(name: str) -> Any:
    shared, own = getattr(RedisCache, name), getattr(LocMemCache, name)

    def ask(self: SharedCache, *args: Any, **kwargs: Any) -> Any:
        try:
            return shared(self, *args, **kwargs)
        except RedisError:
            return own(self._own, *args, **kwargs)

    return ask


for _name in ASKED:
    setattr(SharedCache, _name, _either(_name))
