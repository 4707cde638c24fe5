"""Find a workspace, and check that it can plan: a fitting Terraform, and the right to plan."""

from __future__ import annotations

import posixpath
import re
from pathlib import Path

from ...compiler.files.reading import read_below
from ...compiler.versions import meets_constraint
from ..source_map.place import SpecPlace, spec_place
from ..source_map.reading import read_map
from ..workdir.cloud_block import CloudTarget
from .client.api import Api, path_of
from .documents import Workspace, workspace_of
from .refusals import no_right, no_workspace, other_version

_REQUIRED = re.compile(r'^\s*required_version\s*=\s*"([^"]*)"', re.MULTILINE)
_EXACT = re.compile(r"\d+\.\d+\.\d+")


def find_workspace(api: Api, target: CloudTarget) -> Workspace:
    """Return a workspace, without creating one. `EksgenError` if the token cannot see it."""
    document = api.find(path_of("organizations", target.organization, "workspaces", target.name))
    if document is None or not document.id:
        raise no_workspace(target)
    return workspace_of(document)


def require_plans(target: CloudTarget, workspace: Workspace, folder: Path) -> None:
    """Refuse a workspace whose Terraform the spec does not accept, or in which the token may not plan."""
    required = _REQUIRED.search((read_below(folder, folder / "versions.tf") or b"").decode())
    version = workspace.version
    if required and _EXACT.fullmatch(version) and not meets_constraint(version, required[1]):
        raise other_version(target, version, required[1], _place_of_version(target, folder))
    if not workspace.may("queue-run"):
        raise no_right(target, "see but not plan")


def spec_of(folder: Path, spec_folder: str) -> str:
    """Return the file that a folder was compiled from, as the user names it; "" if that is unknown."""
    name = read_map(folder).get("spec")
    return posixpath.join(spec_folder, name) if isinstance(name, str) else ""


def _place_of_version(target: CloudTarget, folder: Path) -> SpecPlace | None:
    raw = read_map(folder).get("terraformVersion")
    return spec_place(raw, posixpath.dirname(target.spec)) if raw else None
