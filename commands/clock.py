"""What day it is: the one place where a command looks at the clock."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime


def today() -> date:
    """Today in UTC, or the day that `SOURCE_DATE_EPOCH` names (reproducible-builds.org)."""
    fixed = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(fixed), UTC).date() if fixed.isdecimal() else datetime.now(UTC).date()
