"""Drift: what differs between spec, state and cloud?

Read-only: nothing is written to the state, except one that the last run could not save.
"""

from __future__ import annotations

from dataclasses import replace

from ...catalog.resources.sensitive import ATTRIBUTES
from ..aws.cloudtrail import with_actors
from ..aws.unmanaged import find_unmanaged
from ..drift.classify import read_drift
from ..drift.result import DriftResult
from ..terraform.events import OnEvent, ignore_event
from ..terraform.plan_stream import Needs
from ..workdir.last_applied import folder_is_unedited, provider_upgrade
from ..workdir.workspace import Workspace
from .open_plan import OpenPlan, named_subject, open_plan
from .session import WHOLE_PLAN, PlanRequest, open_session


def drift(
    workspace: Workspace,
    on_event: OnEvent = ignore_event,
    request: PlanRequest = WHOLE_PLAN,
    *,
    unmanaged: bool = True,
    ask_who: bool = False,
) -> DriftResult:
    """Return every difference between spec, state and cloud.

    With `unmanaged` AWS is also asked for what belongs to the cluster and is in no state. With `ask_who`
    CloudTrail is asked who made each change.
    """
    session = open_session(workspace, on_event)
    with open_plan(session, replace(request, needs=Needs.ALL) if unmanaged else request) as opened:
        return drift_result(opened, unmanaged=unmanaged, ask_who=ask_who)


def drift_result(opened: OpenPlan, *, unmanaged: bool, ask_who: bool) -> DriftResult:
    """Return what a plan says about drift, whoever made it; see `drift`."""
    session, document = opened.session, opened.document
    workspace, trace = session.workspace, session.trace
    upgrade = provider_upgrade(session.workdir)
    result = read_drift(document, opened.subject, trace, schema=ATTRIBUTES, upgrade=upgrade)
    findings, remarks = result.findings, opened.remarks
    if unmanaged:
        more, unanswered = find_unmanaged(workspace, document, trace)
        findings, remarks = (*findings, *more), (*remarks, *unanswered)
    if ask_who:
        findings, unanswered = with_actors(workspace, document, findings)
        remarks = (*remarks, *unanswered)
    return replace(
        result,
        subject=named_subject(opened),
        findings=findings,
        warnings=opened.warnings,
        remarks=remarks,
        unedited=folder_is_unedited(session.workdir),
    )
