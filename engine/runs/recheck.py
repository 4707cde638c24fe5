"""The last look before an apply: is the cloud still what the plan was made for?

Terraform does not ask: it applies a saved plan over whatever somebody changed since. In: what the plan would
do. Out: nothing, or a `StalePlan` with every difference at its line of the spec.
"""

from __future__ import annotations

from collections.abc import Sequence

from ...catalog.resource_nouns import noun
from ...compiler.diagnostics import Diagnostic, Label, Severity, dotted
from ..addresses import parse_address
from ..errors.run_failed import StalePlan
from ..plan.fingerprint import PlanDeviation, PlannedStep, plan_deviations, planned_steps
from ..source_map.trace import Trace
from ..terraform.events import OnEvent, Started
from ..workdir.workspace import Workspace
from .open_plan import OpenPlan, open_plan


def recheck(
    workspace: Workspace,
    steps: tuple[PlannedStep, ...],
    on_event: OnEvent,
    name: str,
    *,
    destroy: bool,
    lock_timeout: int,
    targets: Sequence[str] = (),
) -> None:
    """Plan anew; `StalePlan` names everything in which that is not the plan called `name`."""
    on_event(Started("recheck"))
    with open_plan(workspace, on_event, destroy=destroy, lock_timeout=lock_timeout, targets=targets) as fresh:
        found = plan_deviations(steps, planned_steps(fresh.document))
        if found:
            raise _moved(name, found, fresh)


def _moved(name: str, found: tuple[PlanDeviation, ...], fresh: OpenPlan) -> StalePlan:
    placed = [_departure(one, fresh.trace) for one in found]
    count = len({one.address for one in found})
    return StalePlan(
        f"the cloud changed after {name} was made: {count} {'object is' if count == 1 else 'objects are'} "
        "not as planned",
        code="stale-plan",
        notes=tuple(one for one in placed if isinstance(one, str)),
        helps=("plan again, and look at what changed", "or give --no-recheck to apply it regardless"),
        diagnostics=tuple(one for one in placed if isinstance(one, Diagnostic)),
    )


def _departure(found: PlanDeviation, trace: Trace) -> Diagnostic | str:
    """What changed, at the line of the spec that decides it; as text where there is none."""
    address = parse_address(found.address)
    thing, path = noun(address.resource_type).one, tuple(step for step in found.path if step != 0)
    message = f"{thing}: {dotted(path)} {_values(found)}" if path else f"{thing}: {_actions(found)}"
    place = trace.place(address, found.path)
    if place is None:
        return f"{message} ({found.address})"
    return Diagnostic(
        "stale-plan", Severity.ERROR, message, Label(place.span), notes=(f"this is {found.address}",)
    )


def _values(found: PlanDeviation) -> str:
    if found.then is None:
        return f"was as the spec says when planned, now it is {found.now}"
    if found.now is None:
        return f"was {found.then} when planned, now it is as the spec says"
    if found.then == found.now:
        return f"is {found.now}, and is now to become something else than planned"
    return f"was {found.then} when planned, now it is {found.now}"


def _actions(found: PlanDeviation) -> str:
    if found.then is None:
        return f"was as the spec says when planned, now there is something to {found.now}"
    if found.now is None:
        return f"there was something to {found.then} when planned, now it is as the spec says"
    return f"was to {found.then} when planned, now it is to {found.now}"
