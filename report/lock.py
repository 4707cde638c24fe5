"""The lock of a state, as `eksgen unlock` shows it."""

from __future__ import annotations

from datetime import UTC, datetime

from ..engine.statelock import StateLock
from .terminal import Style


def draw_lock(lock: StateLock, style: Style) -> str:
    """Who holds it, for what, since when, and whether that run lives."""
    since = ""
    if lock.created is not None:
        since = datetime.fromtimestamp(lock.created, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
    rows = [("id", lock.id), ("holder", lock.sentence), ("taken", since), ("state", lock.path)]
    lines = [style.paint("the state is locked", "1")]
    lines += [f"  {name:<8}{value}" for name, value in rows if value]
    return style.page([*lines, f"  {'alive':<8}{lock.alive.value}: {lock.why}"])
