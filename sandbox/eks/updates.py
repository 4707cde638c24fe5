"""Updates: the receipts EKS gives for every change, and where a client may look them up.

The local AWS finishes a change before it answers, so every receipt says `Successful`.
"""

from __future__ import annotations

import json
from typing import Any

from moto.eks.exceptions import ResourceNotFoundException

from .call import Call, ClusterRecord, Record, new_id, now, page


def record_update(
    cluster: ClusterRecord, kind: str, params: dict[str, Any], *, of: tuple[str, str] = ("cluster", "")
) -> Record:
    """Store and return the receipt of a change; `of` is ("nodegroup" | "addon" | "cluster", name)."""
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


def describe_update(call: Call) -> Record:
    """`DescribeUpdate`."""
    update_id = call.path["updateId"]
    found = call.cluster().updates.get(update_id)
    if found is None or found["of"] != _asked_of(call):
        raise ResourceNotFoundException(message=f"No update found for ID: {update_id}")
    return {"update": found["update"]}


def list_updates(call: Call) -> Record:
    """`ListUpdates` of a cluster, a node group or an add-on."""
    wanted = _asked_of(call)
    found = call.cluster().updates
    return page("updateIds", [key for key, value in found.items() if value["of"] == wanted], call)


def _asked_of(call: Call) -> tuple[str, str]:
    for parameter, kind in (("nodegroupName", "nodegroup"), ("addonName", "addon")):
        if call.asked(parameter):
            return kind, call.asked(parameter)
    return "cluster", ""


OPERATIONS = {"describe_update": describe_update, "list_updates": list_updates}
