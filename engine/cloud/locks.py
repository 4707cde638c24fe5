"""Who holds the lock of a workspace: a person, a team, or a run.

Plans that are only plans, or are saved, take no lock; an apply does, and every run of another kind.
"""

from __future__ import annotations

from ..workdir.cloud_block import CloudTarget
from ..workdir.state_lock import HolderAlive, StateLock
from .api import Api, path_of
from .documents import Run, Workspace, shown
from .refusals import ApiError
from .runs import read_run

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


def lock_of_run(api: Api, target: CloudTarget, id: str) -> StateLock:
    """Return a run as the holder of a lock; it may be one that only plans, and holds none."""
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
