"""Plan: what would an apply do?

In: a `Workspace`, whose folder the caller holds (`workdir/folder_lock.py`), and a callback for progress. Out:
values; a run that fails raises `RunFailed` with what Terraform said, at the lines of the spec.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from ...catalog.resources.nouns import noun
from ...catalog.resources.sensitive import ATTRIBUTES
from ...compiler.diagnostics import dotted
from ..errors.exceptions import PlanRefused, RunFailed
from ..plan.fingerprint import plan_digest
from ..plan.left_behind import left_behind
from ..plan.read import read_plan
from ..plan.refusals.immutable import refusals
from ..plan.refusals.protection import protected_changes
from ..plan.result import ObjectChange, PlanResult
from ..terraform.events import OnEvent, ignore_event
from ..truncate import join_some
from ..workdir.workspace import Workspace
from .destroy_checks import naming_leftovers
from .interrupted_apply import with_orphans
from .open_plan import OpenPlan, named_subject, open_plan
from .session import WHOLE_PLAN, PlanRequest, open_session

Keep = Callable[[OpenPlan, PlanResult], None]
"""Is called with a plan while its file still exists, to save it."""


def plan(
    workspace: Workspace,
    on_event: OnEvent = ignore_event,
    request: PlanRequest = WHOLE_PLAN,
    *,
    keep: Keep | None = None,
) -> PlanResult:
    """Return what an apply (or a destroy) would do.

    With `targets` in the request the result is not complete, and a remark names what else would change.
    """
    session = open_session(workspace, on_event)
    with open_plan(session, replace(request, savable=keep is not None)) as opened:
        result = plan_result(opened)
        result = with_target_remarks(result, request.targets)
        result = naming_leftovers(opened, with_orphans(opened, result))
        if keep is not None:
            _require_applicable(opened)
            keep(opened, result)
            session.terraform.keep(opened.file)
        return result


def _require_applicable(opened: OpenPlan) -> None:
    """`RunFailed` for a plan that cannot be saved, because it was made on a copy of the state."""
    if opened.on_copy:
        raise RunFailed(
            "this plan cannot be saved: it keeps objects that the state records as created in part",
            code="half-created",
            notes=opened.remarks,
            helps=("run `eksgen apply SPEC`, which records it, shows the plan and asks",),
        )


def plan_result(opened: OpenPlan) -> PlanResult:
    """Return the typed changes of a plan.

    `PlanRefused` if AWS would refuse one of them, or if the plan would destroy what the spec protects.
    """
    document, trace = opened.document, opened.session.trace
    result = read_plan(document, opened.subject, trace, schema=ATTRIBUTES, destroy=opened.request.destroy)
    behind = () if opened.request.destroy else left_behind(document, trace)
    result = replace(
        result,
        warnings=(*opened.warnings, *behind),
        remarks=opened.remarks,
        digest=plan_digest(document, result.subject),
        subject=named_subject(opened),
    )
    refused = refusals(document, trace, opened.request.today)
    protected = protected_changes(document, result, trace.protection)
    if refused:
        raise PlanRefused("AWS would refuse this plan", result, refused[0].code, (*protected, *refused))
    if protected:
        raise PlanRefused("the plan would destroy what the spec protects", result, "protected", protected)
    return result


def with_target_remarks(planned: PlanResult, targets: Sequence[str]) -> PlanResult:
    """Add remarks that only the targets are planned, and what Terraform adds because they depend on it."""
    if not targets:
        return planned
    chosen = {change.address.text: _named(change) for change in planned.changes}
    own = dict.fromkeys(name for address, name in chosen.items() if address in targets)
    others = dict.fromkeys(name for address, name in chosen.items() if address not in targets)
    remarks = [f"only this is planned, everything else stays as it is: {join_some([*own], 5)}"] if own else []
    if others:
        remarks.append(f"also planned, because that depends on it: {join_some([*others], 5)}")
    ours = (remark for remark in planned.remarks if "-target" not in remark)  # Terraform's word for it
    return replace(planned, targeted=True, remarks=(*ours, *remarks))


def _named(change: ObjectChange) -> str:
    """Return an object in the words of the spec: `node group of nodeGroups.web (cluster.yaml:12)`."""
    word, place = noun(change.address.resource_type).one, change.spec
    return f"{word} of {dotted(place.path)} ({place.file}:{place.line})" if place and place.path else word
