"""Raise an interrupt again that Python could not raise.

A signal can arrive while Python runs a finalizer (`__del__`, the callback of a weak reference). An exception
there is printed and dropped, and with it the interrupt.
"""

from __future__ import annotations

import signal
import sys
from types import FrameType

_SOON = 0.01
_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def raise_lost_interrupts() -> None:
    """From now on, send an interrupt that was dropped again, a moment later."""
    sys.unraisablehook = _handle_dropped
    signal.signal(signal.SIGALRM, _interrupt)


def _handle_dropped(dropped: sys.UnraisableHookArgs) -> None:
    if dropped.exc_type is KeyboardInterrupt:
        signal.setitimer(signal.ITIMER_REAL, _SOON)
    else:
        sys.__unraisablehook__(dropped)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    for number in _SIGNALS:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.raise_signal(number)
            return
