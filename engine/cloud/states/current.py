"""Read the states of a workspace, and the outputs in the current one."""

from __future__ import annotations

import json
from typing import Any, Final

from ...workdir.cloud_block import CloudTarget
from ..client.api import Api, path_of
from ..client.json_api import Document
from ..client.refusals import ApiError
from ..documents import Run, StateRecord, Workspace, state_record_of
from ..refusals import no_right

MAX_STATE: Final = 256 << 20
"""The largest state that is read, in bytes."""


def current_state(api: Api, target: CloudTarget, workspace: Workspace) -> str:
    """Return the whole state, "" if there is none yet. It holds secrets in plain text.

    `EksgenError` if the token may not read it.
    """
    document = _current_version(api, target, workspace)
    if document is None:
        return ""
    url = document.value("hosted-state-download-url")
    if not isinstance(url, str) or not url:
        raise no_right(target, "not read the state")
    return api.read_blob(url, MAX_STATE).decode("utf-8", "replace")


def current_state_record(api: Api, target: CloudTarget, workspace: Workspace) -> StateRecord | None:
    """Return the current version of the state; None if there is none yet.

    `EksgenError` if the token may not read it.
    """
    document = _current_version(api, target, workspace)
    return state_record_of(document) if document and document.id else None


def input_state_record(api: Api, run: Run) -> StateRecord | None:
    """Return the version of the state that a run started from; None if HCP does not say."""
    document = api.find(path_of("state-versions", run.input_state)) if run.input_state else None
    return state_record_of(document) if document and document.id else None


def current_outputs(api: Api, workspace: str) -> str:
    """Return the outputs as `terraform output -json` prints them; secret ones have no value."""
    path = path_of("workspaces", workspace, "current-state-version-outputs")
    try:
        found = list(api.listed(path))
    except ApiError as error:
        if error.status != 404:
            raise
        found = []
    return json.dumps({_output_name(output): _output(output) for output in found if _output_name(output)})


def _current_version(api: Api, target: CloudTarget, workspace: Workspace) -> Document | None:
    if not workspace.may("read-state-versions"):
        raise no_right(target, "not read the state")
    return api.find(path_of("workspaces", workspace.id, "current-state-version"))


def _output_name(output: Document) -> str:
    name = output.value("name")
    return name if isinstance(name, str) else ""


def _output(output: Document) -> dict[str, Any]:
    return {
        "sensitive": output.true("sensitive"),
        "type": output.value("detailed-type") or output.value("type"),
        "value": output.value("value"),
    }
