"""Limit the requests of this process: HCP allows 30 a second for each user, whatever token is used."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

REQUESTS_PER_SECOND = 20.0
"""Two thirds of the limit, as go-tfe plans for (HCP documentation, "API rate limiting", read 2026-11-30)."""


@dataclass(slots=True)
class TokenBucket:
    """Lets `rate` requests a second pass, evenly spaced: never more in any second. Threads share it."""

    rate: float = REQUESTS_PER_SECOND
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    _free_at: float = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self) -> None:
        """Wait until one more request may be sent."""
        with self._lock:
            now = self.clock()
            wait = max(self._free_at - now, 0.0)
            self._free_at = now + wait + 1 / self.rate
        if wait > 1e-6:
            self.sleep(wait)


PROCESS = TokenBucket()
"""The bucket of this process."""
