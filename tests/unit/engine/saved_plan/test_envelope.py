"""Saved plans: what goes in comes out, and nothing else is taken for one."""

from __future__ import annotations

import dataclasses
import json
import stat
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from eksgen.compiler.errors import EksgenError
from eksgen.engine.errors.run_failed import StalePlan
from eksgen.engine.plan.document import PlanDocument
from eksgen.engine.plan.fingerprint import planned_steps
from eksgen.engine.plan.result import Counts
from eksgen.engine.saved_plan.envelope import (
    LOCK,
    MANIFEST,
    PLAN,
    Envelope,
    is_envelope,
    is_expired,
    plan_again_command,
    read_envelope,
    stale_plan,
    write_envelope,
)
from eksgen.engine.saved_plan.provenance import PlanContext, Proofs, StateMark, text_digest

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
LOCK_TEXT = b"# provider lock\n"


@pytest.fixture
def envelope(recorded: Callable[[str], PlanDocument]) -> Envelope:
    about = PlanContext(
        "0.1.0", "cluster.yaml", {"cluster.yaml": "aa"}, "111122223333", "eu-west-1", "c0ffee"
    )
    made = Proofs(
        about,
        "Terraform 1.11.4",
        "5.100.0",
        False,
        "default",
        "s3",
        text_digest(LOCK_TEXT),
        {"main.tf": "bb"},
    )
    return Envelope(
        proofs=made,
        state=StateMark("1-2-3", 7),
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


def test_a_plan_comes_out_as_it_went_in(saved: Path, envelope: Envelope) -> None:
    assert is_envelope(saved)
    assert read_envelope(saved) == envelope


def test_only_its_owner_reads_it_and_no_copy_is_left(saved: Path) -> None:
    assert stat.S_IMODE(saved.stat().st_mode) == 0o600
    assert [file.name for file in saved.parent.iterdir()] == ["a.eksplan"]


def test_a_plan_replaces_a_plan_and_nothing_else(saved: Path, envelope: Envelope) -> None:
    write_envelope(saved, dataclasses.replace(envelope, plan=b"another"))
    assert read_envelope(saved).plan == b"another"
    spec = saved.with_name("cluster.yaml")
    spec.write_text("kind: Cluster\n", "utf-8")
    with pytest.raises(EksgenError, match="is no saved plan"):
        write_envelope(spec, envelope)
    assert spec.read_text("utf-8") == "kind: Cluster\n"


def test_a_folder_that_is_not_there_is_named(envelope: Envelope, tmp_path: Path) -> None:
    with pytest.raises(EksgenError, match="there is no folder"):
        write_envelope(tmp_path / "nowhere" / "a.eksplan", envelope)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (edit_manifest, "its manifest was edited"),
        (lambda m: m.update({PLAN: b"another plan"}), f"{PLAN} in it is not the one"),
        (lambda m: m.update({LOCK: b"another lock"}), f"{LOCK} in it is not the one"),
        (lambda m: m.update({MANIFEST: b"[]"}), "its manifest cannot be read"),
        (lambda m: m.update({MANIFEST: b"{" * 100_000}), "its manifest cannot be read"),
        (lambda m: m.pop(PLAN), "it is cut short or changed"),
        (lambda m: m.update({"more": b"x"}), "it holds 'more'"),
    ],
    ids=["manifest", "plan", "lock", "no-manifest", "deep", "no-plan", "more"],
)
def test_tampering_shows(saved: Path, change: Callable[[dict[str, bytes]], None], why: str) -> None:
    rewrite(saved, change)
    with pytest.raises(StalePlan) as caught:
        read_envelope(saved)
    assert caught.value.exit_code == 5
    assert why in caught.value.notes[0]


def test_every_single_changed_byte_shows(saved: Path, envelope: Envelope) -> None:
    """Also where the archive keeps its own books: what is read is what was saved, or nothing."""
    whole = saved.read_bytes()
    for place in range(0, len(whole), 7):
        saved.write_bytes(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
        try:
            assert read_envelope(saved) == envelope, place
        except EksgenError:
            continue


def test_every_truncation_shows(saved: Path) -> None:
    whole = saved.read_bytes()
    for length in range(0, len(whole), 11):
        saved.write_bytes(whole[:length])
        with pytest.raises(EksgenError):
            read_envelope(saved)


def test_a_later_format_is_refused(saved: Path) -> None:
    def later(members: dict[str, bytes]) -> None:
        raw = json.loads(members[MANIFEST])
        members[MANIFEST] = json.dumps({**raw, "version": 2}).encode()

    rewrite(saved, later)
    with pytest.raises(StalePlan, match="has plan format 2, this eksgen reads 1"):
        read_envelope(saved)


@pytest.mark.parametrize(
    "data",
    [b"", b"kind: Cluster\n", b"PK\x03\x04", b"\x00" * 1000, b"PK\x03\x04" + b"x" * 60],
    ids=["empty", "yaml", "head", "zeros", "zip"],
)
def test_other_files_are_no_plans(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "a.eksplan"
    file.write_bytes(data)
    assert not is_envelope(file)
    with pytest.raises(EksgenError, match="is not a plan that eksgen saved"):
        read_envelope(file)


def test_a_bare_terraform_plan_is_no_saved_plan(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "tfplan", "w") as archive:
        archive.writestr("tfplan", b"x")
    assert not is_envelope(tmp_path / "tfplan")
    assert not is_envelope(tmp_path)
    assert not is_envelope(tmp_path / "nothing")


def test_a_huge_file_is_looked_at_by_its_first_bytes_alone(tmp_path: Path) -> None:
    file = tmp_path / "huge"
    with file.open("wb") as stream:
        stream.truncate(1 << 40)
    assert not is_envelope(file)


def test_more_than_a_plan_can_be_is_not_unpacked(saved: Path) -> None:
    """A megabyte of zeros packs into a kilobyte; the lock file is never that large."""
    with zipfile.ZipFile(saved) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(saved, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in {**members, LOCK: b"\x00" * (2 << 20)}.items():
            archive.writestr(name, data)
    with pytest.raises(StalePlan) as caught:
        read_envelope(saved)
    assert "more of it than it should" in caught.value.notes[0]


def test_it_holds_until_it_expires(envelope: Envelope) -> None:
    assert is_expired(envelope, NOW + timedelta(hours=23, minutes=59)) == ()
    assert is_expired(envelope, NOW + timedelta(hours=24)) == (
        "it expired at 2026-11-25T12:00:00Z; it was made at 2026-11-24T12:00:00Z",
    )


def test_the_refusal_can_be_pasted(envelope: Envelope) -> None:
    rehearsed = dataclasses.replace(envelope.proofs, sandbox=True)
    ending = dataclasses.replace(envelope, destroy=True, proofs=rehearsed)
    assert stale_plan("a.eksplan", ending, ("x",)).helps == (
        "plan again, and look at it: eksgen plan cluster.yaml --sandbox --destroy -o a.eksplan",
    )


def test_what_a_plan_takes_in_is_kept_with_it_and_asked_for_again_once(
    envelope: Envelope, tmp_path: Path
) -> None:
    taking = dataclasses.replace(envelope, imports='import {\n  to = a.b\n  id = "vpc-0a1b2c"\n}\n')
    write_envelope(tmp_path / "taking.eksplan", taking)
    assert read_envelope(tmp_path / "taking.eksplan") == taking
    again = "eksgen plan cluster.yaml --import-orphans -o a.eksplan"
    assert plan_again_command("a.eksplan", taking) == again
    assert plan_again_command("a.eksplan", taking, "--import-orphans") == again
