"""Recheck: is the cloud still what the plan was made for?

Terraform does not ask: it applies a saved plan over whatever changed since.
"""

from __future__ import annotations

from dataclasses import replace

from ...catalog.resources.nouns import noun
from ...compiler.diagnostics import Diagnostic, Label, Severity
from ...compiler.paths import attribute_text
from ...compiler.plural import plural
from ..addresses import parse_address
from ..errors.exceptions import StalePlan
from ..plan.fingerprint import PlanDeviation, PlannedStep, plan_deviations, planned_steps
from ..source_map.trace import Trace
from ..terraform.events import Started
from ..terraform.plan_stream import Needs
from .open_plan import open_plan
from .session import PlanRequest, Session


def recheck(session: Session, request: PlanRequest, steps: tuple[PlannedStep, ...], name: str) -> None:
    """Plan again; `StalePlan` names everything in which the result differs from the plan called `name`."""
    session.on_event(Started("recheck"))
    with open_plan(session, replace(request, needs=Needs.ALL, savable=False)) as fresh:
        deviations = plan_deviations(steps, planned_steps(fresh.document))
        if deviations:
            raise _stale_plan(name, deviations, session.trace)


def _stale_plan(name: str, deviations: tuple[PlanDeviation, ...], trace: Trace) -> StalePlan:
    described = [_described(deviation, trace) for deviation in deviations]
    count = plural(len({deviation.address for deviation in deviations}), "object is", "objects are")
    return StalePlan(
        f"the cloud changed after {name} was made: {count} not as planned",
        code="stale-plan",
        notes=tuple(text for text in described if isinstance(text, str)),
        helps=("plan again, and look at what changed", "or pass --no-recheck to apply it regardless"),
        diagnostics=tuple(diagnostic for diagnostic in described if isinstance(diagnostic, Diagnostic)),
    )


def _described(deviation: PlanDeviation, trace: Trace) -> Diagnostic | str:
    """Return what changed, at the line of the spec that decides it; as text where there is none."""
    address = parse_address(deviation.address)
    thing, name = noun(address.resource_type).one, attribute_text(deviation.path)
    message = f"{thing}: {name} {_values(deviation)}" if name else f"{thing}: {_actions(deviation)}"
    place = trace.place(address, deviation.path)
    if place is None:
        return f"{message} ({deviation.address})"
    return Diagnostic(
        "stale-plan",
        Severity.ERROR,
        message,
        Label(place.span),
        notes=(f"this is {deviation.address}",),
    )


def _values(deviation: PlanDeviation) -> str:
    if deviation.then is None:
        return f"was as the spec says when planned, now it is {deviation.now}"
    if deviation.now is None:
        return f"was {deviation.then} when planned, now it is as the spec says"
    if deviation.then == deviation.now:
        return f"is {deviation.now}, but is planned to become something else now"
    return f"was {deviation.then} when planned, now it is {deviation.now}"


def _actions(deviation: PlanDeviation) -> str:
    if deviation.then is None:
        return f"was as the spec says when planned, now there is something to {deviation.now}"
    if deviation.now is None:
        return f"there was something to {deviation.then} when planned, now it is as the spec says"
    return f"was planned to {deviation.then}, now it is planned to {deviation.now}"
