"""How a run is interrupted: the first ^C (or SIGTERM) asks Terraform once to stop in good order.

Terraform treats a second signal as an order to abandon its work and may lose state, so the second ^C only
warns and the third is passed on. Nothing is killed before `KILL_GRACE_SECONDS` after that. Where several
threads run Terraform side by side, each ^C reaches every one of them once.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import FrameType

from .events import Interrupting

KILL_GRACE_SECONDS = 600.0

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_TEXTS = {
    1: "stopping: Terraform finishes what it has begun and saves its state; this can take minutes",
    2: "still stopping: another interrupt makes Terraform give up at once, and objects it is creating may be"
    " lost from its state; interrupt again only if you accept that",
    3: "giving up at once: check the account for objects that are not in the state",
}


def interrupt_policy(count: int) -> Interrupting:
    """What the `count`-th interrupt does: the first and the third reach Terraform, no other does."""
    return Interrupting(count, count in (1, 3), _TEXTS.get(count, "waiting for Terraform to end"))


@dataclass(slots=True)
class _Spread:
    """Who is told of an interrupt while several threads work, and how many there were."""

    receivers: list[Callable[[], None]] = field(default_factory=list)
    count: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, receive: Callable[[], None]) -> int:
        """One more; how many interrupts it missed."""
        with self.lock:
            self.receivers.append(receive)
            return self.count

    def remove(self, receive: Callable[[], None]) -> None:
        with self.lock:
            self.receivers.remove(receive)

    def interrupt(self) -> None:
        """Tell everybody once. Runs in the main thread, which never holds the lock at that time."""
        with self.lock:
            self.count += 1
            receivers = tuple(self.receivers)
        for receive in receivers:
            receive()


_spread: _Spread | None = None


@contextmanager
def many_runs(receive: Callable[[], None]) -> Iterator[None]:
    """In the main thread, while other threads run Terraform: each interrupt reaches `receive` and every one
    of their blocks of `interrupts`, once."""
    global _spread
    _spread = shared = _Spread([receive])
    try:
        with _handled(shared.interrupt):
            yield
    finally:
        _spread = None


def raise_if_interrupted() -> None:
    """KeyboardInterrupt in a thread, once the user asked to stop: what has not begun does not begin."""
    if _spread is not None and _spread.count and not _in_main_thread():
        raise KeyboardInterrupt


@contextmanager
def interrupts(receive: Callable[[], None]) -> Iterator[None]:
    """Call `receive` for each interrupt instead of raising KeyboardInterrupt, until the block ends.

    Signals that the caller ignores stay ignored. Only the main thread hears signals: another thread is told
    by a block of `spread` there, also of an interrupt that came just before.
    """
    shared = _spread
    if _in_main_thread():
        with _handled(receive):
            yield
    elif shared is None:
        yield
    else:
        if shared.add(receive):
            receive()
        try:
            yield
        finally:
            shared.remove(receive)


@contextmanager
def _handled(receive: Callable[[], None]) -> Iterator[None]:
    def handle(_number: int, _frame: FrameType | None) -> None:
        receive()

    before = {s: signal.getsignal(s) for s in _SIGNALS if signal.getsignal(s) is not signal.SIG_IGN}
    for number in before:
        signal.signal(number, handle)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler if handler is not None else signal.SIG_DFL)


def _in_main_thread() -> bool:
    return threading.current_thread() is threading.main_thread()
