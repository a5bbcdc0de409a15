"""The stamp of several machines: a counter in Redis, and who is in the middle of a change.

A change is on record before its transaction ends, and off it after that; both raise the counter. Who was
killed in between is off the record after a minute. Whoever cannot reach Redis asks the database.
"""

import logging
import secrets
import time
from collections.abc import Hashable

from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from series.stamps import Held

COUNTER, WRITERS = "stet:changes", "stet:writers"
LONGEST = 60  # seconds that a change is on record, at most
WAIT = 0.25  # seconds for an answer: a database that is asked instead answers sooner
PAUSE = 1.0  # seconds after which somebody tries again
log = logging.getLogger(__name__)


class RedisStamp:
    """Counts the changes in Redis."""

    def __init__(self, url: str) -> None:
        once_more = Retry(NoBackoff(), 1)  # a connection may have gone stale
        self._redis = Redis.from_url(
            url, socket_timeout=WAIT, socket_connect_timeout=WAIT, retry=once_more, decode_responses=True
        )
        self._again = 0.0  # not before this is Redis asked after it was gone; 0 while it is there

    def mark(self) -> Hashable:
        if time.monotonic() < self._again:
            return None
        try:
            found = self._redis.get(COUNTER) or self._begin()
        except RedisError as error:
            self._lost(error)
            return None
        if self._again:
            self._again = 0.0
            log.warning("Redis answers again.")
        return found

    def _begin(self) -> Hashable:
        """Somewhere else each time: a Redis that has lost its data must not count up to a known mark."""
        self._redis.set(COUNTER, secrets.randbelow(2**52), nx=True)
        return self._redis.get(COUNTER)

    def _lost(self, error: RedisError) -> None:
        if not self._again:
            log.warning("Redis does not answer: every reader's page asks the database. %s", error)
        self._again = time.monotonic() + PAUSE

    def settled(self) -> bool:
        try:
            return not self._redis.zcount(WRITERS, self._redis.time()[0], "+inf")
        except RedisError:
            return False

    def hold(self) -> Held:
        own = secrets.token_hex(8)
        try:
            self._begin()
            now = self._redis.time()[0]
            with self._redis.pipeline() as both:
                both.zremrangebyscore(WRITERS, "-inf", now - 1)
                both.zadd(WRITERS, {own: now + LONGEST}).incr(COUNTER).execute()
        except RedisError as error:
            raise OSError(f"Redis does not answer: {error}") from error
        return _OnRecord(self._redis, own)


class _OnRecord:
    """A change on record. A transaction that is rolled back forgets it: that takes it off, too."""

    def __init__(self, redis: "Redis", own: str) -> None:
        self._redis, self._own = redis, own

    def let_go(self) -> None:
        own, self._own = self._own, ""
        if not own:
            return
        try:
            with self._redis.pipeline() as both:
                both.zrem(WRITERS, own).incr(COUNTER).execute()
        except RedisError:
            log.warning("Redis does not answer: every reader's page asks the database for a minute.")

    __del__ = let_go
