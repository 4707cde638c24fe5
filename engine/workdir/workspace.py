"""A compiled folder that is ready to run in: which Terraform, which provider source, which environment."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ...compiler.emit.provider_lock import is_by_eksgen
from ...compiler.files.reading import read_below
from ..paths import LOCK_FILE, WorkDir
from ..terraform.binary import BinaryKind, TerraformBinary, find_terraform
from ..terraform.environment import child_environment
from ..terraform.providers import (
    DEFAULT_CONSTRAINT,
    REGISTRY_ONLY,
    Providers,
    find_providers,
    has_cli_config,
)
from .cloud_block import CloudTarget, read_cloud_block

_INIT_LINES = re.compile(r'^\s*(module\s+"|source\s*=|version\s*=)')


REMOTE_PROGRAM = TerraformBinary((), BinaryKind.REMOTE, "")
"""Stands for the Terraform of a workspace in HCP."""


@dataclass(frozen=True, slots=True)
class Workspace:
    """Where and with what Terraform runs.

    `environment` is already cleaned for Terraform; `spec_folder` is the folder of the spec as the user names
    it, "" for the current one. `cluster`, `region` and `account` are what the folder was compiled for, "" if
    unknown. `local_state` is the file of the state, from the folder, where no other backend keeps it.
    `profile` and `role` are the AWS profile and the IAM role of the spec, "" for none. With `cloud`, HCP
    keeps the state; as its workspace may run Terraform too, `program` is none until that is known, and
    `named_program` the one that the user named.
    """

    folder: Path
    program: TerraformBinary
    providers: Providers
    environment: Mapping[str, str]
    interface: Path | None = None
    sandbox: bool = False
    spec_folder: str = ""
    cluster: str = ""
    region: str = ""
    account: str = ""
    local_state: str = "terraform.tfstate"
    profile: str = ""
    role: str = ""
    cloud: CloudTarget | None = None
    named_program: str | None = None

    @property
    def workdir(self) -> WorkDir:
        """The folder with its paths."""
        return WorkDir(self.folder)

    @property
    def stamp(self) -> Path:
        """The digest of the last successful init."""
        return self.workdir.init_stamp


def open_workspace(
    folder: Path,
    *,
    terraform: str | None = None,
    plugin_dir: str | None = None,
    environ: Mapping[str, str] = os.environ,
    sandbox: bool = False,
) -> Workspace:
    """Find Terraform and the provider for a compiled folder; what it was compiled for stays unknown.

    `environ` is the whole environment for Terraform (in a sandbox: the sandbox's). `EksgenError` if there is
    no usable Terraform, or if a mirror that the user named has no provider. A folder for HCP needs neither.
    """
    folder = folder.absolute()
    cloud = None if sandbox else read_cloud_block(folder)
    program = REMOTE_PROGRAM if cloud else find_terraform(terraform, environ)
    locked = None if program.kind is BinaryKind.OPENTOFU else locked_version(folder)
    providers = find_providers(
        plugin_dir,
        environ,
        constraint=locked or aws_constraint(folder),
        kind=program.kind,
        locked=locked is not None,
    )
    environment = child_environment(environ, WorkDir(folder).terraform_data)
    if providers.plugin_dir is None and not has_cli_config(environ):
        environment["TF_CLI_CONFIG_FILE"] = str(REGISTRY_ONLY)
    return Workspace(
        folder,
        program,
        providers,
        environment,
        sandbox=sandbox,
        cloud=cloud,
        named_program=terraform,
    )


def aws_constraint(folder: Path) -> str:
    """Return the version constraint on hashicorp/aws in the compiled folder."""
    text = _text(folder / "versions.tf")
    found = re.search(r'\baws\s*=\s*\{[^}]*?\bversion\s*=\s*"([^"]*)"', text, re.DOTALL)
    return found.group(1) if found else DEFAULT_CONSTRAINT


def locked_version(folder: Path) -> str | None:
    """Return the version of the AWS provider that the lock file of the spec pins, None if it pins none."""
    pinned = is_by_eksgen(_text(folder / LOCK_FILE).encode())
    return provider_version(folder) if pinned else None


def provider_version(folder: Path) -> str | None:
    """Return the version of the AWS provider in the lock file."""
    text = _text(folder / LOCK_FILE)
    found = re.search(r'provider "[^"]*/hashicorp/aws" \{[^}]*?version\s*=\s*"([^"]*)"', text, re.DOTALL)
    return found.group(1) if found else None


def init_digest(workspace: Workspace, backend: bool) -> str:
    """Return a digest of what init depends on: module sources and versions, `terraform` blocks, lock file,
    mirror, program."""
    digest = hashlib.sha256()
    for part in (*workspace.program.argv, workspace.program.version, workspace.providers.plugin_dir, backend):
        digest.update(f"{part}\0".encode())
    hidden = workspace.workdir.private
    for file in sorted(workspace.folder.rglob("*.tf")):
        if hidden not in file.parents and ".terraform" not in file.parts:
            digest.update(f"{file.relative_to(workspace.folder)}\0{_relevant(_text(file))}\0".encode())
    digest.update(_text(workspace.folder / LOCK_FILE).encode())
    return digest.hexdigest()


def _relevant(text: str) -> str:
    """Return the lines of a file that init reads; the whole file if it has a `terraform` block."""
    if re.search(r"^\s*terraform\s*\{", text, re.MULTILINE):
        return text
    return "\n".join(line for line in text.splitlines() if _INIT_LINES.match(line))


def _text(file: Path) -> str:
    try:
        return (read_below(file.parent, file) or b"").decode("utf-8", errors="replace")
    except OSError:
        return ""
