"""Where the state of a spec is stored, with the placeholders of the backend filled in."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from ...catalog.terraform.hcp_terraform import WORKSPACE_LENGTH
from ...schemas.base import ARN
from ...schemas.cluster import ClusterSpec
from ...schemas.hcp_terraform import DEFAULT_WORKSPACE
from ..diagnostics import Path as SpecPath
from ..files.names import EKSGEN_FOLDER, shown_name, working_folder_name
from ..files.reading import place_problem, repository_of
from .names import shortened

PLACEHOLDERS = ("name", "region", "accountId")
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class StateLocation:
    """A state that is stored where a spec says. Two specs share a state if their addresses are equal."""

    address: tuple[str, ...]
    path: SpecPath


@dataclass(frozen=True, slots=True)
class CloudWorkspace:
    """The workspace of HCP Terraform or Terraform Enterprise in which a spec is run; `project` is "" for the
    default one. Terraform finds the workspace without it.
    """

    hostname: str
    organization: str
    workspace: str
    project: str = ""

    def __str__(self) -> str:
        return f"{self.organization}/{self.workspace}"


def cloud_workspace(spec: ClusterSpec) -> CloudWorkspace | None:
    """Return the workspace of `terraform.backend.cloud`, with the placeholders filled in; None without one.

    The default name is shortened where a workspace cannot have it.
    """
    cloud = spec.terraform.backend.cloud
    if cloud is None:
        return None
    name = fill_in(cloud.workspace, spec)
    if cloud.workspace == DEFAULT_WORKSPACE:
        name = shortened(name, WORKSPACE_LENGTH)
    return CloudWorkspace(cloud.hostname, cloud.organization, name, cloud.project or "")


def state_location(spec: ClusterSpec, file: str) -> StateLocation | None:
    """Return where the spec in `file` stores its state; None for the default, a file of its own."""
    backend, path = spec.terraform.backend, ("terraform", "backend")
    if backend.s3:
        key = fill_in(backend.s3.key, spec)
        return StateLocation(("s3", backend.s3.bucket, key), (*path, "s3", "key"))
    if cloud := cloud_workspace(spec):
        address = ("cloud", cloud.hostname, cloud.organization, cloud.workspace)
        return StateLocation(address, (*path, "cloud", "workspace"))
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
    """Replace `{name}`, `{region}` and `{accountId}` in the key, path or workspace of a backend."""
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
