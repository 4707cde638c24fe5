"""Updates: the record that EKS keeps of every change, so that a client can wait for it.

The sandbox finishes a change before it responds, so every update is `Successful`.
"""

from __future__ import annotations

import json
from typing import Any

from moto.eks.exceptions import ResourceNotFoundException

from .records import ClusterRecord, Record, new_id, now
from .request import EksRequest, list_response


def record_update(
    cluster: ClusterRecord, kind: str, params: dict[str, Any], *, of: tuple[str, str] = ("cluster", "")
) -> Record:
    """Store and return the update of a change; `of` is (kind, name), such as ("nodegroup", "web")."""
    update: Record = {
        "id": _update_id(),
        "status": "Successful",
        "type": kind,
        "params": [{"type": key, "value": _text(value)} for key, value in params.items()],
        "createdAt": now(),
        "errors": [],
    }
    cluster.updates[update["id"]] = {"update": update, "of": of}
    return update


def _update_id() -> str:
    text = new_id()
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, sort_keys=True)


def describe_update(request: EksRequest) -> Record:
    """`DescribeUpdate`."""
    update_id = request.path["updateId"]
    record = request.cluster().updates.get(update_id)
    if record is None or record["of"] != _owner(request):
        raise ResourceNotFoundException(message=f"No update found for ID: {update_id}")
    return {"update": record["update"]}


def list_updates(request: EksRequest) -> Record:
    """`ListUpdates` of a cluster, a node group, an add-on or a capability."""
    owner = _owner(request)
    updates = request.cluster().updates
    return list_response("updateIds", [key for key in updates if updates[key]["of"] == owner], request)


def _owner(request: EksRequest) -> tuple[str, str]:
    for parameter, kind in (
        ("nodegroupName", "nodegroup"),
        ("addonName", "addon"),
        ("capabilityName", "capability"),
    ):
        if request.parameter(parameter):
            return kind, request.parameter(parameter)
    return "cluster", ""


OPERATIONS = {"describe_update": describe_update, "list_updates": list_updates}
