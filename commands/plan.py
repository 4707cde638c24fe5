"""`eksgen plan`: prepare the folder, plan, show."""

from __future__ import annotations

from ..engine import run
from ..report import formats
from .work import DIFFERENCES, Options, ready, say, style, summarise


def plan(file: str, options: Options, *, detailed_exitcode: bool, destroy: bool) -> int:
    """Show what an apply would do."""
    with ready("plan", file, options) as (workspace, on_event):
        result = run.plan(workspace, on_event, destroy=destroy, lock_timeout=options.lock_timeout)
    say(formats.PLAN[options.format](result, style()))
    if options.format == "github":
        summarise(formats.plan_markdown(result))
    return DIFFERENCES if detailed_exitcode and not result.empty else 0
