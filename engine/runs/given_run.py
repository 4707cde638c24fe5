"""Render what HCP has made without eksgen: a run of somebody else, or a health assessment. Starts no run.

Only read from HCP, unless a new assessment is asked for; nothing is confirmed, stopped or written there.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from ...compiler.plural import plural
from ..drift.result import DriftResult
from ..plan.result import PlanResult
from ..terraform.binary import BinaryKind, TerraformBinary
from ..terraform.events import Completed, OnEvent, RunStarted, ignore_event
from ..workdir.lifecycle import relaxed_files
from ..workdir.workspace import Workspace
from .drift import drift_result
from .open_plan import read_given
from .plan import plan_result
from .session import WHOLE_PLAN, PlanRequest, Session, open_session, remote_terraform

if TYPE_CHECKING:
    from ..cloud.documents import Run
    from ..cloud.given.assessments import Assessment
    from ..cloud.given.runs import PlannedRun
    from ..cloud.remote_terraform import RemoteTerraform

_HOUR = 3600
_OLD = 36 * _HOUR


def plan_of_run(
    workspace: Workspace,
    named: str,
    on_event: OnEvent = ignore_event,
    request: PlanRequest = WHOLE_PLAN,
) -> PlanResult:
    """Return what a run would do, named by its id, the address of its page or its commit.

    Waits while it plans. `EksgenError` for a run of another workspace, or one without a plan; `PlanRefused`
    as for a plan of eksgen.
    """
    session, remote = _remote(workspace, on_event, "--run")
    from ..cloud.given import names, runs

    api, target = remote.api, remote.target
    name = names.read_run_name(named, target)
    run = runs.find_run(api, target, remote.workspace, name, on_event)
    url = target.run_url(run.id)
    on_event(RunStarted(url))
    planned = runs.wait_for_plan(api, run, url, on_event, remote.pace)
    done = _plan_json(session, remote, planned, url)
    program = TerraformBinary((), BinaryKind.REMOTE, planned.run.version or remote.version)
    session = replace(session, workspace=replace(session.workspace, program=program))
    run = planned.run
    opened = read_given(session, replace(request, destroy=run.is_destroy), done)
    opened = replace(opened, remarks=(*_remarks(session, remote, run, url), *opened.remarks))
    result = plan_result(opened)
    return replace(result, targeted=bool(run.document.value("target-addrs")))


def drift_of_assessment(
    workspace: Workspace,
    on_event: OnEvent = ignore_event,
    *,
    start: bool = False,
    unmanaged: bool = True,
    ask_who: bool = False,
) -> DriftResult:
    """Return the drift that the last health assessment found, with its age; with `start`, that of a new one.

    `EksgenError` if there is none that can be read, or if HCP starts none.
    """
    option = "--assess" if start else "--assessment"
    session, remote = _remote(workspace, on_event, option)
    from ..cloud.given import assessments

    api, target = remote.api, remote.target
    if start:
        found = assessments.new_assessment(api, target, remote.workspace, on_event, remote.pace)
    else:
        found = assessments.last_assessment(api, target, remote.workspace)
    opened = read_given(session, WHOLE_PLAN, Completed("show", 0, found.json))
    result = drift_result(opened, unmanaged=unmanaged, ask_who=ask_who)
    return replace(result, remarks=(*_age(remote, found), *result.remarks))


def _remote(workspace: Workspace, on_event: OnEvent, option: str) -> tuple[Session, RemoteTerraform]:
    """Open the workspace in HCP. `EksgenError` if the spec has none there, or its runs are local."""
    from ..cloud.given.refusals import not_in_hcp

    if workspace.cloud is None:
        raise not_in_hcp(option)
    session = open_session(workspace, on_event)
    remote = remote_terraform(session)
    if remote is None:
        raise not_in_hcp(option, str(workspace.cloud))
    return session, remote


def _plan_json(session: Session, remote: RemoteTerraform, planned: PlannedRun, url: str) -> Completed:
    """Return the plan JSON of a run. `RunFailed` if Terraform failed, `EksgenError` if it has no plan."""
    from ..cloud.given.refusals import no_plan

    run, phase = planned.run, planned.phase
    if phase.status == "errored":
        raise session.error(Completed("plan", 1, diagnostics=planned.diagnostics, run=url))
    if phase.status != "finished":
        raise no_plan(remote.target, run.id, run.status_words)
    shown = remote.show_run(run)
    return replace(shown, diagnostics=(*planned.diagnostics, *shown.diagnostics))


def _remarks(session: Session, remote: RemoteTerraform, run: Run, url: str) -> Iterator[str]:
    from ..cloud.archive import uploaded_files
    from ..cloud.given.configuration import difference, read_configuration
    from ..cloud.runs.locks import person_of
    from ..cloud.runs.policies import failed_policies

    who = person_of(remote.api, run)
    yield f"the plan is that of the run {url}{f' of {who}' if who else ''}, which is {run.status_words}"
    yield from failed_policies(remote.api, run)
    if run.document.true("refresh-only"):
        yield "that run only refreshes the state: what the spec would change is not in it"
    data = read_configuration(remote.api, run.configuration)
    if data is None:
        yield "that run may not be about this spec: its files cannot be read any more, or not with this token"
        return
    folder, compiled = remote.workspace.folder, uploaded_files(session.workspace.folder)
    as_planned = (relaxed_files(compiled, delete_first=delete_first) for delete_first in (False, True))
    others = [difference(data, folder, files, exact=False) for files in (compiled, *as_planned)]
    if all(others):
        yield f"that run may not be about this spec: {others[0]}"


def _age(remote: RemoteTerraform, found: Assessment) -> Iterator[str]:
    from ..cloud.given.assessments import paused_by

    made = "health assessment of HCP, of the configuration that was applied last"
    if found.created is None:
        yield made
        return
    seconds = max(time.time() - found.created, 0)
    when = time.strftime("%Y-%m-%d %H:%M", time.gmtime(found.created))
    yield f"{made}: {when} UTC, {_span(seconds)} ago"
    if seconds > _OLD and (run := paused_by(remote.api, remote.workspace)):
        url = remote.target.run_url(run.id)
        yield f"no newer one: assessments are paused while the latest run is {run.status_words}: {url}"


def _span(seconds: float) -> str:
    """Return a time in the unit that fits: `40 minutes`, `5 hours`, `3 days`."""
    for unit, length in (("day", 24 * _HOUR), ("hour", _HOUR)):
        if seconds >= 2 * length:
            return plural(int(seconds // length), unit)
    return plural(int(seconds // 60), "minute")
