"""What eksgen asks HCP to do: upload a configuration, start, confirm and stop runs, read plans and states."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from ...compiler.errors import EksgenError
from ...compiler.files.decoding import NotDecoded, decode_object
from ..workdir.cloud_block import CloudTarget
from .api import Api, path_of
from .archive import Archive
from .documents import Document, Phase, Run, Workspace, phase_of, run_of, workspace_of
from .refusals import ApiError, no_right, no_workspace, unreachable

Pause = Callable[[float], object]
"""Waits for some seconds, or less if the user interrupts."""

_UPLOAD_POLLS, _UPLOAD_SECONDS = 120, 0.5
_JSON_POLLS, _JSON_SECONDS = 40, 0.5
_MAX_PLAN = 256 << 20
_MAX_STATE = 256 << 20


@dataclass(frozen=True, slots=True)
class RunRequest:
    """A run to start. One that is not `savable` only plans; a savable one waits to be confirmed."""

    workspace: str
    configuration: str
    message: str
    savable: bool = False
    destroy: bool = False
    targets: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class PlanJson:
    """The JSON of a plan; `redacted` if it has none of the secret values."""

    text: str
    redacted: bool


def find_workspace(api: Api, target: CloudTarget) -> Workspace:
    """Return a workspace; it is never created. `EksgenError` if the token cannot see it."""
    document = api.find(path_of("organizations", target.organization, "workspaces", target.name))
    if document is None or not document.id:
        raise no_workspace(target)
    return workspace_of(document)


def upload_configuration(
    api: Api, workspace: str, archive: Archive, pause: Pause, *, speculative: bool
) -> str:
    """Upload a configuration and return its id. It starts no run; a `speculative` one can only be planned."""
    attributes = {"auto-queue-runs": False, "speculative": speculative, "provisional": not speculative}
    made = api.post(
        path_of("workspaces", workspace, "configuration-versions"),
        {"data": {"type": "configuration-versions", "attributes": attributes}},
    )
    url = made.value("upload-url")
    if not isinstance(url, str) or not made.id:
        raise unreachable(api.host.name, "it gave no address for the upload")
    api.upload(url, archive.data)
    for _ in range(_UPLOAD_POLLS):
        now = api.get(path_of("configuration-versions", made.id))
        status = now.text("status")
        if status == "uploaded":
            return made.id
        if status in ("errored", "archived"):
            raise ApiError(api.host.name, 0, (now.text("error-message") or "the upload failed",))
        pause(_UPLOAD_SECONDS)
    raise unreachable(api.host.name, "it did not accept the upload within a minute")


def start_run(api: Api, request: RunRequest) -> Run:
    """Start a run. It never applies by itself."""
    attributes: dict[str, Any] = {
        "auto-apply": False,
        "plan-only": not request.savable,
        "save-plan": request.savable,
        "is-destroy": request.destroy,
        "refresh": True,
        "message": request.message,
    }
    if request.targets:
        attributes["target-addrs"] = list(request.targets)
    relationships = {
        "workspace": {"data": {"type": "workspaces", "id": request.workspace}},
        "configuration-version": {"data": {"type": "configuration-versions", "id": request.configuration}},
    }
    body = {"data": {"type": "runs", "attributes": attributes, "relationships": relationships}}
    run = run_of(api.post("runs", body))
    if not run.id:
        raise unreachable(api.host.name, "it started a run without an id")
    return run


def read_run(api: Api, run: str) -> Run:
    """Return a run. `ApiError` with status 404 if the token cannot see it."""
    return run_of(api.get(path_of("runs", run)))


def read_phase(api: Api, kind: str, id: str) -> Phase:
    """Return the plan or the apply of a run; `kind` is `plans` or `applies`."""
    return phase_of(api.get(path_of(kind, id)))


def confirm_run(api: Api, run: str, comment: str) -> None:
    """Apply what a run has planned. `ApiError` with status 409 if it cannot be confirmed now."""
    api.post(path_of("runs", run, "actions", "apply"), {"comment": comment})


def discard_run(api: Api, run: str, comment: str) -> None:
    """Discard a plan that waits to be confirmed."""
    api.post(path_of("runs", run, "actions", "discard"), {"comment": comment})


def cancel_run(api: Api, run: str, comment: str) -> None:
    """Interrupt a run: Terraform finishes what it has begun, and saves its state."""
    api.post(path_of("runs", run, "actions", "cancel"), {"comment": comment})


def stop_run(api: Api, run: Run, comment: str) -> bool:
    """Cancel or discard a run, whichever it allows; return whether it could be asked to stop."""
    for allowed, stop in ((run.cancelable, cancel_run), (run.discardable, discard_run)):
        if allowed:
            try:
                stop(api, run.id, comment)
            except ApiError as error:
                if error.status not in (404, 409):
                    raise
                continue
            return True
    return False


def plan_json(api: Api, plan: str, pause: Pause) -> PlanJson:
    """Return the JSON of a plan; without the right to read all of it, the redacted one."""
    try:
        return PlanJson(_plan_file(api, plan, "json-output", pause), redacted=False)
    except ApiError as error:
        if error.status not in (403, 404):
            raise
    text = _plan_file(api, plan, "json-output-redacted", pause)
    try:
        raw = decode_object(text)
    except NotDecoded:
        raise unreachable(api.host.name, "the redacted plan is not JSON") from None
    raw.pop("provider_schemas", None)
    if "plan_format_version" in raw:
        raw.setdefault("format_version", raw["plan_format_version"])
    return PlanJson(json.dumps(raw), redacted=True)


def _plan_file(api: Api, plan: str, name: str, pause: Pause) -> str:
    for _ in range(_JSON_POLLS):
        data = api.download(path_of("plans", plan, name), _MAX_PLAN)
        if data is not None:
            return data.decode("utf-8", "replace")
        pause(_JSON_SECONDS)
    raise unreachable(api.host.name, "it has no JSON of the plan after 20 seconds")


def current_state(api: Api, target: CloudTarget, workspace: Workspace) -> str:
    """Return the whole state, "" if there is none yet. It holds secrets in plain text."""
    if not workspace.may("read-state-versions"):
        raise no_right(target, "not read the state")
    document = api.find(path_of("workspaces", workspace.id, "current-state-version"))
    if document is None:
        return ""
    url = document.value("hosted-state-download-url")
    if not isinstance(url, str) or not url:
        raise no_right(target, "not read the state")
    return api.read_blob(url, _MAX_STATE).decode("utf-8", "replace")


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


def _output_name(output: Document) -> str:
    name = output.value("name")
    return name if isinstance(name, str) else ""


def _output(output: Document) -> dict[str, Any]:
    return {
        "sensitive": output.true("sensitive"),
        "type": output.value("detailed-type") or output.value("type"),
        "value": output.value("value"),
    }


def bookmark(run: str, host: str) -> bytes:
    """Return the content of a plan file for a remote plan, as Terraform itself writes and takes it."""
    return json.dumps({"remote_plan_format": 1, "run_id": run, "hostname": host}).encode()


def read_bookmark(data: bytes, target: CloudTarget) -> str:
    """Return the run of a remote plan. `EksgenError` if it is none, or of another host."""
    try:
        raw = decode_object(data)
        run, named = raw["run_id"], raw["hostname"]
        version = raw["remote_plan_format"]
    except (NotDecoded, KeyError):
        raise _no_bookmark(target, "it is a plan of a local Terraform") from None
    if version != 1 or not Document({"id": run}).id:
        raise _no_bookmark(target, "it is of a newer Terraform, or damaged")
    if named != target.hostname:
        raise _no_bookmark(target, "it is of another host")
    return str(run)


def _no_bookmark(target: CloudTarget, why: str) -> EksgenError:
    return EksgenError(
        "this plan was not made by the workspace that it is to be applied in",
        code="not-a-plan",
        notes=(why,),
        helps=(f"plan again: {target.typed('plan', '-o', 'FILE.eksplan')}",),
    )
