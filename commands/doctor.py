"""`eksgen doctor`: check the requirements of eksgen on this machine."""

from __future__ import annotations

import sys

from ..engine.terraform.doctor import run_checks
from ..report.human.doctor import draw_checks
from ..report.terminal import detect


def doctor(terraform: str | None, plugin_dir: str | None) -> int:
    """Print the checks; return 1 if a required tool is missing."""
    checks = run_checks(terraform, plugin_dir)
    sys.stdout.write(draw_checks(checks, detect(sys.stdout)))
    return 1 if any(check.ok is False for check in checks) else 0
