"""Find a run of somebody else, and wait until it has planned. Nothing is started, stopped or confirmed.

Lists of runs may be asked for 30 times a minute (HCP documentation, "API rate limiting", read 2026-11-30).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from ....compiler.errors import EksgenError
from ...terraform.events import OnEvent, TerraformDiagnostic, Waiting
from ...workdir.cloud_block import CloudTarget
from ..client.api import Api, path_of
from ..client.refusals import ApiError
from ..documents import ASKS_FOR_OVERRIDE, Phase, Run, Workspace, run_of
from ..runs.actions import read_phase, read_run
from ..runs.logs import LogReader, RunLog
from ..runs.pace import Pace, Silence
from .names import RunName
from .refusals import no_such_run, run_of_another_workspace

ALL_OPERATIONS = "plan_only,plan_and_apply,save_plan,destroy,refresh_only,empty_apply"
COMMIT_SECONDS, COMMIT_PAUSE = 180.0, 10.0
"""How long a run of a commit is waited for, and between two looks: HCP starts it some time after the push."""
_LEAVES = "^C leaves it, and it goes on"
_NO_PHASE = Phase("", "", structured=False, has_changes=False, log_url="")
_ENDED = frozenset({"finished", "errored", "canceled", "unreachable"})


@dataclass(frozen=True, slots=True)
class PlannedRun:
    """A run whose plan has ended, with the errors and warnings of its log."""

    run: Run
    phase: Phase
    diagnostics: tuple[TerraformDiagnostic, ...]


def find_run(
    api: Api,
    target: CloudTarget,
    workspace: Workspace,
    name: RunName,
    on_event: OnEvent,
    pause: Callable[[float], None] = time.sleep,
) -> Run:
    """Return the run that a name means, of a commit the newest. `EksgenError` if the workspace has none."""
    if name.commit:
        return _of_commit(api, target, workspace, name.commit, on_event, pause)
    try:
        run = read_run(api, name.id)
    except ApiError as error:
        if error.status != 404:
            raise
        raise no_such_run(
            f"there is no run {name.id} that this token can see",
            target,
            "the answer is the same if the token has no right to see it",
        ) from None
    if run.workspace != workspace.id:
        raise run_of_another_workspace(name.id, target)
    return run


def _of_commit(
    api: Api,
    target: CloudTarget,
    workspace: Workspace,
    commit: str,
    on_event: OnEvent,
    pause: Callable[[float], None],
) -> Run:
    query = {"search[commit]": commit, "filter[operation]": ALL_OPERATIONS}
    until, said = time.monotonic() + COMMIT_SECONDS, False
    while True:
        found = next(api.listed(path_of("workspaces", workspace.id, "runs"), query), None)
        if found is not None and found.id:
            return run_of(found)
        if time.monotonic() >= until:
            raise no_such_run(
                f"{target} has no run of the commit {commit[:12]}",
                target,
                f"waited {COMMIT_SECONDS:.0f} seconds for one"
                + ("" if workspace.repository else "; the workspace is not connected to a repository"),
                "a commit that changes nothing below the trigger patterns of the workspace starts none; on "
                "GitHub, GITHUB_SHA of a pull request is a merge commit, which HCP does not know",
            )
        if not said:
            said = True
            on_event(Waiting(f"there is no run of {commit[:12]} yet"))
        pause(COMMIT_PAUSE)


def wait_for_plan(
    api: Api,
    run: Run,
    url: str,
    on_event: OnEvent,
    pace: Pace,
    pause: Callable[[float], None] = time.sleep,
    clock: Callable[[], float] = time.monotonic,
) -> PlannedRun:
    """Return a run once its plan has ended, whatever came of it; its log goes to `on_event` as it grows.

    `url` is the page of the run.
    """
    with pace.followed.one_more():
        return _waited_for(api, run, on_event, Silence(url, on_event, lambda: _LEAVES, clock), pace, pause)


def _waited_for(
    api: Api,
    run: Run,
    on_event: OnEvent,
    silence: Silence,
    pace: Pace,
    pause: Callable[[float], None],
) -> PlannedRun:
    log, reader, wait, shown = RunLog(on_event), None, pace.now(), ""
    while True:
        phase = read_phase(api, "plans", run.plan) if run.plan else _NO_PHASE
        if reader is None and phase.log_url and phase.begun:
            reader = LogReader(api, phase.log_url)
        moved = _read(reader, log)
        if phase.status in _ENDED or run.over or run.status in ASKS_FOR_OVERRIDE:
            break
        news = reader is None and run.status != shown
        if news:
            shown = run.status
            on_event(Waiting(f"the run is {run.status_words}"))
        silence.hear(run, news=news or moved)
        wait = pace.now() if moved else pace.next(wait)
        pause(wait)
        run = read_run(api, run.id)
    log.end()
    return PlannedRun(run, phase, tuple(log.diagnostics))


def _read(reader: LogReader | None, log: RunLog) -> bool:
    """Take in the new lines of a log, which may be gone; return whether there were any."""
    lines: list[str] = []
    if reader is not None and not reader.ended:
        with suppress(EksgenError):
            lines = reader.new_lines()
    for line in lines:
        log.add(line)
    return bool(lines)
