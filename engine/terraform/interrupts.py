"""Interrupt handling: the first ^C, SIGTERM or SIGHUP asks Terraform to stop gracefully.

A second ^C is forwarded too: Terraform then abandons its work and may lose state, as the text of the first
warns. SIGTERM and SIGHUP never do that, because CI systems send SIGTERM some seconds after SIGINT. Nothing is
killed within `KILL_GRACE_SECONDS` after the second ^C. When several threads run Terraform, each interrupt
reaches every one of them once.
"""

from __future__ import annotations

import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from types import FrameType

from .events import Interrupting

KILL_GRACE_SECONDS = 600.0
HOLD_SECONDS = 15.0
"""How long an interrupt is held at most. Terraform hears it also while it waits for the lock of a state, of
which its output does not tell the end."""
_SECONDS_BETWEEN_SIGNALS = 0.5  # two signals of one kind that arrive together count as one

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_TEXTS = {
    1: "stopping: Terraform finishes what it has begun and saves its state; this can take minutes. Another"
    " ^C makes it give up at once, and objects that it is creating may be missing from its state",
    2: "giving up at once: check the account for objects that are not in the state",
}


def interrupt_policy(count: int) -> Interrupting:
    """Return what the `count`-th interrupt does: the first and the second are forwarded to Terraform."""
    return Interrupting(count, count <= 2, _TEXTS.get(count, "waiting for Terraform to end"))


@dataclass(slots=True)
class HeldInterrupts:
    """Interrupts that are held until Terraform can hear them, and then sent, each exactly once.

    Terraform ignores a stop before the walk through its graph begins (`Context.Stop` in
    internal/terraform/context.go), so the first is held until then; a second, which aborts, releases both.
    """

    send: Callable[[], None]
    heard: bool
    _waiting: deque[float] = field(default_factory=deque)
    _sent_at: float = 0

    def add(self) -> None:
        """Take in one interrupt. Runs in a signal handler."""
        self._waiting.append(time.monotonic())
        self.release()

    def release(self) -> None:
        """Send the oldest interrupt that is due, if there is one. May be called at any time."""
        with suppress(IndexError):  # none is waiting
            if self._is_due(self._waiting[0], time.monotonic()):
                self._waiting.popleft()
                self._sent_at = time.monotonic()
                self.send()

    def _is_due(self, since: float, now: float) -> bool:
        if self._sent_at:
            return now - self._sent_at >= _SECONDS_BETWEEN_SIGNALS
        return self.heard or len(self._waiting) > 1 or now - since >= HOLD_SECONDS


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
    interrupted = False

    def handle(number: int, _frame: FrameType | None) -> None:
        nonlocal interrupted
        if number == signal.SIGINT or not interrupted:  # only a second ^C means more than the first signal
            interrupted = True
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
