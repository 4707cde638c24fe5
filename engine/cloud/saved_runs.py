"""Runs whose plan HCP saves: the files and the state that they are made from, and how they are discarded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ..workdir.cloud_block import CloudTarget
from ..workdir.lifecycle import relaxed_files
from .archive import pack_for, uploaded_files
from .client.api import Api, path_of
from .client.refusals import ApiError
from .documents import Run, StateRecord
from .remote_terraform import RemoteTerraform
from .runs.actions import discard_run, read_run
from .states.current import current_state_record, input_state_record


@dataclass(frozen=True, slots=True)
class InputState:
    """The state that a run started from, None if there was none.

    With `named`, HCP says which it was; else it is the current state, which is only `known` to be that of the
    run if no state was written meanwhile.
    """

    record: StateRecord | None
    named: bool
    known: bool = True


def input_state(terraform: RemoteTerraform, run: Run) -> InputState:
    """Return the state that a run of this session started from."""
    current = current_state_record(terraform.api, terraform.target, terraform.workspace)
    if record := input_state_record(terraform.api, run):
        return InputState(record, True)
    before = terraform.workspace.current_state  # read before the run was started
    return InputState(current, current is None, before == (current.id if current else ""))


def planned_files(terraform: RemoteTerraform, folder: Path) -> dict[str, Mapping[str, bytes]]:
    """Return what a plan of a folder would upload now, by the digest of its archive.

    There are two: for any plan, and for a plan that deletes before it creates.
    """
    files = uploaded_files(folder)
    both = [relaxed_files(files, delete_first=delete_first) for delete_first in (False, True)]
    return {pack_for(terraform.workspace, planned).digest: planned for planned in both}


def discard_saved_run(api: Api, organization: str, workspace: str, id: str, reason: str) -> str:
    """Discard a saved run that waits to be confirmed; return in words what came of it.

    "" for a run that does not exist, is of another workspace, or no saved plan: it is left alone.
    """
    try:
        run = read_run(api, id)
    except ApiError as error:
        if error.status != 404:
            raise
        return ""
    if not run.save_plan or run.workspace != workspace:
        return ""
    found = api.find(path_of("workspaces", workspace))
    name = found.text("name") if found else ""
    page = CloudTarget(api.host.name, organization, name).run_url(run.id) if name else run.id
    if run.over or not run.discardable:
        return f"its run is {run.status_words} already: {page}"
    discard_run(api, run.id, f"eksgen: {reason}")
    return f"its run was discarded: {page}"
