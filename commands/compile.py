"""`eksgen compile`: a spec to a Terraform folder that needs no eksgen."""

from __future__ import annotations

import sys
from pathlib import Path

from ..compiler.emit import write_folder
from .spec import compiled


def compile(file: str, target: Path) -> int:
    """Write the folder; says how much of it changed."""
    files = compiled(file).files
    changed = write_folder(target, files)
    sys.stdout.write(f"{target}: {len(files)} files, {len(changed)} changed\n")
    return 0
