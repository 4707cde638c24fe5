"""Which backend keeps the state of a compiled folder."""

from __future__ import annotations

import re
from pathlib import Path

from ...compiler.files.reading import read_below
from ..paths import SANDBOX_OVERRIDE

BACKEND_FILE = "backend.tf"
CLOUD = "cloud"
_BLOCK = re.compile(r'^  (?:backend "([^"]*)"|(cloud)) \{', re.MULTILINE)


def backend_kind(folder: Path) -> str:
    """Return the type of the backend, `CLOUD` for the `cloud` block; an override file takes precedence, as in
    Terraform."""
    kind = "local"
    for name in (BACKEND_FILE, SANDBOX_OVERRIDE):
        text = (read_below(folder, folder / name) or b"").decode("utf-8", "replace")
        if found := _BLOCK.search(text):
            kind = found.group(1) or CLOUD
    return kind
