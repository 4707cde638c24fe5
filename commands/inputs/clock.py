"""The current time, for all commands, and durations.

What expires (a saved plan, an ignore rule, an allow comment) is compared with the real time. Only the output
follows `SOURCE_DATE_EPOCH`, so that nobody extends what has expired by setting a variable.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial

_UNITS = {"m": "minutes", "h": "hours", "d": "days"}


read_clock: Callable[[], datetime] = partial(datetime.now, UTC)
"""The clock, which tests replace."""


def now() -> datetime:
    """Return the real time in UTC, to the second: it decides what has expired."""
    return read_clock().replace(microsecond=0)


def today() -> date:
    """Return the real day in UTC: it decides what has expired."""
    return now().date()


def day_of_output() -> date:
    """Return the day that output depends on; `SOURCE_DATE_EPOCH` sets it (reproducible-builds.org)."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    try:
        return datetime.fromtimestamp(int(epoch), UTC).date()
    except (ValueError, OverflowError, OSError):  # not set, or not a time
        return today()


def parse_duration(text: str) -> timedelta:
    """Read a duration such as `30m`, `24h` or `7d`; `ValueError` if it is something else, or zero."""
    match = re.fullmatch(r"([1-9]\d{0,4})([mhd])", text.strip())
    if match is None:
        raise ValueError(f"{text!r} is not a duration such as 30m, 24h or 7d")
    return timedelta(**{_UNITS[match[2]]: int(match[1])})
