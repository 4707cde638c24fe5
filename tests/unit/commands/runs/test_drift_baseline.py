"""What `drift --against` compares the cloud with."""

from __future__ import annotations

import subprocess
from datetime import date
from pathlib import Path

import pytest

from eksgen.commands.runs.drift_baseline import compiled_baseline, drift_rules_of, with_current_lines
from eksgen.commands.runs.workdir import make_workdir
from eksgen.compiler.emit.write import write_folder
from eksgen.compiler.errors import EksgenError
from eksgen.compiler.pipeline import Checked, check_file, compile_spec
from eksgen.engine.addresses import parse_address
from eksgen.engine.drift.result import DriftClass, DriftFinding, DriftResult
from eksgen.engine.plan.result import RunSubject
from eksgen.engine.source_map.place import SpecPlace
from eksgen.engine.workdir.last_applied import record_applied

SPEC = """apiVersion: eksgen/v1alpha1
kind: Cluster
metadata: {name: demo, region: us-west-2}
kubernetes: {version: "1.35"}
access: {admins: [arn:aws:iam::111122223333:role/Admin]}
logs: {retentionDays: 90}
nodeGroups: {web: {}}
"""
FILE = "cluster.yaml"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path(FILE).write_text(SPEC, "utf-8")
    return tmp_path


def spec(old: str = "", new: str = "") -> Checked:
    Path(FILE).write_text(SPEC.replace(old, new) if old else SPEC, "utf-8")
    checked = check_file(FILE, date(2026, 10, 2))
    assert not checked.failed
    return checked


def git(*arguments: str) -> None:
    identity = ("-c", "user.name=a", "-c", "user.email=a@example.com")
    subprocess.run(["git", *identity, *arguments], check=True, capture_output=True)


def main_tf(against: str, current: Checked) -> str:
    return compiled_baseline(against, FILE, current, sandbox=False).files["main.tf"].decode()


def test_by_default_it_is_the_current_file() -> None:
    assert "retention_days = 90" not in main_tf("", spec("90", "30"))


def test_applied_is_what_the_last_apply_recorded() -> None:
    workdir = make_workdir(FILE, sandbox=False)
    write_folder(workdir.path, compile_spec(spec()).files)
    record_applied(workdir)
    assert "retention_days = 90" in main_tf("applied", spec("90", "30"))


def test_before_the_first_apply_the_error_suggests_other_baselines() -> None:
    with pytest.raises(EksgenError) as raised:
        main_tf("applied", spec())
    assert raised.value.code == "nothing-applied"
    assert any("--against main" in text for text in raised.value.helps)


def test_a_revision_is_the_spec_at_that_revision() -> None:
    git("init", "-q")
    git("add", FILE)
    git("commit", "-q", "-m", "first")
    assert "retention_days = 90" in main_tf("HEAD", spec("90", "30"))


def test_a_revision_with_errors_names_the_first() -> None:
    Path(FILE).write_text(SPEC.replace("us-west-2", "us-west-22"), "utf-8")
    git("init", "-q")
    git("add", FILE)
    git("commit", "-q", "-m", "first")
    with pytest.raises(EksgenError) as raised:
        main_tf("HEAD", spec())
    assert "has errors" in raised.value.message
    assert "us-west-22" in raised.value.notes[0]


def test_rules_and_lines_are_those_of_the_current_file() -> None:
    rule = "drift: {failOn: high, ignore: [{path: logs.retentionDays, reason: x}]}\n"
    current = spec("kind: Cluster\n", f"kind: Cluster\n# another line\n{rule}")
    assert [ignored.text for ignored in drift_rules_of(current, FILE).ignore] == ["logs.retentionDays"]
    place = SpecPlace(("logs", "retentionDays"), FILE, 6, 23)
    finding = DriftFinding("0" * 12, DriftClass.CHANGED_OUTSIDE, parse_address("aws_x.y"), ("a",), spec=place)
    (moved,) = with_current_lines(DriftResult(RunSubject(), (finding,), against="applied"), current).findings
    assert moved.spec is not None
    assert (moved.spec.line, moved.spec.path) == (8, place.path)
    assert with_current_lines(DriftResult(RunSubject(), (finding,)), current).findings == (finding,)
