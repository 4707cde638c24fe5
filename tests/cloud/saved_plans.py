"""Save plans on the command line, edit them, and apply them."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from eksgen.engine.saved_plan import envelope as format
from eksgen.engine.saved_plan.provenance import sha256_hex

from .command_line import SPEC, WORKSPACE, CommandLine, Said
from .server import Run

PLAN = "saved.eksplan"


def state(serial: int, lineage: str = "one") -> bytes:
    return json.dumps({"version": 4, "serial": serial, "lineage": lineage, "resources": []}).encode()


def save(eksgen: CommandLine, token: str | None = None) -> Run:
    said = eksgen("plan", SPEC, "-o", PLAN, token=token)
    assert said.code == 0, said.err
    return eksgen.server.runs(eksgen.server.workspace(WORKSPACE))[-1]


def apply(eksgen: CommandLine, token: str | None = None) -> Said:
    return eksgen("apply", PLAN, "--yes", "--no-verify", token=token)


def manifest(folder: Path) -> dict[str, Any]:
    with zipfile.ZipFile(folder / PLAN) as archive:
        raw: dict[str, Any] = json.loads(archive.read(format.MANIFEST))
    return raw


def edit(folder: Path, change: Callable[[dict[str, Any]], None], plan: bytes | None = None) -> None:
    """Change the manifest of a saved plan, and with `plan` what it plans, and seal it again."""
    with zipfile.ZipFile(folder / PLAN) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    raw = json.loads(members[format.MANIFEST])
    del raw["digest"]
    change(raw)
    if plan is not None:
        members[format.PLAN], raw["plan"] = plan, sha256_hex(plan)
    raw["digest"] = format._digest(raw)
    members[format.MANIFEST] = json.dumps(raw).encode()
    with zipfile.ZipFile(folder / PLAN, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
