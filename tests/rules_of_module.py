"""Modules that need version 6 of the AWS provider, where only version 5 can be run.

What a module needs is read from its own `versions.tf`. Of one that needs version 6, a copy keeps the variables with
their rules, and outputs without values; `tests/provider` holds the rest against the stored schema of version 6.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from pathlib import Path

_NEEDS_6 = re.compile(rb'version\s*=\s*"(>= 6\.\d+, < 7)"')
_OUTPUT = re.compile(rb'^output "(\w+)" \{', re.MULTILINE)
_FOR_5 = b">= 5.95, < 7"


def needs_provider_6(versions: bytes) -> bool:
    """Return whether a `versions.tf` admits version 6 of the provider only."""
    return bool(_NEEDS_6.search(versions))


def for_provider_5(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return files that version 5 can validate: folders that need version 6 are reduced, and variants left out.

    In a folder without modules, of a module or compiled, everything stands in one folder.
    """
    folders = {name.rpartition("/")[0] for name in files if name.rpartition("/")[2] == "versions.tf"}
    newer = {folder for folder in folders if needs_provider_6(files[f"{folder}/versions.tf".lstrip("/")])}
    kept: dict[str, bytes] = {}
    for name, data in files.items():
        folder, _, file = name.rpartition("/")
        if folder in newer and "modules" in folder.split("/"):
            reduced = _reduced(file, data)
            kept |= {} if reduced is None else {name: reduced}
        elif not (newer and name.endswith("_override.tf")):
            kept[name] = _older(data) if file == "versions.tf" else data
    return kept


def copy_for_provider_5(module: Path, folder: Path) -> Path:
    """Copy a module with its tests; of one that needs version 6 only its rules, and the tests of these."""
    shutil.copytree(module, folder, ignore=shutil.ignore_patterns(".terraform*"))
    if needs_provider_6((module / "versions.tf").read_bytes()):
        for path in sorted(folder.glob("*.tf")):
            data = _reduced(path.name, path.read_bytes())
            path.unlink() if data is None else path.write_bytes(data)
        for path in sorted(folder.glob("tests/*.tftest.hcl")):
            if b"assert {" in path.read_bytes():
                path.unlink()
    return folder


def _reduced(file: str, data: bytes) -> bytes | None:
    if file == "versions.tf":
        return _older(data)
    if file == "outputs.tf":
        return b"\n".join(b'output "%s" {\n  value = null\n}\n' % name for name in _OUTPUT.findall(data))
    return data if file == "variables.tf" or not file.endswith(".tf") else None


def _older(versions: bytes) -> bytes:
    match = _NEEDS_6.search(versions)
    return versions.replace(match[1], _FOR_5) if match else versions
