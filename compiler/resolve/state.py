"""Where the state of a spec is stored, with the placeholders of the backend filled in."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from ...schemas.base import ARN
from ...schemas.cluster import ClusterSpec
from ..diagnostics import Path as SpecPath
from ..files.names import EKSGEN_FOLDER, shown_name, working_folder_name
from ..files.reading import place_problem, repository_of

PLACEHOLDERS = ("name", "region", "accountId")
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class StateLocation:
    """A state that is stored where a spec says. Two specs share a state if their addresses are equal."""

    address: tuple[str, ...]
    path: SpecPath


def state_location(spec: ClusterSpec, file: str) -> StateLocation | None:
    """Return where the spec in `file` stores its state; None for the default, a file of its own."""
    backend, path = spec.terraform.backend, ("terraform", "backend")
    if backend.s3:
        key = fill_in(backend.s3.key, spec)
        return StateLocation(("s3", backend.s3.bucket, key), (*path, "s3", "key"))
    if backend.local:
        name = working_folder_name(PurePosixPath(file).name, sandbox=False)
        folder = posixpath.join(posixpath.dirname(file), EKSGEN_FOLDER, name)
        state = posixpath.normpath(posixpath.join(folder, fill_in(backend.local.path, spec)))
        return StateLocation(("local", state), (*path, "local", "path"))
    return None


def local_state_problem(spec: ClusterSpec, folder: Path) -> str:
    """Return why the state cannot be in the file that the spec names, or "" if it can or none is named.

    `folder` is the working folder, without links.
    """
    local = spec.terraform.backend.local
    if local is None:
        return ""
    root = repository_of(str(folder.parent.parent / "spec"))
    problem = place_problem(folder / fill_in(local.path, spec), root)
    return f"the state {shown_name(fill_in(local.path, spec))} is {problem}" if problem else ""


LOCAL_STATE: SpecPath = ("terraform", "backend", "local", "path")
STATE_OUTSIDE_HELP = (
    "write a path inside the repository, from the working folder: ../../states/{name}.tfstate"
)


def fill_in(text: str, spec: ClusterSpec) -> str:
    """Replace `{name}`, `{region}` and `{accountId}` in a key or path of a backend."""
    values = {
        "name": spec.metadata.name,
        "region": spec.metadata.region,
        "accountId": account_of(spec),
    }
    return _PLACEHOLDER.sub(lambda match: values.get(match[1], match[0]), text)


def unknown_placeholders(text: str) -> list[str]:
    """Return what is in braces and is no placeholder."""
    return [name for name in _PLACEHOLDER.findall(text) if name not in PLACEHOLDERS]


def account_of(spec: ClusterSpec) -> str:
    """Return the account ID: `metadata.accountId`, else the account of the first administrator."""
    match = ARN.fullmatch(spec.access.admins[0])
    return spec.metadata.account_id or (match[4] if match else "")
