"""What a plan was made from: `Proofs`, and the differences between those of the plan and those of now.

A difference is one line that names both values.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ...compiler.errors import EksgenError
from ...compiler.files import typed_values
from ...compiler.files.decoding import decode_object, decode_zip
from ...compiler.files.reading import MAX_OWN_BYTES, read_below
from ..paths import HIDDEN, LOCK_FILE
from ..truncate import join_some
from ..workdir.backend import backend_kind
from ..workdir.workspace import Workspace, provider_version

_NOT_COMPILED = frozenset({HIDDEN, ".terraform", LOCK_FILE, ".gitignore", "errored.tfstate"})


@dataclass(frozen=True, slots=True)
class StateVersion:
    """A state and the version of it; a state that does not exist yet has no lineage."""

    lineage: str = ""
    serial: int = 0

    def __str__(self) -> str:
        return f"serial {self.serial} of {self.lineage}" if self.lineage else "no state yet"


@dataclass(frozen=True, slots=True)
class PlanContext:
    """What is known without the working folder. `eksgen` is its version.

    `spec` is relative to the current folder. `files` has the digest of each file of the spec, by its path
    relative to the spec.
    """

    eksgen: str
    spec: str
    files: Mapping[str, str]
    account: str | None
    region: str
    commit: str | None = None


@dataclass(frozen=True, slots=True)
class Proofs:
    """Everything that must be the same when the plan is applied. Digests are SHA-256 in hex.

    `folder` has the digest of each compiled file by its name.
    """

    context: PlanContext
    program: str
    provider: str | None
    sandbox: bool
    workspace: str
    backend: str
    lock_file: str
    folder: Mapping[str, str] = field(repr=False)


def collect_proofs(workspace: Workspace, context: PlanContext) -> Proofs:
    """Return the proofs of a compiled folder."""
    return Proofs(
        context=context,
        program="HCP" if workspace.cloud else str(workspace.program),
        provider=provider_version(workspace.folder),
        sandbox=workspace.sandbox,
        workspace=_selected_workspace(workspace),
        backend=backend_kind(workspace.folder),
        lock_file=file_digest(workspace.folder / LOCK_FILE),
        folder=_compiled_files(workspace.folder),
    )


def sha256_hex(data: bytes) -> str:
    """Return the SHA-256 of data in hex."""
    return hashlib.sha256(data).hexdigest()


def file_digest(file: Path) -> str:
    """Return the digest of a file; "" if it cannot be read."""
    try:
        data = read_below(file.parent, file, MAX_OWN_BYTES)
    except (OSError, EksgenError):
        return ""
    return "" if data is None else sha256_hex(data)


def planned_state_version(plan: Path) -> StateVersion | None:
    """Return the version of the state that a Terraform plan was made for; None if the plan does not say."""
    try:
        data = decode_zip(plan, {"tfstate": MAX_OWN_BYTES})["tfstate"]
        return read_state_version(data.decode("utf-8"))
    except (ValueError, EksgenError):
        return None


def read_state_version(text: str) -> StateVersion:
    """Return lineage and serial of a state (format 4); an empty text is a state that does not exist yet.

    `EksgenError` for anything else.
    """
    if not text.strip():
        return StateVersion()
    try:
        raw = decode_object(text)
        return StateVersion(
            typed_values.text(raw.get("lineage", "")), typed_values.number(raw.get("serial", 0))
        )
    except (ValueError, TypeError) as error:
        raise EksgenError("the state cannot be read", code="unreadable-file", notes=(str(error),)) from None


def proof_mismatches(then: Proofs, now: Proofs) -> tuple[str, ...]:
    """Return everything that differs from when the plan was made."""
    return (*_context_mismatches(then.context, now.context), *_folder_mismatches(then, now))


def state_mismatch(then: StateVersion, now: StateVersion) -> tuple[str, ...]:
    """Return why the state is not the one that the plan was made for; () if it is."""
    if then == now:
        return ()
    if then.lineage and now.lineage and then.lineage != now.lineage:
        return (f"the plan is for another state: {then}; here it is {now}",)
    written = f"the state was written after the plan: then {then}, now {now}"
    return (written, "perhaps this plan was applied already")


def _context_mismatches(then: PlanContext, now: PlanContext) -> Iterator[str]:
    yield from _spec_mismatches(then.files, now.files)
    if then.account and then.account != now.account:
        yield f"made for account {then.account}, the credentials are for {now.account or 'an unknown one'}"
    if then.region != now.region:
        yield f"made for region {then.region}, the spec now says {now.region}"
    if then.eksgen != now.eksgen:
        yield f"made by eksgen {then.eksgen}, this is {now.eksgen}"


def _spec_mismatches(then: Mapping[str, str], now: Mapping[str, str]) -> Iterator[str]:
    for name in _differing(then, now):
        if name not in now:
            yield f"{name} is no longer part of the spec"
        elif name not in then:
            yield f"{name} is now part of the spec"
        else:
            yield f"the spec changed: {name}"


def _folder_mismatches(then: Proofs, now: Proofs) -> Iterator[str]:
    if then.sandbox != now.sandbox:
        yield "made for the sandbox: pass --sandbox" if then.sandbox else "made for AWS: leave out --sandbox"
    for label, planned, current in (
        ("made by", then.program, now.program),
        ("made with AWS provider", then.provider, now.provider),
        ("made for Terraform workspace", then.workspace, now.workspace),
        ("made for a state kept in", then.backend, now.backend),
    ):
        if planned != current:
            yield f"{label} {planned}, here it is {current or 'unknown'}"
    if then.lock_file != now.lock_file:
        yield f"the provider lock file changed: {LOCK_FILE}"
    if then.sandbox != now.sandbox or then.context.files != now.context.files:
        return  # another folder, or one compiled from another spec
    if changed := _differing(then.folder, now.folder):
        yield f"the compiled folder changed: {join_some(changed, 3)}"


def _differing(then: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    """Return the sorted names whose digests differ, or that only one side has."""
    return sorted(name for name in then.keys() | now.keys() if then.get(name) != now.get(name))


def _compiled_files(folder: Path) -> dict[str, str]:
    """Return the digest of every file that Terraform reads, by its path in the folder."""
    return {
        file.relative_to(folder).as_posix(): file_digest(file)
        for file in sorted(folder.rglob("*"))
        if file.is_file()
        and file.relative_to(folder).parts[0] not in _NOT_COMPILED
        and ".tfstate" not in file.name
    }


def _selected_workspace(workspace: Workspace) -> str:
    """Return the Terraform workspace that is selected, or that of HCP."""
    if workspace.cloud:
        return f"{workspace.cloud} of {workspace.cloud.hostname}"
    try:
        file = workspace.workdir.terraform_data / "environment"
        return (read_below(file.parent, file) or b"").decode().strip() or "default"
    except (OSError, ValueError):
        return "default"
