"""Refuse files in a working folder that Terraform would read and that eksgen did not write.

Closes: a checkout with `zz_override.tf`, `x.auto.tfvars` or `terraform.d/plugins` in the working folder.
Terraform reads such files by itself.
"""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Collection, Iterator
from pathlib import Path

from ...compiler.errors import EksgenError
from ...compiler.files.names import shown_name
from ..paths import HIDDEN, LOCK_FILE, WorkDir

_READ_BY_TERRAFORM = re.compile(
    r".*\.(tf|tofu|tfvars|hcl|tfrc)(\.json)?|terraform\.d|\.terraformrc", re.IGNORECASE
)
_SHOWN = 5


def refuse_foreign_files(workdir: WorkDir, ours: Collection[str]) -> None:
    """`EksgenError` for each file that Terraform reads and that is not in `ours`, the names just compiled."""
    foreign = sorted(set(_read_by_terraform(workdir.path)) - {*ours, LOCK_FILE})
    if foreign:
        shown = ", ".join(map(shown_name, foreign[:_SHOWN]))
        more = f" and {len(foreign) - _SHOWN} more" if len(foreign) > _SHOWN else ""
        remove = " ".join(shlex.quote(str(workdir.path / shown_name(name))) for name in foreign[:_SHOWN])
        raise EksgenError(
            f"{workdir.path} holds files that eksgen did not write",
            code="foreign-files",
            notes=(f"Terraform would read {shown}{more}", "such a file can run programs"),
            helps=(f"look at them, then remove them: rm -r {remove}",),
        )


def _read_by_terraform(folder: Path) -> Iterator[str]:
    """Yield the names of all files below a folder that Terraform reads, except in folders without modules."""
    for parent, folders, files in os.walk(folder):
        here = Path(parent).relative_to(folder)
        found = [name for name in (*folders, *files) if _READ_BY_TERRAFORM.fullmatch(name)]
        yield from ((here / name).as_posix() for name in found)
        folders[:] = [name for name in folders if name not in (HIDDEN, ".terraform", *found)]
