"""The current time, for all commands, and durations."""

from __future__ import annotations

import os
import re
from datetime import UTC, date, datetime, timedelta

_UNITS = {"m": "minutes", "h": "hours", "d": "days"}


def now() -> datetime:
    """Return the time in UTC, to the second; `SOURCE_DATE_EPOCH` overrides it (reproducible-builds.org)."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    try:
        time = datetime.fromtimestamp(int(epoch), UTC)
    except (ValueError, OverflowError, OSError):  # not set, or not a time
        time = datetime.now(UTC)
    return time.replace(microsecond=0)


def today() -> date:
    """Return the current day in UTC."""
    return now().date()


def parse_duration(text: str) -> timedelta:
    """Read a duration such as `30m`, `24h` or `7d`; `ValueError` if it is something else, or zero."""
    match = re.fullmatch(r"([1-9]\d{0,4})([mhd])", text.strip())
    if match is None:
        raise ValueError(f"{text!r} is not a duration such as 30m, 24h or 7d")
    return timedelta(**{_UNITS[match[2]]: int(match[1])})
