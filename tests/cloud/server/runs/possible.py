"""What may be done with a run now, and which right it needs."""

from __future__ import annotations

import time

from ..values import AWAITS_OVERRIDE, CONFIRMABLE, FINAL, Run


def run_actions(run: Run) -> dict[str, bool]:
    """Return what may be done with a run now."""
    waits = run.status in CONFIRMABLE | AWAITS_OVERRIDE
    available = force_cancel_from(run)
    return {
        "is-cancelable": not waits and run.status not in FINAL,
        "is-confirmable": run.status in CONFIRMABLE and not run.request.plan_only,
        "is-discardable": waits or run.status == "pending",
        "is-force-cancelable": available is not None and time.time() >= available and run.status not in FINAL,
    }


def force_cancel_from(run: Run) -> float | None:
    return None if run.canceled_at is None else run.canceled_at + run.workspace.force_cancel_after


def cancel_right(run: Run) -> str:
    """Return the right that cancels a run: who may plan may also cancel a plan that is never applied."""
    return "plan" if run.request.plan_only else "apply"
