"""The paths of a working folder. No other module of the engine spells the names under `.eksgen/`.

`clusters/prod.yaml` is compiled into `clusters/.eksgen/prod`. Inside it, `.eksgen/` holds what belongs to
eksgen and its Terraform, so that a plain `terraform` run in the same folder does not share a data folder.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

HIDDEN = ".eksgen"


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
        """Terraform's TF_DATA_DIR."""
        return self.private / "terraform"

    @property
    def unsaved_state(self) -> Path:
        """A state that Terraform could not save to its backend."""
        return self.private / "rescued.tfstate"

    @property
    def import_blocks(self) -> Path:
        """The `import` blocks of one run; removed afterwards."""
        return self.path / "eksgen_imports.tf"


def workdir_of_spec(spec: Path, *, sandbox: bool) -> WorkDir:
    """Return the working folder of a spec; a sandbox has a folder of its own, and so a state of its own."""
    name = spec.stem if spec.suffix == ".yaml" else spec.name
    return WorkDir(spec.parent / HIDDEN / (f"{name}.sandbox" if sandbox else name))
