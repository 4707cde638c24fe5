"""Which findings are adopted, ignored or reverted, and which options are wrong usage."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import typer

from eksgen.commands.inputs.remediation import Remediation, remediation_options
from eksgen.commands.outputs.results import ReportTarget
from eksgen.commands.remediate import remediate
from eksgen.commands.runs.workdir import OneSpecOnly, RunOptions
from eksgen.compiler.errors import EksgenError
from eksgen.engine.drift.result import DriftClass
from eksgen.engine.remediation.ignore import NewIgnoreRule

from .conftest import GROUP, apply, changed, compiled_trace


def test_ids_may_be_shortened_unless_they_become_ambiguous(folder: Path) -> None:
    trace = compiled_trace(folder)
    findings = [changed(trace, GROUP, ("scaling_config", 0, "max_size"), live) for live in range(5, 40)]
    starts = [finding.id[0] for finding in findings]
    ambiguous = next(start for start in starts if starts.count(start) > 1)
    with pytest.raises(EksgenError, match="more than one finding begins with"):
        apply(trace, [*findings], adopt=(ambiguous,))
    with pytest.raises(EksgenError, match="there is no finding zz"):
        apply(trace, [*findings], adopt=("zz",))
    apply(trace, [findings[0]], adopt=(findings[0].id[:5],))
    assert "max: 5}" in (folder / "cluster.yaml").read_text("utf-8")


def test_a_finding_can_be_passed_once(folder: Path) -> None:
    trace = compiled_trace(folder)
    finding = changed(trace, GROUP, ("scaling_config", 0, "max_size"), 42)
    with pytest.raises(EksgenError, match="passed twice"):
        apply(trace, [finding], adopt=(finding.id,), revert=(finding.id[:6],))


def test_a_pending_edit_cannot_be_reverted(folder: Path) -> None:
    trace = compiled_trace(folder)
    finding = changed(trace, GROUP, ("scaling_config", 0, "max_size"), 4, kind=DriftClass.PENDING)
    with pytest.raises(EksgenError, match="cannot be reverted"):
        apply(trace, [finding], revert=(finding.id,))


def test_a_change_that_no_apply_reverts_cannot_be_reverted(folder: Path) -> None:
    trace = compiled_trace(folder)
    finding = changed(trace, GROUP, ("scaling_config", 0, "max_size"), 42, kept=True)
    with pytest.raises(EksgenError, match="nothing that the spec decides was changed in AWS"):
        apply(trace, [finding], revert=(finding.id,))


def test_an_unknown_id_shows_the_findings_that_count(folder: Path) -> None:
    trace = compiled_trace(folder)
    lives = range(5, 30)
    findings = [changed(trace, GROUP, ("scaling_config", 0, "max_size"), live) for live in lives]
    noise = changed(trace, GROUP, ("status",), "ACTIVE", kind=DriftClass.NOISE)
    for given, count in ((findings, 20), ([findings[0], noise], 1)):
        with pytest.raises(EksgenError, match="there is no finding zz") as caught:
            apply(trace, given, adopt=("zz",))
        assert len(caught.value.notes) == count
        assert caught.value.notes[0].startswith(f"{findings[0].id}  ")
    with pytest.raises(EksgenError) as caught:
        apply(trace, [noise], adopt=("zz",))
    assert caught.value.notes == ("there are no findings",)


def test_ids_of_another_comparison_and_reports_without_a_plan_are_wrong_usage(folder: Path) -> None:
    report = RunOptions(reports=(ReportTarget("html", Path("a.html")),))
    with pytest.raises(typer.BadParameter, match="without --against"):
        remediate(["cluster.yaml"], RunOptions(), Remediation(adopt=("a",)), against="main")
    with pytest.raises(typer.BadParameter, match="write no report"):
        remediate(["cluster.yaml"], report, Remediation(adopt=("a",)))
    with pytest.raises(EksgenError) as caught:
        remediate(["gone.yaml"], report, Remediation(revert=("a",)))
    assert caught.value.code == "no-such-file"
    for several in (["cluster.yaml", "b.yaml"], ["."]):
        with pytest.raises(OneSpecOnly):
            remediate(several, RunOptions(), Remediation(adopt=("a",)))


def test_the_last_day_of_a_rule_may_be_today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1790000000")
    remediation = remediation_options(None, ["a"], None, "why", "me", "2026-09-21", None)
    assert remediation is not None
    assert remediation.rule == NewIgnoreRule("why", "me", date(2026, 9, 21))


def test_options_that_do_not_fit_together_are_wrong_usage(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1790000000")
    for options in (
        (None, ["a"], None, None, None, None, None), (None, ["a"], None, " ", None, None, None),
        (["a"], None, None, "why", None, None, None), (["a"], None, None, None, None, None, Path("x.eksplan")),
        (None, ["a"], None, "why", None, "soon", None), (None, ["a"], None, "why", None, "2026-01-01", None),
    ):  # fmt: skip
        with pytest.raises(typer.BadParameter):
            remediation_options(*options)
    with pytest.raises(typer.BadParameter):
        remediation_options(None, None, ["a"], None, None, None, None, "base.yaml")
    assert remediation_options(None, None, None, None, None, None, None) is None
    remediation = remediation_options(None, ["a"], None, "why", None, None, None)
    assert remediation is not None
    assert remediation.rule == NewIgnoreRule("why", None, date(2026, 12, 20))
