"""Who holds the lock of a workspace: a person, a team, or a run.

Runs that only plan, or save their plan, take no lock; applies and all other runs do.
"""

from __future__ import annotations

import re

from ...workdir.cloud_block import CloudTarget
from ...workdir.state_lock import HolderAlive, StateLock
from ..client.api import Api, path_of
from ..client.json_api import shown
from ..client.refusals import ApiError
from ..documents import Run, Workspace, run_of
from ..refusals import locked_workspace, not_supported
from .actions import read_run, stop_run

_RUN = re.compile(r"run-[A-Za-z0-9]+")
_PEOPLE = {"users": ("username", "email"), "teams": ("name",)}


def lock_of(api: Api, target: CloudTarget, workspace: Workspace) -> StateLock | None:
    """Return the lock of a workspace with its true holder; None if it is not locked.

    The `id` of a lock that a run holds is the id of the run, any other is `ORGANIZATION/WORKSPACE`.
    """
    if not workspace.locked:
        return None
    kind, id = workspace.locked_by
    if kind == "runs" or (not kind and workspace.current_run):
        return lock_of_run(api, target, id if kind == "runs" else workspace.current_run)
    who = _name(api, path_of("workspaces", workspace.id), "locked_by", kind) or id
    team = "team " if kind == "teams" else ""
    reason = workspace.document.text("locked-reason")
    said = f' ("{reason}")' if reason else ""
    why = f"it was locked by hand{said}: only who did that, or an administrator of {target}, unlocks it there"
    help = f"ask for it to be unlocked: {target.page}"
    return StateLock(str(target), "", "", f"{team}{who}" if who else "", None, HolderAlive.YES, why, help)


def lock_of_wanted_run(api: Api, target: CloudTarget, workspace: Workspace, wanted: str) -> StateLock | None:
    """Return the run with the `wanted` id as the holder of a lock; None if no such run goes on there."""
    if not _RUN.fullmatch(wanted):
        return None
    document = api.find(path_of("runs", wanted))
    run = run_of(document) if document else None
    goes_on = run is not None and run.workspace == workspace.id and not run.over
    return lock_of_run(api, target, wanted) if goes_on else None


def lock_of_run(api: Api, target: CloudTarget, id: str) -> StateLock:
    """Return a run as the holder of a lock, also a run that only plans and holds none."""
    try:
        run = read_run(api, id)
    except ApiError as error:
        if error.status != 404:
            raise
        why = "the token may not see that run"
        return StateLock(id, "", "", f"run {id}", None, HolderAlive.UNKNOWN, why)
    who = person_of(api, run)
    holder = f"run {run.id}" + (f" of {who}" if who else "")
    why = f"that run is {run.status_words}: {target.run_url(run.id)}"
    operation = "apply" if not run.plan_only else "plan"
    return StateLock(run.id, "", operation, holder, run.created, HolderAlive.UNKNOWN, why)


def stop_holder(api: Api, target: CloudTarget, lock: StateLock) -> None:
    """Cancel or discard the run that holds a lock. `StateLocked` if a person or a team does, `EksgenError`
    if the run cannot be stopped now."""
    if not _RUN.fullmatch(lock.id):
        raise locked_workspace(target, lock, waited=False)
    run = read_run(api, lock.id)
    if not stop_run(api, run, "stopped with eksgen unlock"):
        url = target.run_url(run.id)
        raise not_supported(
            "stopping this run", f"it is {run.status_words}", f"look at it there, and stop it: {url}"
        )


def person_of(api: Api, run: Run) -> str:
    """Return the name of who started a run, "" if HCP does not say."""
    if not run.created_by:
        return ""
    return _name(api, path_of("runs", run.id), "created_by", "users")


def _name(api: Api, path: str, relation: str, kind: str) -> str:
    """Return the name of a person or team that is related to an object, "" if HCP does not say."""
    try:
        holders = api.included(path, {"include": relation})
    except ApiError:
        return ""
    names = (h.value(name) for h in holders for name in _PEOPLE.get(kind, ("username", "name")))
    return next((shown(name, 60) for name in names if name), "")
