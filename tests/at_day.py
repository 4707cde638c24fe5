"""Run eksgen at the time that SOURCE_DATE_EPOCH sets: what expires in the specs of tests has a date.

eksgen itself reads that variable for its output only, so this replaces its clock. PEAK_MEMORY names a file for
the most memory that the process had, in kB: `ru_maxrss` counts that of the process which started it as well.
"""

from __future__ import annotations

import atexit
import importlib
import os
import re
from datetime import UTC, datetime
from pathlib import Path

from eksgen.__main__ import main
from eksgen.commands.inputs import clock


def environment_time() -> datetime:
    """Return the time that SOURCE_DATE_EPOCH sets, else the real one."""
    try:
        return datetime.fromtimestamp(int(os.environ.get("SOURCE_DATE_EPOCH", "")), UTC)
    except (ValueError, OverflowError, OSError):
        return datetime.now(UTC)


def write_peak_memory(file: str) -> None:
    """Write the highest resident set size of this process (VmHWM of proc(5), kB) to a file."""
    found = re.search(r"VmHWM:\s*(\d+) kB", Path("/proc/self/status").read_text("utf-8"))
    Path(file).write_text(found[1] if found else "", "utf-8")


def run() -> None:
    """Run the command line as `sys.argv` says."""
    if file := os.environ.pop("PEAK_MEMORY", ""):
        atexit.register(write_peak_memory, file)
    clock.read_clock = environment_time
    importlib.import_module("eksgen.tests.shared_provider").share_provider()
    main()


if __name__ == "__main__":
    run()
