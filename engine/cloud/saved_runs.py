"""Describe a run whose plan HCP saves: its uploaded files and the state that it started from."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ..terraform.providers import this_platform
from .archive import pack_folder
from .documents import Run, StateRecord
from .remote_terraform import RemoteTerraform
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


def archive_digest(terraform: RemoteTerraform, folder: Path) -> str:
    """Return the digest of what would be uploaded from a folder now."""
    workspace = terraform.workspace
    return pack_folder(folder, workspace.working_directory, this_platform(), terraform.target).digest
