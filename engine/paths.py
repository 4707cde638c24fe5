"""The paths of a working folder. No other module of the engine spells the names under `.eksgen/`.

`clusters/prod.yaml` is compiled into `clusters/.eksgen/prod`, where `.eksgen/` holds the records of eksgen.
What Terraform installs and runs is in the user's cache: a checkout could bring such files.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from ..compiler.errors import EksgenError
from ..compiler.files.names import EKSGEN_FOLDER, working_folder_name

HIDDEN = EKSGEN_FOLDER
SANDBOX_OVERRIDE = "sandbox_override.tf"
LOCK_FILE = ".terraform.lock.hcl"
"""Terraform's record of its providers; the lock of the working folder is `WorkDir.lock`."""


@dataclass(frozen=True, slots=True)
class WorkDir:
    """A compiled folder that Terraform runs in."""

    path: Path

    @property
    def root(self) -> Path:
        """The folder below which nothing may be a link: the folder of the spec."""
        return self.path.parent.parent if self.path.parent.name == HIDDEN else self.path.parent

    @property
    def private(self) -> Path:
        """The folder of eksgen's own files; its owner alone can read it."""
        return self.path / HIDDEN

    @property
    def lock(self) -> Path:
        """The lock file, which names its holder."""
        return self.private / "lock"

    @property
    def kind(self) -> Path:
        """Which spec the folder is for, and whether it is for the sandbox."""
        return self.private / "kind.json"

    @property
    def killed_run(self) -> Path:
        """The holder of a lock whose process was killed."""
        return self.private / "killed"

    @property
    def applied(self) -> Path:
        """A copy of the files that were last applied."""
        return self.private / "applied"

    @property
    def apply_marker(self) -> Path:
        """Exists from the start of an apply until it succeeds."""
        return self.private / "applying"

    @property
    def terraform_data(self) -> Path:
        """Terraform's TF_DATA_DIR, in the user's cache: its providers run."""
        digest = hashlib.sha256(str(self.path.absolute()).encode("utf-8", "surrogateescape")).hexdigest()
        return cache_folder() / digest[:32]

    @property
    def init_stamp(self) -> Path:
        """The digest of the last successful init; in the data folder, so that both are removed together."""
        return self.terraform_data / "eksgen-init.sha256"

    @property
    def former_data(self) -> Path:
        """Where earlier versions kept TF_DATA_DIR; nothing in it is used."""
        return self.private / "terraform"

    @property
    def unsaved_state(self) -> Path:
        """A state that Terraform could not save to its backend."""
        return self.private / "rescued.tfstate"

    @property
    def default_state(self) -> Path:
        """The local state, where the spec names no other place."""
        return self.path / "terraform.tfstate"

    @property
    def import_blocks(self) -> Path:
        """The `import` blocks of one run; removed afterwards."""
        return self.path / "eksgen_imports.tf"


def cache_folder() -> Path:
    """Return the folder of eksgen in the user's cache. `EksgenError` if the user has no home."""
    named = Path(os.environ.get("XDG_CACHE_HOME") or ".")
    try:
        # A relative XDG_CACHE_HOME counts as unset (XDG Base Directory Specification).
        return (named if named.is_absolute() else Path.home() / ".cache") / "eksgen"
    except RuntimeError:
        raise EksgenError(
            "this user has no home folder, and so no cache",
            code="no-cache",
            helps=("set XDG_CACHE_HOME to a folder outside the repository",),
        ) from None


def workdir_of_spec(spec: Path, *, sandbox: bool) -> WorkDir:
    """Return the working folder of a spec; a sandbox has a folder of its own, and so a state of its own."""
    return WorkDir(spec.parent / HIDDEN / working_folder_name(spec.name, sandbox=sandbox))
