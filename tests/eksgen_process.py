"""Start eksgen as users do, at the day that SOURCE_DATE_EPOCH says (`tests/at_day.py`)."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

AT_DAY = Path(__file__).with_name("at_day.py")


def run_eksgen(
    arguments: Sequence[str], environment: Mapping[str, str], *, cwd: Path, timeout: float | None = None
) -> subprocess.CompletedProcess[str]:
    """Run eksgen in a folder, without input, and wait at most `timeout` seconds for its end."""
    return subprocess.run(
        [sys.executable, "-P", AT_DAY, *arguments], env=environment, cwd=cwd, timeout=timeout,
        text=True, capture_output=True, check=False, stdin=subprocess.DEVNULL,
    )  # fmt: skip


def start_eksgen(
    arguments: Sequence[str], environment: Mapping[str, str], **options: Any
) -> subprocess.Popen[str]:
    """Start eksgen; `options` are those of Popen."""
    return subprocess.Popen([sys.executable, "-P", AT_DAY, *arguments], env=environment, text=True, **options)
