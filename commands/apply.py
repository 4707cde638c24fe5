"""`eksgen apply` and `destroy`: prepare the folder, plan, show, ask, do, tell."""

from __future__ import annotations

import sys

from ..compiler.errors import EksgenError
from ..engine import run
from ..engine.changes import PlanResult
from ..report import human, json_
from .work import Options, ready, say, style


def apply(file: str, options: Options, *, yes: bool, destroy: bool = False) -> int:
    """Plan, show, ask, and apply exactly what was shown."""
    verb = "destroy" if destroy else "apply"

    def approve(planned: PlanResult) -> bool:
        text = human.draw_plan(planned, style())
        (say if options.format == "human" else sys.stderr.write)(text)
        return yes or _confirmed(verb)

    if not yes and not sys.stdin.isatty():
        raise EksgenError(
            f"nobody is there to confirm the {verb}",
            code="unconfirmed",
            notes=("standard input is not a terminal",),
            helps=(f"look at `eksgen plan`, then give --yes to {verb} without a question",),
        )
    with ready(verb, file, options) as (workspace, on_event):
        result = run.apply(workspace, approve, on_event, destroy=destroy, lock_timeout=options.lock_timeout)
    say(json_.apply_json(result) if options.format == "json" else human.draw_applied(result, style()))
    return 0 if result.applied or result.plan.empty else 1


def _confirmed(verb: str) -> bool:
    sys.stderr.write(f"\nType yes to {verb}, anything else to stop: ")
    sys.stderr.flush()
    return sys.stdin.readline().strip() == "yes"
