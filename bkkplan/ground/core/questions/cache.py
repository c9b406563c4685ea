"""A cache that may be gone, slow or wrong at any moment. Then it looks empty, and the caller computes."""

import logging
import threading
import time
from collections.abc import Callable
from typing import Any, TypeVar

from django.core.cache.backends.redis import RedisCache
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

log = logging.getLogger(__name__)

TIMEOUT = 0.25  # seconds that the first request waits for a server that does not answer
PAUSE = 10.0  # seconds until one request tries a server again that did not answer


class Breaker:
    """What this process last knew about a server. While the server is away, one request per PAUSE tries it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._is_away = False
        self._ask_again_at = 0.0

    def may_ask(self) -> bool:
        with self._lock:
            if not self._is_away:
                return True
            if time.monotonic() < self._ask_again_at:
                return False
            self._ask_again_at = time.monotonic() + PAUSE
            return True

    def answered(self) -> None:
        if self._is_away:
            with self._lock:
                self._is_away = False
            log.warning("the cache is back")

    def failed(self, error: Exception) -> None:
        with self._lock:
            is_news, self._is_away = not self._is_away, True
            self._ask_again_at = time.monotonic() + PAUSE
        if is_news:
            log.warning("the cache is away (%s): pages are computed", error)


T = TypeVar("T")


class PassingCache(RedisCache):
    """Django's cache on Redis. Its failures look like an empty cache and cost a fraction of a second at most."""

    # Django makes a backend per thread; what is known about a server is known to all of them.
    breakers: dict[str, Breaker] = {}

    def __init__(self, server: Any, params: dict[str, Any]) -> None:
        quick = {"socket_connect_timeout": TIMEOUT, "socket_timeout": TIMEOUT, "retry": Retry(NoBackoff(), 0)}
        super().__init__(server, params | {"OPTIONS": quick | params.get("OPTIONS", {})})
        self.breaker = self.breakers.setdefault(repr(server), Breaker())

    def _ask(self, question: Callable[[], T], *, if_away: T) -> T:
        if not self.breaker.may_ask():
            return if_away
        try:
            answer = question()
        except (RedisError, OSError) as error:
            self.breaker.failed(error)
            return if_away
        except Exception:  # noqa: BLE001  (what was kept can't be read: it fails in as many ways as pickle has)
            return if_away
        self.breaker.answered()
        return answer

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        return self._ask(lambda: super(PassingCache, self).get(key, default, version), if_away=default)

    def get_many(self, keys: Any, version: int | None = None) -> dict[str, Any]:
        keys = list(keys)
        return self._ask(lambda: super(PassingCache, self).get_many(keys, version), if_away={})

    def has_key(self, key: str, version: int | None = None) -> bool:
        return self._ask(lambda: super(PassingCache, self).has_key(key, version), if_away=False)

    def add(self, key: str, value: Any, *args: Any, **kwargs: Any) -> bool:
        """Also True if the server is away: then nobody else has the key in it."""
        return self._ask(lambda: super(PassingCache, self).add(key, value, *args, **kwargs), if_away=True)

    def set(self, key: str, value: Any, *args: Any, **kwargs: Any) -> None:
        self._ask(lambda: super(PassingCache, self).set(key, value, *args, **kwargs), if_away=None)

    def set_many(self, data: dict[str, Any], *args: Any, **kwargs: Any) -> list[str]:
        return self._ask(lambda: super(PassingCache, self).set_many(data, *args, **kwargs), if_away=list(data))

    def touch(self, key: str, *args: Any, **kwargs: Any) -> bool:
        return self._ask(lambda: super(PassingCache, self).touch(key, *args, **kwargs), if_away=False)

    def delete(self, key: str, version: int | None = None) -> bool:
        return self._ask(lambda: super(PassingCache, self).delete(key, version), if_away=False)

    def delete_many(self, keys: Any, version: int | None = None) -> None:
        keys = list(keys)
        self._ask(lambda: super(PassingCache, self).delete_many(keys, version), if_away=None)

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        """Raises ValueError for a key that is missing or cannot be reached, as Django's caches do."""
        found = self._ask(lambda: super(PassingCache, self).incr(key, delta, version), if_away=None)
        if found is None:
            raise ValueError(f"Key '{key}' not found")
        return found

    def clear(self) -> None:
        self._ask(lambda: super(PassingCache, self).clear(), if_away=None)
