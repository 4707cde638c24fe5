"""A state that HCP could not save after an apply, which it keeps with the run."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ....compiler.errors import EksgenError
from ....compiler.files.decoding import NotDecoded
from ...errors.exceptions import RunFailed
from ...terraform.unsaved_state import decode_state, keep_unsaved_state, recording_help
from ...workdir.cloud_block import CloudTarget
from ..client.api import Api, path_of
from ..client.refusals import ApiError
from ..documents import Run, Workspace
from ..runs.actions import read_run
from .current import MAX_STATE, current_state


def keep_errored_state(api: Api, run: Run, folder: Path) -> str:
    """Write the state that HCP could not save into a private file, and return its name; "" if there is none,
    or if it cannot be had: that must not hide why the apply failed."""
    try:
        state = _errored_state(api, run)
    except (EksgenError, OSError):
        return ""
    return str(keep_unsaved_state(state, folder) or "") if state else ""


def is_recorded(state: str, current: str) -> bool:
    """Return whether `current` is the same state, or a later version of it."""
    then, now = _state(state), _state(current)
    return bool(now) and then.get("lineage") == now.get("lineage") and _serial(then) <= _serial(now)


def require_saved_state(api: Api, target: CloudTarget, workspace: Workspace, folder: Path) -> None:
    """`RunFailed` if the newest apply left a state that is recorded nowhere else: another apply would create
    its objects a second time."""
    if not workspace.current_run or not workspace.may("read-state-versions"):
        return
    run = read_run(api, workspace.current_run)
    state = _errored_state(api, run) if run.status == "errored" else ""
    if not state or is_recorded(state, current_state(api, target, workspace)):
        return
    url, file = target.run_url(run.id), keep_unsaved_state(state, folder)
    raise RunFailed(
        "the state of the last apply was not saved",
        code="unsaved-state",
        notes=(
            "it made changes that no state records; an apply would make them a second time",
            f"HCP keeps the state with the run; {file or 'no place here'} has a copy that only you can read",
            f"run {url}",
        ),
        helps=(recording_help(file), "then run this again") if file else (),
    )


def _errored_state(api: Api, run: Run) -> str:
    """Return the state as text, "" if there is none or the token may not read it."""
    if not run.apply:
        return ""
    try:
        data = api.download(path_of("applies", run.apply, "errored-state"), MAX_STATE) or b""
    except ApiError as error:
        if error.status not in (403, 404, 410):
            raise
        return ""
    text = data.decode("utf-8", "replace")
    return text if _state(text).get("lineage") else ""


def _state(text: str) -> Mapping[str, Any]:
    try:
        return decode_state(text)
    except NotDecoded:
        return {}


def _serial(state: Mapping[str, Any]) -> int:
    serial = state.get("serial")
    return serial if isinstance(serial, int) else 0
