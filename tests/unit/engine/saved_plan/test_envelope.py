"""Saved plans: what was saved is read back, and no other file counts as a saved plan."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import random
import stat
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from eksgen.compiler.errors import EksgenError
from eksgen.compiler.paths import attribute_text
from eksgen.engine.errors.exceptions import StalePlan
from eksgen.engine.plan.document import PlanDocument
from eksgen.engine.plan.fingerprint import AttributeStep, PlannedStep, plan_deviations, planned_steps
from eksgen.engine.plan.result import Action, Counts
from eksgen.engine.saved_plan.cloud_proof import CloudProof, cloud_mismatches
from eksgen.engine.saved_plan.envelope import (
    LOCK,
    MANIFEST,
    PLAN,
    Envelope,
    expiry_reasons,
    is_envelope,
    plan_again_command,
    read_envelope,
    stale_plan,
    write_envelope,
)
from eksgen.engine.saved_plan.provenance import (
    PlanContext,
    Proofs,
    StateVersion,
    proof_mismatches,
    sha256_hex,
    state_mismatch,
)

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
LOCK_TEXT = b"# provider lock\n"


@pytest.fixture
def envelope(recorded: Callable[[str], PlanDocument]) -> Envelope:
    context = PlanContext(
        "0.1.0", "cluster.yaml", {"cluster.yaml": "aa"}, "111122223333", "eu-west-1", "c0ffee"
    )
    proofs = Proofs(
        context,
        "Terraform 1.11.4",
        "5.100.0",
        False,
        "default",
        "s3",
        sha256_hex(LOCK_TEXT),
        {"main.tf": "bb"},
    )
    return Envelope(
        proofs=proofs,
        state=StateVersion("1-2-3", 7),
        created=NOW,
        expires=NOW + timedelta(hours=24),
        destroy=False,
        counts=Counts(update=1),
        steps=planned_steps(recorded("drift_max")),
        plan=b"PK the plan",
        lock_file=LOCK_TEXT,
    )


@pytest.fixture
def saved(envelope: Envelope, tmp_path: Path) -> Path:
    write_envelope(tmp_path / "a.eksplan", envelope)
    return tmp_path / "a.eksplan"


def rewrite(file: Path, change: Callable[[dict[str, bytes]], None]) -> None:
    with zipfile.ZipFile(file) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)


def edit_manifest(members: dict[str, bytes]) -> None:
    raw = json.loads(members[MANIFEST])
    raw["expires"] = "2099-01-01T00:00:00Z"
    members[MANIFEST] = json.dumps(raw).encode()


def test_a_saved_plan_is_read_back_unchanged(saved: Path, envelope: Envelope) -> None:
    assert is_envelope(saved)
    assert read_envelope(saved) == envelope


def test_only_its_owner_can_read_it_and_no_copy_is_left(saved: Path) -> None:
    assert stat.S_IMODE(saved.stat().st_mode) == 0o600
    assert [file.name for file in saved.parent.iterdir()] == ["a.eksplan"]


def test_a_saved_plan_replaces_a_saved_plan_and_no_other_file(saved: Path, envelope: Envelope) -> None:
    write_envelope(saved, dataclasses.replace(envelope, plan=b"another"))
    assert read_envelope(saved).plan == b"another"
    spec = saved.with_name("cluster.yaml")
    spec.write_text("kind: Cluster\n", "utf-8")
    with pytest.raises(EksgenError, match="is not a saved plan"):
        write_envelope(spec, envelope)
    assert spec.read_text("utf-8") == "kind: Cluster\n"


def test_a_missing_folder_is_named_in_the_error(envelope: Envelope, tmp_path: Path) -> None:
    with pytest.raises(EksgenError, match="there is no folder"):
        write_envelope(tmp_path / "nowhere" / "a.eksplan", envelope)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (edit_manifest, "its manifest was edited"),
        (lambda m: m.update({PLAN: b"another plan"}), f"its member {PLAN} is not the one"),
        (lambda m: m.update({LOCK: b"another lock"}), f"its member {LOCK} is not the one"),
        (lambda m: m.update({MANIFEST: b"[]"}), "its manifest cannot be read"),
        (lambda m: m.update({MANIFEST: b"{" * 100_000}), "its manifest cannot be read"),
        (lambda m: m.pop(PLAN), "it is truncated or was edited"),
        (lambda m: m.update({"more": b"x"}), "unknown member 'more'"),
    ],
    ids=["manifest", "plan", "lock", "no-manifest", "deep", "no-plan", "more"],
)
def test_tampering_is_detected(saved: Path, change: Callable[[dict[str, bytes]], None], why: str) -> None:
    rewrite(saved, change)
    with pytest.raises(StalePlan) as caught:
        read_envelope(saved)
    assert caught.value.exit_code == 5
    assert why in caught.value.notes[0]


def test_every_changed_byte_is_detected_or_harmless(saved: Path, envelope: Envelope) -> None:
    """A change in the metadata of the archive may be harmless: then the plan is read as it was saved."""
    data = saved.read_bytes()
    for position in range(0, len(data), 7):
        saved.write_bytes(data[:position] + bytes([data[position] ^ 0xFF]) + data[position + 1 :])
        try:
            assert read_envelope(saved) == envelope, position
        except EksgenError:
            continue


def test_every_truncation_is_detected(saved: Path) -> None:
    data = saved.read_bytes()
    for length in range(0, len(data), 11):
        saved.write_bytes(data[:length])
        with pytest.raises(EksgenError):
            read_envelope(saved)


WRONG: tuple[Any, ...] = (
    None, True, 0, -1, 1.5, "", "x" * 3000, "\x1b[31m", [], {}, [[]], [1], {"a": 1}, {"a": "x"}, "2",
)  # fmt: skip
"""Values of other types, also for what has a type that is right by chance."""


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Each list or object of a manifest with each of its keys."""
    for key in list(value) if isinstance(value, dict) else range(len(value)):
        yield value, key
        if isinstance(value[key], (dict, list)):
            yield from places(value[key])


def test_a_manifest_of_a_stranger_is_refused_or_compared_as_any_other(
    saved: Path, envelope: Envelope
) -> None:
    """The digests are no signature: whoever writes a manifest gives it the one that fits."""
    cloud = CloudProof("h", "o", "ws-1", "run-1", "cv-1", "aa", "sv-1", 3)
    step = PlannedStep("a.b", "", Action.UPDATE, (AttributeStep(("a", 0), "x", "y"),))
    full = dataclasses.replace(envelope, cloud=cloud, steps=(step,), targets=("a.b",))
    write_envelope(saved, full)
    raw = json.loads(zipfile.ZipFile(saved).read(MANIFEST))
    del raw["digest"]
    choose = random.Random(0)
    for holder, key in list(places(raw)):
        kept = holder[key]
        for wrong in choose.sample(WRONG, 4):
            holder[key] = wrong
            digest = sha256_hex(json.dumps(raw, sort_keys=True, ensure_ascii=False).encode())
            manifest = json.dumps({**raw, "digest": digest}).encode()
            rewrite(saved, partial(dict.update, **{MANIFEST: manifest}))
            with contextlib.suppress(StalePlan):
                use(read_envelope(saved), full)
        holder[key] = kept


OF_EACH_TYPE: tuple[Any, ...] = (None, True, 1, "x", [])
NULLABLE = frozenset({"account", "commit", "provider", "inputStateVersion"})


def test_a_value_of_another_type_is_damage_wherever_it_is(saved: Path, envelope: Envelope) -> None:
    cloud = CloudProof("h", "o", "ws-1", "run-1", "cv-1", "aa", "sv-1", 3)
    step = PlannedStep("a.b", "", Action.UPDATE, (AttributeStep(("a",), "x", "y"),))
    write_envelope(saved, dataclasses.replace(envelope, cloud=cloud, steps=(step,), targets=("a.b",)))
    raw = json.loads(zipfile.ZipFile(saved).read(MANIFEST))
    del raw["digest"]
    steps_of_path = raw["changes"][0]["attributes"][0]["path"]
    for holder, key in list(places(raw)):
        kept = holder[key]
        for wrong in OF_EACH_TYPE:
            if (
                type(wrong) is type(kept)
                or (wrong is None and key in NULLABLE)
                or (type(wrong) is int and holder is steps_of_path)
            ):
                continue
            holder[key] = wrong
            digest = sha256_hex(json.dumps(raw, sort_keys=True, ensure_ascii=False).encode())
            manifest = json.dumps({**raw, "digest": digest}).encode()
            rewrite(saved, partial(dict.update, **{MANIFEST: manifest}))
            with pytest.raises(StalePlan) as caught:
                read_envelope(saved)
            assert caught.value.message.endswith("is damaged") or key == "version", (key, wrong)
        holder[key] = kept


def use(read: Envelope, own: Envelope) -> None:
    """Do with a saved plan what applying it does before anything is changed."""
    reasons = (
        *expiry_reasons(read, NOW),
        *proof_mismatches(read.proofs, own.proofs),
        *state_mismatch(read.state, own.state),
        *(attribute_text(found.path) for found in plan_deviations(read.steps, own.steps)),
        *(cloud_mismatches(read.cloud, own.cloud) if read.cloud and own.cloud else ()),
    )
    assert all(isinstance(reason, str) for reason in reasons)
    assert str(stale_plan("a.eksplan", read, reasons))
    assert Path(read.proofs.context.spec)
    assert read.imports.encode() is not None


def test_a_later_format_is_refused(saved: Path) -> None:
    def raise_version(members: dict[str, bytes]) -> None:
        raw = json.loads(members[MANIFEST])
        members[MANIFEST] = json.dumps({**raw, "version": 3}).encode()

    rewrite(saved, raise_version)
    with pytest.raises(StalePlan, match="has plan format 3, this eksgen reads 1 and 2"):
        read_envelope(saved)


@pytest.mark.parametrize(
    "data",
    [b"", b"kind: Cluster\n", b"PK\x03\x04", b"\x00" * 1000, b"PK\x03\x04" + b"x" * 60],
    ids=["empty", "yaml", "head", "zeros", "zip"],
)
def test_other_files_are_not_saved_plans(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "a.eksplan"
    file.write_bytes(data)
    assert not is_envelope(file)
    with pytest.raises(EksgenError, match="is not a plan that eksgen saved"):
        read_envelope(file)


def test_a_plan_of_terraform_is_not_a_saved_plan(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "tfplan", "w") as archive:
        archive.writestr("tfplan", b"x")
    assert not is_envelope(tmp_path / "tfplan")
    assert not is_envelope(tmp_path)
    assert not is_envelope(tmp_path / "nothing")


def test_a_huge_file_is_judged_by_its_first_bytes_alone(tmp_path: Path) -> None:
    file = tmp_path / "huge"
    with file.open("wb") as stream:
        stream.truncate(1 << 40)
    assert not is_envelope(file)


def test_a_member_that_is_too_large_is_not_unpacked(saved: Path) -> None:
    """A megabyte of zeros is compressed to a kilobyte; a real lock file is never that large."""
    with zipfile.ZipFile(saved) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(saved, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in {**members, LOCK: b"\x00" * (2 << 20)}.items():
            archive.writestr(name, data)
    with pytest.raises(StalePlan) as caught:
        read_envelope(saved)
    assert "too large" in caught.value.notes[0]


def test_a_plan_can_be_applied_until_it_expires(envelope: Envelope) -> None:
    assert expiry_reasons(envelope, NOW + timedelta(hours=23, minutes=59)) == ()
    assert expiry_reasons(envelope, NOW + timedelta(hours=24)) == (
        "it expired at 2026-11-25T12:00:00Z; it was made at 2026-11-24T12:00:00Z",
    )


def test_a_plan_from_the_future_is_stale(envelope: Envelope) -> None:
    assert expiry_reasons(envelope, NOW - timedelta(minutes=10)) == ()
    assert expiry_reasons(envelope, NOW - timedelta(days=1)) == (
        "it was made at 2026-11-24T12:00:00Z, and the clock of this machine says 2026-11-23T12:00:00Z: one of"
        " the clocks is wrong",
    )


def test_the_command_to_plan_again_can_be_pasted(envelope: Envelope) -> None:
    in_sandbox = dataclasses.replace(envelope.proofs, sandbox=True)
    destroy = dataclasses.replace(envelope, destroy=True, proofs=in_sandbox)
    assert stale_plan("a.eksplan", destroy, ("x",)).helps == (
        "plan again, and look at the new plan: eksgen plan cluster.yaml --sandbox --destroy -o a.eksplan",
    )


def test_import_blocks_are_saved_with_the_plan_and_requested_again_once(
    envelope: Envelope, tmp_path: Path
) -> None:
    with_imports = dataclasses.replace(envelope, imports='import {\n  to = a.b\n  id = "vpc-0a1b2c"\n}\n')
    write_envelope(tmp_path / "imports.eksplan", with_imports)
    assert read_envelope(tmp_path / "imports.eksplan") == with_imports
    again = "eksgen plan cluster.yaml --import-orphans -o a.eksplan"
    assert plan_again_command("a.eksplan", with_imports) == again
    assert plan_again_command("a.eksplan", with_imports, "--import-orphans") == again
