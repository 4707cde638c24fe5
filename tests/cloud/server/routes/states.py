"""State versions: the current one, its outputs, and new ones that a local run uploads."""

from __future__ import annotations

import base64
import json

from ..documents.states import state_document
from ..routing import Answer, Call, Refused, Route, existing, many, one
from ..store import Store, discard_saved_plans, keep_state
from ..values import StateVersion, Workspace


def read_current(call: Call) -> Answer:
    return one(state_document(call.store, _current(call.workspace())))


def _current(workspace: Workspace) -> StateVersion:
    return existing(workspace.current_state)


def create(call: Call) -> Answer:
    """Take a state, at once or by two uploads; the workspace must be locked by the user of the token."""
    workspace, asked = call.workspace(), call.attributes
    if workspace.locked_by is None or workspace.locked_by.name != call.token.user:
        raise Refused(409, "conflict", "The workspace must be locked by the one who saves a state")
    current = workspace.current_state
    if current and int(asked["serial"]) < current.serial:
        raise Refused(409, "conflict", "The serial is older than that of the current state")
    if "state" in asked:
        state = keep_state(call.store, workspace, base64.b64decode(asked["state"]), None)
        return one(state_document(call.store, state), 201)
    state = StateVersion(int(asked["serial"]), str(asked.get("lineage") or ""), b"", status="pending")
    workspace.states.append(state)
    document = state_document(call.store, state)
    document["attributes"] |= _upload_urls(call.store, workspace, state)
    return one(document, 201)


def _upload_urls(store: Store, workspace: Workspace, state: StateVersion) -> dict[str, str]:
    def put(data: bytes) -> None:
        state.data, state.status = data, "finalized"
        discard_saved_plans(store, workspace, None)

    def put_json(data: bytes) -> None:
        state.json = data

    return {
        "hosted-state-upload-url": store.url_of(lambda: state.data, put),
        "hosted-json-state-upload-url": store.url_of(lambda: state.json, put_json),
    }


def read(call: Call) -> Answer:
    states = (s for workspace in call.store.workspaces.values() for s in workspace.states)
    state = existing(next((state for state in states if state.id == call.path["id"]), None))
    return one(state_document(call.store, state))


def list_outputs(call: Call) -> Answer:
    workspace = call.workspace()
    if workspace.hides_outputs:
        raise Refused(404, "not found")
    outputs = json.loads(_current(workspace).data).get("outputs", {})
    documents = [
        {
            "id": f"wsout-{name}",
            "type": "state-version-outputs",
            "attributes": {
                "name": name,
                "sensitive": bool(output.get("sensitive")),
                "type": output["type"] if isinstance(output["type"], str) else output["type"][0],
                "value": None if output.get("sensitive") else output["value"],
                "detailed-type": output["type"],
            },
        }
        for name, output in outputs.items()
    ]
    return many(call, documents)


ROUTES = (
    Route("GET", "workspaces/:id/current-state-version", read_current),
    Route("POST", "workspaces/:id/state-versions", create, "apply"),
    Route("GET", "state-versions/:id", read),
    Route("GET", "workspaces/:id/current-state-version-outputs", list_outputs),
)
