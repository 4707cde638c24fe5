"""The plan file of a remote plan: a bookmark of its run."""

from __future__ import annotations

import json

from ....compiler.errors import EksgenError
from ....compiler.files.decoding import NotDecoded, decode_object
from ...workdir.cloud_block import CloudTarget
from ..client.json_api import Document


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
