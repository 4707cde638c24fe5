"""The saved plan: one file with Terraform's plan and the proofs of what it was made from.

A zip archive of three members, in this order: `eksgen-plan.json` (the manifest), `terraform.tfplan` and
`terraform.lock.hcl`. The file is recognised by the first name. The manifest holds the digests of the other
two members and of itself: they reveal damage and edits, they are not a signature
(docs/decisions/006-saved-plan.md). The plan holds secrets in plain text, so only its owner can read the file.
"""

from __future__ import annotations

import io
import json
import shlex
import zipfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from ...compiler.errors import EksgenError
from ...compiler.files.decoding import NotDecoded, decode_object, decode_zip
from ...compiler.files.reading import open_named
from ...compiler.files.typed_values import flag, items, number, text, text_or_none, texts
from ...compiler.files.writing import PRIVATE_FILE, replace_named, require_replaceable
from ..errors.exceptions import StalePlan
from ..plan.fingerprint import PlannedStep, from_json, to_json
from ..plan.result import Counts
from . import cloud_proof
from .cloud_proof import CloudProof
from .provenance import PlanContext, Proofs, StateVersion, sha256_hex

VERSION, CLOUD_VERSION = 1, 2
KIND: Final = "eksgen-plan"
MANIFEST, PLAN, LOCK = "eksgen-plan.json", "terraform.tfplan", "terraform.lock.hcl"
_HEADER_SIZE = 30 + len(MANIFEST)  # a zip starts with 30 bytes and the name of its first member
_MAX_BYTES: Mapping[str, int] = {MANIFEST: 64 << 20, PLAN: 512 << 20, LOCK: 1 << 20}
_PLAN_AGAIN = ("plan again, and look at what changed: eksgen plan SPEC -o FILE.eksplan",)
_CLOCKS_DIFFER = timedelta(minutes=10)
"""How far the clocks of two machines may be apart."""
_TIME_FORMAT = "%Y-%m-%dT%H:%M:%SZ"


@dataclass(frozen=True, slots=True)
class Envelope:
    """A saved plan. Times are in UTC; `steps` is what it would do, `plan` is Terraform's plan file.

    `targets` are the addresses it was limited to, () for a whole plan. `imports` are the `import` blocks that
    it was made with. With `cloud` the plan is in HCP, and `plan` only names its run.
    """

    proofs: Proofs
    state: StateVersion
    created: datetime
    expires: datetime
    destroy: bool
    counts: Counts
    steps: tuple[PlannedStep, ...] = field(repr=False)
    plan: bytes = field(repr=False)
    lock_file: bytes = field(repr=False)
    targets: tuple[str, ...] = ()
    imports: str = ""
    cloud: CloudProof | None = None


def is_envelope(file: Path) -> bool:
    """Return whether a file is a saved plan, judged by its first bytes and not by its name."""
    try:
        return _is_envelope(file)
    except (OSError, EksgenError):
        return False


def _is_envelope(file: Path) -> bool:
    with open_named(str(file)) as stream:
        head = stream.read(_HEADER_SIZE)
    return head[:4] == b"PK\x03\x04" and head[30:] == MANIFEST.encode()


def write_envelope(target: Path, envelope: Envelope) -> None:
    """Write a saved plan atomically, with mode 0600. A file of another kind is never overwritten."""
    require_place(target)
    members = ((MANIFEST, _manifest(envelope)), (PLAN, envelope.plan), (LOCK, envelope.lock_file))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for member, data in members:
            archive.writestr(zipfile.ZipInfo(member), data)
    replace_named(target, buffer.getvalue(), PRIVATE_FILE)


def require_place(target: Path) -> None:
    """Raise `EksgenError` for a file that no plan can be saved in."""
    if target.exists() and not is_envelope(target):
        raise EksgenError(
            f"{target} exists and is not a saved plan",
            code="file-exists",
            helps=("choose another name, such as cluster.eksplan",),
        )
    require_replaceable(target)


def read_envelope(file: Path) -> Envelope:
    """Read a saved plan and check its digests. `StalePlan` if it is damaged, edited or of another version."""
    members = _members(file)
    try:
        raw = decode_object(members[MANIFEST])
        if raw["kind"] != KIND:
            raise ValueError(raw["kind"])
        version = number(raw["version"])
    except (ValueError, KeyError, TypeError):
        raise _damaged(file, "its manifest cannot be read") from None
    if version not in (VERSION, CLOUD_VERSION):
        raise StalePlan(
            f"{file} has plan format {version}, this eksgen reads {VERSION} and {CLOUD_VERSION}",
            code="stale-plan",
            helps=_PLAN_AGAIN,
        )
    if raw.pop("digest", None) != _digest(raw):
        raise _damaged(file, "its manifest was edited after it was saved")
    for member, key in ((PLAN, "plan"), (LOCK, "lockFile")):
        if (sha256_hex(members[member]) if members[member] else "") != raw.get(key):
            raise _damaged(file, f"its member {member} is not the one that was saved")
    try:
        return _envelope(raw, members[PLAN], members[LOCK])
    except (ValueError, KeyError, TypeError, AttributeError):
        raise _damaged(file, "its manifest cannot be read") from None


def expiry_reasons(envelope: Envelope, now: datetime) -> tuple[str, ...]:
    """Return why a plan is too old; () if it is not. With a clock that is late, no plan would ever be."""
    if now < envelope.created - _CLOCKS_DIFFER:
        return (
            f"it was made at {envelope.created:{_TIME_FORMAT}}, and the clock of this machine says "
            f"{now:{_TIME_FORMAT}}: one of the clocks is wrong",
        )
    if now < envelope.expires:
        return ()
    return (
        f"it expired at {envelope.expires:{_TIME_FORMAT}}; it was made at {envelope.created:{_TIME_FORMAT}}",
    )


def stale_plan(file: Path | str, envelope: Envelope, reasons: tuple[str, ...]) -> StalePlan:
    """Return the error for a saved plan that can no longer be applied, with every reason."""
    help = f"plan again, and look at the new plan: {plan_again_command(file, envelope)}"
    return StalePlan(f"{file} is stale", code="stale-plan", notes=reasons, helps=(help,))


def plan_again_command(file: Path | str, envelope: Envelope, *extra: str) -> str:
    """Return the command that replaces a saved plan by a new one, with `extra` options."""
    flags = {
        "--sandbox": envelope.proofs.sandbox,
        "--destroy": envelope.destroy,
        "--import-orphans": bool(envelope.imports),
    }
    options = dict.fromkeys((*(flag for flag, used in flags.items() if used), *extra))
    return " ".join(
        ("eksgen plan", shlex.quote(envelope.proofs.context.spec), *options, "-o", shlex.quote(str(file)))
    )


def _members(file: Path) -> dict[str, bytes]:
    if not _is_envelope(file):
        raise EksgenError(
            f"{file} is not a plan that eksgen saved",
            code="not-a-plan",
            notes=(
                "a plan saved by `terraform plan` is not applied: it has no proofs of what it was made from",
            ),
            helps=("make one: eksgen plan SPEC -o FILE.eksplan",),
        )
    try:
        with open_named(str(file)) as stream:
            return decode_zip(stream, _MAX_BYTES, others=False)
    except NotDecoded as problem:
        raise _damaged(file, str(problem)) from None


def _damaged(file: Path, why: str) -> StalePlan:
    return StalePlan(f"{file} is damaged", code="stale-plan", notes=(why,), helps=_PLAN_AGAIN)


def _manifest(envelope: Envelope) -> bytes:
    proofs, context = envelope.proofs, envelope.proofs.context
    raw: dict[str, Any] = {
        "kind": KIND,
        "version": CLOUD_VERSION if envelope.cloud else VERSION,
        "created": envelope.created.strftime(_TIME_FORMAT),
        "expires": envelope.expires.strftime(_TIME_FORMAT),
        "destroy": envelope.destroy,
        "targets": list(envelope.targets),
        "imports": envelope.imports,
        "counts": asdict(envelope.counts),
        "spec": context.spec,
        "specFiles": dict(context.files),
        "commit": context.commit,
        "account": context.account,
        "region": context.region,
        "sandbox": proofs.sandbox,
        "eksgen": context.eksgen,
        "program": proofs.program,
        "provider": proofs.provider,
        "workspace": proofs.workspace,
        "backend": proofs.backend,
        "state": {"lineage": envelope.state.lineage, "serial": envelope.state.serial},
        "folder": dict(proofs.folder),
        "lockFile": proofs.lock_file,
        "plan": sha256_hex(envelope.plan),
        "changes": to_json(envelope.steps),
    }
    if envelope.cloud:
        raw["cloud"] = cloud_proof.to_json(envelope.cloud)
    raw["digest"] = _digest(raw)
    return json.dumps(raw, indent=1, ensure_ascii=False).encode()


def _digest(raw: Mapping[str, Any]) -> str:
    return sha256_hex(json.dumps(raw, sort_keys=True, ensure_ascii=False).encode())


def _envelope(raw: Mapping[str, Any], plan: bytes, lock_file: bytes) -> Envelope:
    context = PlanContext(
        eksgen=text(raw["eksgen"]),
        spec=text(raw["spec"]),
        files=texts(raw["specFiles"]),
        account=text_or_none(raw["account"]),
        region=text(raw["region"]),
        commit=text_or_none(raw["commit"]),
    )
    proofs = Proofs(
        context=context,
        program=text(raw["program"]),
        provider=text_or_none(raw["provider"]),
        sandbox=flag(raw["sandbox"]),
        workspace=text(raw["workspace"]),
        backend=text(raw["backend"]),
        lock_file=text(raw["lockFile"]),
        folder=texts(raw["folder"]),
    )
    return Envelope(
        proofs=proofs,
        state=StateVersion(text(raw["state"]["lineage"]), number(raw["state"]["serial"])),
        created=_time(raw["created"]),
        expires=_time(raw["expires"]),
        destroy=flag(raw["destroy"]),
        counts=replace(Counts(), **{name: number(count) for name, count in raw["counts"].items()}),
        steps=from_json(raw["changes"]),
        plan=plan,
        lock_file=lock_file,
        targets=tuple(map(text, items(raw.get("targets", [])))),
        imports=text(raw.get("imports", "")),
        cloud=cloud_proof.from_json(raw["cloud"]) if raw["version"] == CLOUD_VERSION else None,
    )


def _time(written: str) -> datetime:
    return datetime.strptime(written, _TIME_FORMAT).replace(tzinfo=UTC)
