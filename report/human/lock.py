"""The lock of a state, as `eksgen unlock` shows it."""

from __future__ import annotations

import textwrap
from datetime import UTC, datetime

from ...engine.workdir.state_lock import StateLock
from ..terminal import Style


def draw_lock(lock: StateLock, style: Style) -> str:
    """Return who holds the lock, for what, since when, and whether that run is alive."""
    since = ""
    if lock.created is not None:
        since = datetime.fromtimestamp(lock.created, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
    rows = [
        ("id", lock.id),
        ("holder", lock.sentence.removeprefix("held by ")),
        ("taken", since),
        ("state", lock.path),
    ]
    lines = [style.paint("the state is locked", "1")]
    for name, value in [*rows, ("alive", f"{lock.alive.value}: {lock.why}")]:
        lines += textwrap.wrap(
            value,
            style.width,
            initial_indent=f"  {name:<8}",
            subsequent_indent=" " * 10,
            break_on_hyphens=False,
        )
    return style.page(lines)
