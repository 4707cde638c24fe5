"""Health assessments: read the last one, or start one and wait for it.

HCP assesses the configuration that was applied last, about once a day, not while the latest run, which may be
a plan alone, ended badly. Organizations with the Standard plan or a larger one have assessments. (HCP
documentation, "Health", read 2026-11-30.)
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from ....compiler.errors import EksgenError
from ...terraform.events import OnEvent, Waiting
from ...workdir.cloud_block import CloudTarget
from ...workdir.lock_holder import parse_time
from ..client.api import Api, path_of
from ..client.json_api import Document
from ..client.refusals import ApiError
from ..documents import Run, Workspace, run_of
from ..refusals import no_right
from ..runs.pace import Pace
from ..runs.plan_json import MAX_PLAN
from .refusals import no_assessment, not_started
from .runs import ALL_OPERATIONS

ASSESSMENT_SECONDS = 3600.0
"""How long an assessment that was started is waited for."""
_BADLY = frozenset({"errored", "canceled", "force_canceled", "discarded"})


@dataclass(frozen=True, slots=True)
class Assessment:
    """A health assessment that succeeded. `created` is in epoch seconds, None if HCP does not say."""

    id: str
    created: float | None
    json: str = field(repr=False)


def last_assessment(api: Api, target: CloudTarget, workspace: Workspace) -> Assessment:
    """Return the last assessment with its plan JSON. `EksgenError` if there is none that can be read."""
    found = _current(api, workspace)
    if found is None:
        raise no_assessment(target, *_why_none(api, target, workspace))
    return _assessment(api, target, found)


def new_assessment(
    api: Api,
    target: CloudTarget,
    workspace: Workspace,
    on_event: OnEvent,
    pace: Pace,
    pause: Callable[[float], None] = time.sleep,
) -> Assessment:
    """Start an assessment and return it once it is done. `EksgenError` if HCP starts none, or it fails."""
    before = _current(api, workspace)
    try:
        api.post(path_of("workspaces", workspace.id, "actions", "assess"))
    except ApiError as error:
        raise _not_started(api, target, workspace, error) from None
    on_event(Waiting("HCP assesses the workspace; ^C leaves the assessment, which then goes on"))
    until, wait = time.monotonic() + ASSESSMENT_SECONDS, pace.now()
    while time.monotonic() < until:
        pause(wait)
        wait = pace.next(wait)
        found = _current(api, workspace)
        if found is not None and (before is None or found.id != before.id):
            return _assessment(api, target, found)
    raise no_assessment(
        target,
        "the one that was started did not end within an hour; a run that starts meanwhile cancels it",
        f"look later: {target.typed('drift', '--assessment')}",
    )


def paused_by(api: Api, workspace: Workspace) -> Run | None:
    """Return the latest run if it ended so that HCP assesses nothing until a run succeeds; else None."""
    query = {"filter[operation]": ALL_OPERATIONS}
    try:
        latest = next(api.listed(path_of("workspaces", workspace.id, "runs"), query), None)
    except EksgenError:
        return None
    run = run_of(latest) if latest is not None else None
    return run if run is not None and run.status in _BADLY else None


def _current(api: Api, workspace: Workspace) -> Document | None:
    found = api.find(path_of("workspaces", workspace.id, "current-assessment-result"))
    return found if found is not None and found.id else None


def _assessment(api: Api, target: CloudTarget, found: Document) -> Assessment:
    if not found.true("succeeded"):
        why = found.text("error-message") or "the last one failed, and HCP does not say why"
        raise no_assessment(
            target, why, f"look at the health of the workspace: {target.page}", _start(target)
        )
    try:
        data = api.download(path_of("assessment-results", found.id, "json-output"), MAX_PLAN)
    except ApiError as error:
        if error.status not in (403, 404):
            raise
        raise no_right(target, "not read the plan of a health assessment (an admin may)") from None
    if data is None:
        raise no_assessment(target, "its plan is not there yet", "run it again in a minute")
    created = parse_time(str(found.value("created-at") or ""))
    return Assessment(found.id, created, data.decode("utf-8", "replace"))


def _why_none(api: Api, target: CloudTarget, workspace: Workspace) -> tuple[str, ...]:
    if not workspace.assessments:
        return _off(), _setup(target)
    if not workspace.current_state:
        return "nothing was applied there yet", _apply(target)
    if run := paused_by(api, workspace):
        return _paused(target, run), f"make a run that succeeds, then {_start(target)}"
    return "there was none yet, or this token may not see it", _start(target)


def _not_started(api: Api, target: CloudTarget, workspace: Workspace, error: ApiError) -> EksgenError:
    if error.status == 403:
        return no_right(target, "not start a health assessment")
    if error.status not in (404, 409, 422):
        return error
    if not workspace.assessments:
        return not_started(target, _off(), _setup(target))
    if not workspace.current_state:
        return not_started(target, "nothing was applied there yet", _apply(target))
    if run := paused_by(api, workspace):
        return not_started(target, _paused(target, run), "make a run that succeeds first")
    if error.status == 404:
        why = "this token may not, or this release of Terraform Enterprise cannot: see the health page there"
        return not_started(target, why)
    reasons = "; ".join(error.reasons) or "it gives no reason"
    return not_started(
        target, f"{reasons}; perhaps a run or an assessment is under way", "try it again later"
    )


def _setup(target: CloudTarget) -> str:
    return f"turn them on: {target.typed('cloud setup')}"


def _apply(target: CloudTarget) -> str:
    return f"apply the spec first: {target.typed('apply')}"


def _start(target: CloudTarget) -> str:
    return f"start one: {target.typed('drift', '--assess')}"


def _off() -> str:
    return "health assessments are off; they take the Standard plan of HCP, or Terraform Enterprise"


def _paused(target: CloudTarget, run: Run) -> str:
    return f"they are paused while the latest run is {run.status_words}: {target.run_url(run.id)}"
