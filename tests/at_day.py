"""Run eksgen at the time that SOURCE_DATE_EPOCH sets: what expires in the specs of tests has a date.

eksgen itself reads that variable for its output only, so this replaces its clock.
"""

from __future__ import annotations

import importlib
import os
from datetime import UTC, datetime

from eksgen.__main__ import main
from eksgen.commands.inputs import clock


def environment_time() -> datetime:
    """Return the time that SOURCE_DATE_EPOCH sets, else the real one."""
    try:
        return datetime.fromtimestamp(int(os.environ.get("SOURCE_DATE_EPOCH", "")), UTC)
    except (ValueError, OverflowError, OSError):
        return datetime.now(UTC)


if __name__ == "__main__":
    clock.read_clock = environment_time
    importlib.import_module("eksgen.tests.shared_provider").share_provider()
    main()
