"""Compare spec, state and cloud. Read-only."""

from __future__ import annotations

from dataclasses import replace

from ...catalog.sensitive import ATTRIBUTES
from ..aws.cloudtrail import with_actors
from ..aws.unmanaged import find_unmanaged
from ..drift.classify import read_drift
from ..drift.result import DriftResult
from ..terraform.events import OnEvent, ignore_event
from ..terraform.plan_stream import never, still
from ..workdir.last_applied import folder_is_unedited, provider_upgrade
from ..workdir.workspace import Workspace
from .open_plan import open_plan


def drift(
    workspace: Workspace,
    on_event: OnEvent = ignore_event,
    *,
    lock_timeout: int = 60,
    whole: bool = False,
    look_around: bool = True,
    ask_who: bool = False,
) -> DriftResult:
    """What differs between spec, record and cloud. Read-only: nothing is written to the state, but
    for one that the last run could not save.

    With `look_around` AWS is also asked for what belongs to the cluster and is in no state. Without it and
    without `whole`, a plan in which nothing differs is not looked into, so its `picture` is empty. With
    `ask_who` CloudTrail is asked who made each change.
    """
    enough = never if whole or look_around else still
    with open_plan(workspace, on_event, lock_timeout=lock_timeout, enough=enough) as saved:
        upgrade = provider_upgrade(workspace.folder)
        found = read_drift(saved.document, saved.subject, saved.trace, schema=ATTRIBUTES, upgrade=upgrade)
        beside, told = find_unmanaged(workspace, saved.document, saved.trace) if look_around else ((), ())
        findings = (*found.findings, *beside)
        if ask_who:
            findings, unknown = with_actors(workspace, saved.document, findings)
            told = (*told, *unknown)
        return replace(
            found,
            findings=findings,
            warnings=saved.warnings,
            remarks=(*saved.remarks, *told),
            unedited=folder_is_unedited(workspace.folder),
        )
