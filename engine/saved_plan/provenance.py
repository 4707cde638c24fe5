"""What a plan was made from, in figures that can be held against what is there when it is applied.

In: a working folder and what the command knows. Out: `Proofs`, and the list of mismatches between two of
them, each as one line that says what it was and what it is.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ..truncate import join_some
from ..workdir.workspace import Workspace, provider_version

LOCK_FILE = ".terraform.lock.hcl"
_NOT_COMPILED = frozenset({".eksgen", ".terraform", LOCK_FILE, ".gitignore", "errored.tfstate"})


@dataclass(frozen=True, slots=True)
class StateMark:
    """Which state, and which version of it; a state that does not exist yet has no lineage."""

    lineage: str = ""
    serial: int = 0

    def __str__(self) -> str:
        return f"serial {self.serial} of {self.lineage}" if self.lineage else "no state yet"


@dataclass(frozen=True, slots=True)
class PlanContext:
    """What the command knows: the spec with a digest of each of its files, where to, and who.

    `spec` is as seen from the folder the command runs in, the names of `files` as seen from the spec.
    """

    eksgen: str
    spec: str
    files: Mapping[str, str]
    account: str | None
    region: str
    commit: str | None = None


@dataclass(frozen=True, slots=True)
class Proofs:
    """Everything that has to be the same when a plan is applied. Digests are SHA-256 in hex."""

    about: PlanContext
    program: str
    provider: str | None
    sandbox: bool
    workspace: str
    backend: str
    lock_file: str
    folder: Mapping[str, str] = field(repr=False)


def collect_proofs(workspace: Workspace, about: PlanContext) -> Proofs:
    """The proofs of an initialised or at least compiled folder."""
    return Proofs(
        about=about,
        program=str(workspace.program),
        provider=provider_version(workspace.folder),
        sandbox=workspace.sandbox,
        workspace=_selected(workspace),
        backend=_backend(workspace.folder),
        lock_file=files_digest(workspace.folder / LOCK_FILE),
        folder=_compiled(workspace.folder),
    )


def text_digest(data: bytes) -> str:
    """SHA-256 in hex."""
    return hashlib.sha256(data).hexdigest()


def files_digest(file: Path) -> str:
    """The digest of a file, "" when it is not there."""
    try:
        return text_digest(file.read_bytes())
    except OSError:
        return ""


def state_of_plan(plan: Path) -> StateMark | None:
    """The state that a Terraform plan was made for; None when the plan does not tell."""
    try:
        with zipfile.ZipFile(plan) as archive:
            return read_state_mark(archive.read("tfstate").decode("utf-8"))
    except (OSError, KeyError, ValueError, zipfile.BadZipFile):
        return None


def read_state_mark(text: str) -> StateMark:
    """Lineage and serial of a state (format 4); an empty text is a state that does not exist yet."""
    if not text.strip():
        return StateMark()
    raw = json.loads(text)
    return StateMark(str(raw.get("lineage") or ""), int(raw.get("serial") or 0))


def proof_mismatches(made: Proofs, here: Proofs) -> tuple[str, ...]:
    """Each thing that is not as it was when the plan was made."""
    return (*_of_the_command(made.about, here.about), *_of_the_folder(made, here))


def state_mismatch(made: StateMark, here: StateMark) -> tuple[str, ...]:
    """What is to say when the state is not the one that was planned on."""
    if made == here:
        return ()
    if made.lineage and here.lineage and made.lineage != here.lineage:
        return (f"the plan is for another state: {made}; here it is {here}",)
    return (f"the state was written after the plan: at that time {made}, now {here}",)


def _of_the_command(made: PlanContext, here: PlanContext) -> Iterator[str]:
    for name in sorted(made.files.keys() | here.files.keys()):
        if made.files.get(name) != here.files.get(name):
            how = "is gone from" if name not in here.files else "is new in" if name not in made.files else ""
            yield f"{name} {how} the spec" if how else f"the spec changed: {name}"
    if made.account and made.account != here.account:
        whose = (
            f"these credentials are of {here.account}"
            if here.account
            else "whose these credentials are cannot be told"
        )
        yield f"made for account {made.account}, {whose}"
    if made.region != here.region:
        yield f"made for region {made.region}, the spec now says {here.region}"
    if made.eksgen != here.eksgen:
        yield f"made by eksgen {made.eksgen}, this is {here.eksgen}"


def _of_the_folder(made: Proofs, here: Proofs) -> Iterator[str]:
    if made.sandbox != here.sandbox:
        yield (
            "made for the sandbox: give --sandbox, too"
            if made.sandbox
            else "made for AWS: leave --sandbox out"
        )
    for what, then, now in (
        ("made by", made.program, here.program),
        ("made with AWS provider", made.provider, here.provider),
        ("made for Terraform workspace", made.workspace, here.workspace),
        ("made for a state kept in", made.backend, here.backend),
    ):
        if then != now:
            yield f"{what} {then}, here it is {now or 'unknown'}"
    if made.lock_file != here.lock_file:
        yield f"the provider lock file changed: {LOCK_FILE}"
    if made.sandbox != here.sandbox or made.about.files != here.about.files:
        return  # another folder, or one that follows from another spec
    changed = sorted(
        name
        for name in made.folder.keys() | here.folder.keys()
        if made.folder.get(name) != here.folder.get(name)
    )
    if changed:
        yield f"the compiled folder changed: {join_some(changed, 3)}"


def _compiled(folder: Path) -> dict[str, str]:
    """Every file that Terraform reads, by its path in the folder."""
    return {
        file.relative_to(folder).as_posix(): files_digest(file)
        for file in sorted(folder.rglob("*"))
        if file.is_file()
        and file.relative_to(folder).parts[0] not in _NOT_COMPILED
        and ".tfstate" not in file.name
    }


def _selected(workspace: Workspace) -> str:
    """The Terraform workspace that is selected."""
    try:
        return (workspace.workdir.terraform_data / "environment").read_text("utf-8").strip() or "default"
    except OSError:
        return "default"


def _backend(folder: Path) -> str:
    """The kind of backend: Terraform merges an override file over the compiled one."""
    found = "local"
    for name in ("backend.tf", "sandbox_override.tf"):
        try:
            text = (folder / name).read_text("utf-8")
        except OSError:
            continue
        found = text.partition('backend "')[2].partition('"')[0] or found
    return found
