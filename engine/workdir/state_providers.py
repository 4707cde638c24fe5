"""Refuse a state or lock file that names a provider which eksgen does not use.

Closes: a state that chooses providers. `terraform init` installs every provider that a state names, and the
next plan starts it. A remote state is read only by Terraform; init then writes its providers into the lock
file, which is checked before anything is started.

Only what Terraform itself writes is accepted. It reads more than that, such as a comment behind a provider or
before a block, and two readers of one file could see different providers.
"""

from __future__ import annotations

import re
import shlex
from pathlib import Path

from ...compiler.errors import EksgenError
from ...compiler.files.decoding import NotDecoded
from ...compiler.files.names import shown_name
from ...compiler.files.reading import read_below
from ..paths import LOCK_FILE, WorkDir
from ..terraform.unsaved_state import MAX_STATE_BYTES, decode_state, find_unsaved_state
from .backend import BACKEND_FILE

_OURS = frozenset(
    {
        "registry.terraform.io/hashicorp/aws",
        "registry.opentofu.org/hashicorp/aws",
        "terraform.io/builtin/terraform",
    }
)
_SOURCE = re.compile(r'(?:module\.[\w-]+\.)*provider\["([^"\\]+)"\](?:\.[\w-]+)?')
_BLOCK = re.compile(r'provider "([^"\\]+)" \{\r?')
_IN_MESSAGE = re.compile(
    r'\b(?:provider|installing|named)\s+"?((?:[\w.-]+/)?[\w-]+/[\w-]+)(?![\w/-])', re.IGNORECASE
)
USE_ITS_STATE = "use the state that belongs to the spec, or restore a copy of it"


def refuse_foreign_providers(workdir: WorkDir, local_state: Path) -> None:
    """`EksgenError` if the lock file or a local state names another provider, or if a state is broken.

    A broken state is no error if the next command replaces it with one that could not be saved.
    """
    lock = workdir.path / LOCK_FILE
    text = (read_below(workdir.root, lock) or b"").decode("utf-8", errors="replace")
    if foreign := sorted(_locked(text) - _OURS):
        raise _foreign(lock, foreign, f"remove it, and check the state: rm {shlex.quote(str(lock))}")
    unsaved = find_unsaved_state(workdir.path)
    for state in {local_state, workdir.default_state, unsaved or local_state}:
        providers = _providers(state)
        if (providers is None or _lost(workdir, state)) and unsaved is None:
            raise broken_state(state)
        if foreign := sorted((providers or set()) - _OURS):
            raise _foreign(state, foreign, USE_ITS_STATE)


def _lost(workdir: WorkDir, state: Path) -> bool:
    """Return whether the local state is empty after an apply; with a backend, the state is elsewhere."""
    has_backend = (workdir.path / BACKEND_FILE).exists()
    is_ours = state == workdir.default_state and workdir.applied.exists() and not has_backend
    return is_ours and read_below(state.parent, state, MAX_STATE_BYTES) == b""


def foreign_providers_in(message: str) -> list[str]:
    """Return the providers in an error of `terraform init` that eksgen does not use."""
    names = (
        name if name.count("/") > 1 else f"registry.terraform.io/{name}"
        for name in _IN_MESSAGE.findall(message)
    )
    return sorted({name.lower() for name in names} - _OURS)


def _locked(text: str) -> set[str]:
    """Return the source of each provider of a lock file; of any other line, the line."""
    lines = (line for line in text.split("\n") if "provider" in line)
    return {found.group(1) if (found := _BLOCK.fullmatch(line)) else line.strip() for line in lines}


def _providers(state: Path) -> set[str] | None:
    """Return the source of the provider of each resource in a state; None if it is no state."""
    data = read_below(state.parent, state, MAX_STATE_BYTES)
    if not data:
        return set()
    try:
        return {_source(str(resource["provider"])) for resource in decode_state(data)["resources"]}
    except (NotDecoded, KeyError):
        return None


def _source(name: str) -> str:
    found = _SOURCE.fullmatch(name)
    return found.group(1) if found else name


def broken_state(state: Path) -> EksgenError:
    """Return the error for a file that should hold a state and does not."""
    backup = state.with_name(f"{state.name}.backup")
    file, copy = shlex.quote(str(state)), shlex.quote(str(backup))
    found = f"restore the state before the last change: cp {copy} {file}"
    return EksgenError(
        f"the state {shown_name(str(state))} cannot be read: it is not a state of Terraform, or is cut off",
        code="broken-state",
        notes=("without the state, everything would be created a second time",),
        helps=(
            found
            if backup.is_file() and _providers(backup) is not None
            else "restore it from a backup of yours",
            "without a backup, move it away, and let a plan with `--import-orphans` find what exists: "
            f"mv {file} {file}.broken",
        ),
    )


def _foreign(file: Path, foreign: list[str], way_out: str) -> EksgenError:
    return EksgenError(
        f"{shown_name(str(file))} names a provider that eksgen does not use",
        code="foreign-provider",
        notes=(
            f"it names {', '.join(map(shown_name, foreign[:5]))}",
            "Terraform would install it and run it with your credentials",
        ),
        helps=(way_out,),
    )
