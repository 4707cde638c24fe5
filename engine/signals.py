"""How a run is interrupted: the first ^C (or SIGTERM) asks Terraform once to stop in good order.

Terraform treats a second signal as an order to abandon its work and may lose state, so the second ^C only
warns and the third is passed on. Nothing is killed before `KILL_GRACE_SECONDS` after that.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
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


def answer(count: int) -> Interrupting:
    """What the `count`-th interrupt does: the first and the third reach Terraform, no other does."""
    return Interrupting(count, count in (1, 3), _TEXTS.get(count, "waiting for Terraform to end"))


@contextmanager
def interrupts(receive: Callable[[], None]) -> Iterator[None]:
    """Call `receive` for each interrupt instead of raising KeyboardInterrupt, until the block ends.

    Signals that the caller ignores stay ignored. Off the main thread nothing is changed.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

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
