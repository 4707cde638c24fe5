"""Limits of requests for each user: 30 a second on HCP, and 30 lists of runs a minute. Off unless a test sets them."""

from __future__ import annotations

import re
import threading
import time
from collections import defaultdict, deque
from dataclasses import dataclass, field

_LISTS_OF_RUNS = re.compile(r"(workspaces|organizations)/[^/]+/runs")


@dataclass
class RateLimits:
    """How many requests are allowed; None: any number."""

    per_second: int | None = None
    lists_per_minute: int | None = None
    _times: dict[tuple[str, str], deque[float]] = field(default_factory=lambda: defaultdict(deque))
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def wait_for(self, user: str, method: str, path: str) -> float:
        """Count a request; return 0, or the seconds after which the user may come again."""
        listing = method == "GET" and _LISTS_OF_RUNS.fullmatch(path)
        with self._lock:
            waits = [self._wait((user, "all"), self.per_second, 1.0)]
            if listing:
                waits.append(self._wait((user, "lists"), self.lists_per_minute, 60.0))
        return max(waits)

    def _wait(self, key: tuple[str, str], most: int | None, seconds: float) -> float:
        now, times = time.monotonic(), self._times[key]
        while times and times[0] <= now - seconds:
            times.popleft()
        if most is not None and len(times) >= most:
            return max(times[0] + seconds - now, 0.001)
        times.append(now)
        return 0.0
