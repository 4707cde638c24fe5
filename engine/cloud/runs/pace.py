"""How often to look at runs, and when to say that a run still goes on.

The interval grows with the runs that this process follows at once, from 3 seconds for fifteen to 15 seconds
for seventy-five: a look takes two requests, of the run and its log, and all looks take at most half of the
requests that `rate_limit` lets pass.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

from ...terraform.events import OnEvent, Waiting
from ..documents import Run

SECONDS_A_RUN: Final = 0.2
"""Two requests for each run, at ten requests a second."""
SILENCE_SECONDS: Final = 600.0
"""After how long without news a run is named again."""


@dataclass(slots=True, eq=False)
class Followed:
    """Counts the runs that are followed. Threads share it."""

    runs: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @contextmanager
    def one_more(self) -> Iterator[None]:
        """Count a run during the block."""
        with self._lock:
            self.runs += 1
        try:
            yield
        finally:
            with self._lock:
                self.runs -= 1


PROCESS: Final = Followed()
"""The runs of this process."""


@dataclass(frozen=True, slots=True)
class Pace:
    """The seconds between two looks at a run: at first, and at most when nothing happens or runs are many."""

    first: float = 3.0
    most: float = 15.0
    followed: Followed = PROCESS

    def now(self) -> float:
        """Return the seconds to wait after something has happened."""
        return min(max(self.first, SECONDS_A_RUN * self.followed.runs), self.most)

    def next(self, current: float) -> float:
        """Return the seconds to wait after nothing has happened for `current` seconds."""
        return min(max(current * 1.5, self.now()), self.most)


@dataclass(slots=True)
class Silence:
    """Says every ten minutes that a run without news still goes on, and how to leave it."""

    url: str
    on_event: OnEvent
    how_to_leave: Callable[[], str]
    clock: Callable[[], float] = time.monotonic
    _began: float = field(init=False)
    _heard: float = field(init=False)

    def __post_init__(self) -> None:
        self._began = self._heard = self.clock()

    def hear(self, run: Run, *, news: bool) -> None:
        """Take in the state of a run, and whether it or its log has `news`."""
        now = self.clock()
        if news:
            self._heard = now
        elif now - self._heard >= SILENCE_SECONDS:
            self._heard = now
            minutes = (now - self._began) / 60
            words = f"the run is still {run.status_words} after {minutes:.0f} minutes: {self.url}"
            self.on_event(Waiting(f"{words}; {self.how_to_leave()}"))
