"""What day and time it is: the one place where a command looks at the clock."""

from __future__ import annotations

import os
import re
from datetime import UTC, date, datetime, timedelta

_UNITS = {"m": "minutes", "h": "hours", "d": "days"}


def now() -> datetime:
    """The time in UTC, to the second, or the one that `SOURCE_DATE_EPOCH` names (reproducible-builds.org)."""
    fixed = os.environ.get("SOURCE_DATE_EPOCH", "")
    try:
        time = datetime.fromtimestamp(int(fixed), UTC)
    except (ValueError, OverflowError, OSError):  # none, or none that a calendar has
        time = datetime.now(UTC)
    return time.replace(microsecond=0)


def today() -> date:
    """Today in UTC."""
    return now().date()


def parse_duration(text: str) -> timedelta:
    """`30m`, `24h` or `7d` as a span of time. ValueError if it is none of these, or nothing."""
    found = re.fullmatch(r"([1-9]\d{0,4})([mhd])", text.strip())
    if found is None:
        raise ValueError(f"{text!r} is no span of time such as 30m, 24h or 7d")
    return timedelta(**{_UNITS[found[2]]: int(found[1])})
