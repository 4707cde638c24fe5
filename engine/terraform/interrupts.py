"""Interrupt handling: the first ^C (or SIGTERM) asks Terraform to stop gracefully.

Terraform abandons its work on a second signal and may lose state, so the second ^C only warns and the third
is forwarded. Nothing is killed within `KILL_GRACE_SECONDS` after that. When several threads run Terraform,
each ^C reaches every one of them once.
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
    2: "still stopping: another interrupt makes Terraform give up at once, and objects that it is creating"
    " may be missing from its state; interrupt again only if you accept that",
    3: "giving up at once: check the account for objects that are not in the state",
}


def interrupt_policy(count: int) -> Interrupting:
    """Return what the `count`-th interrupt does: only the first and the third are forwarded to Terraform."""
    return Interrupting(count, count in (1, 3), _TEXTS.get(count, "waiting for Terraform to end"))


@dataclass(slots=True)
class _Broadcast:
    """Passes each interrupt to several threads, and counts them."""

    receivers: list[Callable[[], None]] = field(default_factory=list)
    count: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, receive: Callable[[], None]) -> int:
        """Add a receiver; return how many interrupts it has missed."""
        with self.lock:
            self.receivers.append(receive)
            return self.count

    def remove(self, receive: Callable[[], None]) -> None:
        with self.lock:
            self.receivers.remove(receive)

    def interrupt(self) -> None:
        """Call every receiver once. Runs in the main thread, which does not hold the lock at that time."""
        with self.lock:
            self.count += 1
            receivers = tuple(self.receivers)
        for receive in receivers:
            receive()


_broadcast: _Broadcast | None = None


@contextmanager
def many_runs(receive: Callable[[], None]) -> Iterator[None]:
    """Pass each interrupt once to `receive` and to every `interrupts` block of other threads. For the main
    thread, while other threads run Terraform."""
    global _broadcast
    _broadcast = shared = _Broadcast([receive])
    try:
        with _handled(shared.interrupt):
            yield
    finally:
        _broadcast = None


def raise_if_interrupted() -> None:
    """Raise KeyboardInterrupt in a thread after an interrupt, so that nothing new is started."""
    if _broadcast is not None and _broadcast.count and not _in_main_thread():
        raise KeyboardInterrupt


@contextmanager
def interrupts(receive: Callable[[], None]) -> Iterator[None]:
    """Call `receive` for each interrupt instead of raising KeyboardInterrupt, until the block ends.

    Signals that the caller ignores stay ignored. Only the main thread receives signals: other threads get
    them through its `many_runs` block, including interrupts that came before.
    """
    shared = _broadcast
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
