"""The Terraform modules that eksgen ships: their files, their overrides, their interface.

The interface (variables, outputs, which variable feeds which resource argument) is read from
`modules/interface.json`, made by `derive.py`; reading the HCL itself would cost more than a second.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parents[2] / "modules"
INTERFACE = FOLDER / "interface.json"
_VALIDATION = re.compile(rb"\n+  validation \{\n.*?\n  \}(?=\n)", re.DOTALL)


@cache
def module_files(module: str, variant: tuple[str, ...] = ()) -> Mapping[str, bytes]:
    """The files of a module's copy by name: its `.tf` files and an override file for each variant.

    A copy has no `validation` blocks: every value in it was checked with its line in the spec, and Terraform
    would make a node of its graphs for each of them, in every plan (docs/decisions/008-lean-copies.md).
    """
    folder = FOLDER / module
    found = {file.name: _VALIDATION.sub(b"", file.read_bytes()) for file in sorted(folder.glob("*.tf"))}
    for name in variant:
        found[f"{name}_override.tf"] = (folder / "overrides" / f"{name}.tf").read_bytes()
    return found


@cache
def interface() -> dict[str, Any]:
    """The parsed `modules/interface.json`."""
    loaded: dict[str, Any] = json.loads(INTERFACE.read_text(encoding="utf-8"))
    return loaded
