"""`eksgen sandbox`: the local AWS by hand."""

from __future__ import annotations

import json
import sys

from ..sandbox import control
from ..sandbox.state import Sandbox


def start() -> int:
    """Start it, or find the one that runs."""
    return _tell(control.start(), "human")


def status(format: str) -> int:
    """Say whether it runs; 1 if not."""
    found = control.status()
    if found is None:
        sys.stdout.write("null\n" if format == "json" else "no sandbox is running\n")
        return 1
    return _tell(found, format)


def reset() -> int:
    """Forget every resource in it."""
    control.reset()
    sys.stdout.write("the sandbox is empty\n")
    return 0


def fail(operation: str, kind: str, times: int, account: str) -> int:
    """Have the next calls of an operation refused."""
    control.fail(kind, operation, times, account)
    calls = "call" if times == 1 else f"{times} calls"
    sys.stdout.write(f"the next {calls} of {operation} will be {kind}\n")
    return 0


def stop() -> int:
    """Stop it."""
    sys.stdout.write("the sandbox is stopped\n" if control.stop() else "no sandbox was running\n")
    return 0


def _tell(found: Sandbox, format: str) -> int:
    if format == "json":
        document = {"version": 1, "endpoint": found.endpoint, "pid": found.pid}
        sys.stdout.write(json.dumps(document) + "\n")
    else:
        sys.stdout.write(f"the sandbox answers at {found.endpoint} (process {found.pid})\n")
    return 0
