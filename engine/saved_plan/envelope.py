"""The saved plan: one file with Terraform's plan and the proofs of what it was made from.

A zip archive of three members, in this order: `eksgen-plan.json` (the manifest), `terraform.tfplan` and
`terraform.lock.hcl`. The first name is what the file is known by. The manifest carries the digests of the
other two and one of itself: that shows damage and edits, it is no signature
(docs/decisions/006-saved-plan.md). The plan inside holds values in clear, secrets among them, so the file is
readable by its owner only.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from ...compiler.atomic_write import write_whole
from ...compiler.errors import EksgenError
from ..errors.run_failed import StalePlan
from ..plan.fingerprint import PlannedStep, from_json, to_json
from ..plan.result import Counts
from .provenance import PlanContext, Proofs, StateMark, text_digest

VERSION: Final = 1
KIND: Final = "eksgen-plan"
MANIFEST, PLAN, LOCK = "eksgen-plan.json", "terraform.tfplan", "terraform.lock.hcl"
_HEAD = 30 + len(MANIFEST)  # a zip starts with 30 bytes, then comes the name of its first member
_LARGEST: Mapping[str, int] = {MANIFEST: 64 << 20, PLAN: 512 << 20, LOCK: 1 << 20}
_AGAIN = ("plan again, and look at what changed: eksgen plan SPEC -o FILE.eksplan",)
_WHEN = "%Y-%m-%dT%H:%M:%SZ"


@dataclass(frozen=True, slots=True)
class Envelope:
    """A saved plan. Times are UTC; `steps` is what it would do, `plan` Terraform's own file.

    `targets` are the only addresses it was made for; empty for a whole plan. `imports` are the import blocks
    that were in the folder beside the compiled files.
    """

    proofs: Proofs
    state: StateMark
    created: datetime
    expires: datetime
    destroy: bool
    counts: Counts
    steps: tuple[PlannedStep, ...] = field(repr=False)
    plan: bytes = field(repr=False)
    lock_file: bytes = field(repr=False)
    targets: tuple[str, ...] = ()
    imports: str = ""


def is_envelope(file: Path) -> bool:
    """Whether a file is a saved plan, by its first bytes, whatever it is called."""
    try:
        with file.open("rb") as stream:
            head = stream.read(_HEAD)
    except (OSError, ValueError):
        return False
    return head[:4] == b"PK\x03\x04" and head[30:] == MANIFEST.encode()


def write_envelope(target: Path, envelope: Envelope) -> None:
    """Write a saved plan, whole or not at all, mode 0600. A file of another kind is never overwritten."""
    if target.exists() and not is_envelope(target):
        raise EksgenError(
            f"{target} exists and is no saved plan",
            code="file-exists",
            helps=("choose another name, such as cluster.eksplan",),
        )
    if not target.parent.is_dir():
        raise EksgenError(f"there is no folder {target.parent}", code="no-such-folder")
    members = ((MANIFEST, _manifest(envelope)), (PLAN, envelope.plan), (LOCK, envelope.lock_file))
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        for member, data in members:
            archive.writestr(zipfile.ZipInfo(member), data)
    write_whole(target, whole.getvalue(), 0o600)


def read_envelope(file: Path) -> Envelope:
    """A saved plan, its digests checked. `StalePlan` if it is damaged, edited or of another version."""
    members = _members(file)
    try:
        raw = json.loads(members[MANIFEST])
        if raw["kind"] != KIND:
            raise ValueError(raw["kind"])
        version = int(raw["version"])
    except (ValueError, KeyError, TypeError, RecursionError):
        raise _damaged(file, "its manifest cannot be read") from None
    if version != VERSION:
        raise StalePlan(
            f"{file} has plan format {version}, this eksgen reads {VERSION}", code="stale-plan", helps=_AGAIN
        )
    sealed = raw.pop("digest", None)
    if sealed != _sealed(raw):
        raise _damaged(file, "its manifest was edited after it was made")
    for member, name in ((PLAN, "plan"), (LOCK, "lockFile")):
        if (text_digest(members[member]) if members[member] else "") != raw.get(name):
            raise _damaged(file, f"{member} in it is not the one that was saved")
    try:
        return _envelope(raw, members[PLAN], members[LOCK])
    except (ValueError, KeyError, TypeError):
        raise _damaged(file, "its manifest cannot be read") from None


def is_expired(envelope: Envelope, now: datetime) -> tuple[str, ...]:
    """What is to say when the plan is too old."""
    if now < envelope.expires:
        return ()
    return (f"it expired at {envelope.expires:{_WHEN}}; it was made at {envelope.created:{_WHEN}}",)


def stale_plan(file: Path | str, envelope: Envelope, reasons: tuple[str, ...]) -> StalePlan:
    """The refusal of a saved plan, with every reason."""
    again = f"plan again, and look at it: {plan_again_command(file, envelope)}"
    return StalePlan(f"{file} no longer holds", code="stale-plan", notes=reasons, helps=(again,))


def plan_again_command(file: Path | str, envelope: Envelope, *more: str) -> str:
    """The command that makes a new plan in place of a saved one; `more` are further options of it."""
    wanted = {
        "--sandbox": envelope.proofs.sandbox,
        "--destroy": envelope.destroy,
        "--import-orphans": bool(envelope.imports),
    }
    options = dict.fromkeys((*(option for option, given in wanted.items() if given), *more))
    return " ".join(("eksgen plan", envelope.proofs.about.spec, *options, "-o", str(file)))


def _members(file: Path) -> dict[str, bytes]:
    if not file.exists():
        raise EksgenError(f"there is no file {file}", code="no-such-file")
    if not is_envelope(file):
        raise EksgenError(
            f"{file} is not a plan that eksgen saved",
            code="not-a-plan",
            notes=("only a plan with its proofs can be applied, not a bare Terraform plan",),
            helps=("make one: eksgen plan SPEC -o FILE.eksplan",),
        )
    try:
        with zipfile.ZipFile(file) as archive:
            for info in archive.infolist():
                if info.file_size > _LARGEST.get(info.filename, -1):
                    raise _damaged(file, f"it holds {info.filename!r}, or more of it than it should")
            return {member: archive.read(member) for member in _LARGEST}
    except (zipfile.BadZipFile, KeyError, EOFError, NotImplementedError, RuntimeError, OSError) as problem:
        raise _damaged(file, f"it is cut short or changed ({problem})") from None


def _damaged(file: Path, why: str) -> StalePlan:
    return StalePlan(f"{file} is damaged", code="stale-plan", notes=(why,), helps=_AGAIN)


def _manifest(envelope: Envelope) -> bytes:
    made, about = envelope.proofs, envelope.proofs.about
    raw: dict[str, Any] = {
        "kind": KIND,
        "version": VERSION,
        "created": envelope.created.strftime(_WHEN),
        "expires": envelope.expires.strftime(_WHEN),
        "destroy": envelope.destroy,
        "targets": list(envelope.targets),
        "imports": envelope.imports,
        "counts": asdict(envelope.counts),
        "spec": about.spec,
        "specFiles": dict(about.files),
        "commit": about.commit,
        "account": about.account,
        "region": about.region,
        "sandbox": made.sandbox,
        "eksgen": about.eksgen,
        "program": made.program,
        "provider": made.provider,
        "workspace": made.workspace,
        "backend": made.backend,
        "state": {"lineage": envelope.state.lineage, "serial": envelope.state.serial},
        "folder": dict(made.folder),
        "lockFile": made.lock_file,
        "plan": text_digest(envelope.plan),
        "changes": to_json(envelope.steps),
    }
    raw["digest"] = _sealed(raw)
    return json.dumps(raw, indent=1, ensure_ascii=False).encode()


def _sealed(raw: Mapping[str, Any]) -> str:
    return text_digest(json.dumps(raw, sort_keys=True, ensure_ascii=False).encode())


def _envelope(raw: Mapping[str, Any], plan: bytes, lock_file: bytes) -> Envelope:
    about = PlanContext(
        eksgen=raw["eksgen"],
        spec=raw["spec"],
        files=raw["specFiles"],
        account=raw["account"],
        region=raw["region"],
        commit=raw["commit"],
    )
    made = Proofs(
        about=about,
        program=raw["program"],
        provider=raw["provider"],
        sandbox=raw["sandbox"],
        workspace=raw["workspace"],
        backend=raw["backend"],
        lock_file=raw["lockFile"],
        folder=raw["folder"],
    )
    return Envelope(
        proofs=made,
        state=StateMark(raw["state"]["lineage"], int(raw["state"]["serial"])),
        created=_when(raw["created"]),
        expires=_when(raw["expires"]),
        destroy=raw["destroy"],
        counts=replace(Counts(), **raw["counts"]),
        steps=from_json(raw["changes"]),
        plan=plan,
        lock_file=lock_file,
        targets=tuple(raw.get("targets", ())),
        imports=str(raw.get("imports", "")),
    )


def _when(text: str) -> datetime:
    return datetime.strptime(text, _WHEN).replace(tzinfo=UTC)
