"""What a working folder is for: which spec, and AWS or the sandbox. A rehearsal never uses a real state."""

from __future__ import annotations

import json
import shlex
from pathlib import Path
from typing import Any

from ...compiler.emit.folder import MADE_BY
from ...compiler.errors import EksgenError
from ...compiler.files.decoding import NotDecoded, decode_object
from ...compiler.files.reading import read_below
from ...compiler.files.writing import write_file
from ..paths import SANDBOX_OVERRIDE, WorkDir

_SANDBOX, _REAL = "the sandbox", "AWS"


def require_kind(workdir: WorkDir, spec: str, *, sandbox: bool) -> None:
    """Record what a folder is for, or raise `EksgenError` if it is for something else."""
    check_kind(workdir, spec, sandbox=sandbox)
    data = json.dumps(_wanted(spec, sandbox)).encode()
    if read_below(workdir.root, workdir.kind) != data:
        write_file(workdir.root, workdir.kind, data)


def check_kind(workdir: WorkDir, spec: str, *, sandbox: bool) -> None:
    """Raise `EksgenError` if a folder is for something else, and write nothing.

    A folder of an earlier version, or with a broken record, is known by the files that only the sandbox has.
    """
    wanted = _wanted(spec, sandbox)
    found = recorded_kind(workdir) or {**wanted, "cloud": _cloud_by_files(workdir) or wanted["cloud"]}
    if found["cloud"] != wanted["cloud"]:
        raise _other(workdir, f"{found['cloud']}, not for {wanted['cloud']}")
    if str(found["spec"]).casefold() != spec.casefold():
        keep = f"if a renamed spec should keep the state: rm {shlex.quote(str(workdir.kind))}"
        raise _other(workdir, f"the spec {found['spec']}, not for {spec}", keep)


def _wanted(spec: str, sandbox: bool) -> dict[str, Any]:
    return {"version": 1, "spec": spec, "cloud": _SANDBOX if sandbox else _REAL}


def require_not_renamed(workdir: WorkDir, spec: Path, *, sandbox: bool) -> None:
    """`EksgenError` if the state of a spec is still in a folder with its name of earlier versions."""
    name = spec.stem if spec.suffix == ".yaml" else spec.name
    former = workdir.path.with_name(f"{name}.sandbox" if sandbox else name)
    if former == workdir.path or workdir.path.exists() or not former.exists():
        return
    if _compiled_from(former) == spec.name:
        raise EksgenError(
            f"the working folder of {spec} has another name now: {workdir.path}",
            code="folder-kind",
            notes=(f"{former} could also be that of another spec, or of the sandbox",),
            helps=(f"keep its state: mv {shlex.quote(str(former))} {shlex.quote(str(workdir.path))}",),
        )


def recorded_kind(workdir: WorkDir) -> dict[str, Any] | None:
    """Return the record of what a folder is for; None if there is none, or it cannot be read."""
    try:
        record = decode_object(read_below(workdir.root, workdir.kind) or b"")
    except NotDecoded:
        return None
    return record if record.get("version") == 1 and {"spec", "cloud"} <= record.keys() else None


def _cloud_by_files(workdir: WorkDir) -> str:
    """Return what a folder without a record was used for; "" if nothing was run in it."""
    if (workdir.path / SANDBOX_OVERRIDE).exists():
        return _SANDBOX
    return _REAL if workdir.default_state.exists() else ""


def _compiled_from(folder: Path) -> str:
    """Return the name of the spec that a folder was compiled from; "" if it is unknown."""
    text = (read_below(folder, folder / "versions.tf") or b"").decode("utf-8", errors="replace")
    return text.partition(MADE_BY)[2].partition(". Change that file")[0]


def _other(workdir: WorkDir, what: str, *keep: str) -> EksgenError:
    """Return the error for a folder of something else; `keep` says how to use its state all the same."""
    folder = shlex.quote(str(workdir.path))
    otherwise = "else move" if keep else "move"
    return EksgenError(
        f"the working folder {workdir.path} is for {what}",
        code="folder-kind",
        notes=("a run would use the state of something else",),
        helps=(
            *keep,
            f"{otherwise} the folder away, and run this again: mv {folder} {folder}.old",
        ),
    )
