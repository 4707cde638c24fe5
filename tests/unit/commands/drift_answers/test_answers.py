"""Which finding gets which answer, and what is wrong usage."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import typer

from eksgen.commands.drift_answers import Remediation, apply_remediation, remediation_of
from eksgen.commands.runs.workdir import RunOptions
from eksgen.compiler.errors import EksgenError
from eksgen.engine.drift.result import DriftClass
from eksgen.engine.remediation.ignore import NewIgnoreRule

from .conftest import GROUP, changed, result, traced


def test_ids_may_be_cut_short_but_not_ambiguous(folder: Path) -> None:
    trace = traced(folder)
    findings = [changed(trace, GROUP, ("scaling_config", 0, "max_size"), live) for live in range(5, 40)]
    starts = [finding.id[0] for finding in findings]
    twice = next(one for one in starts if starts.count(one) > 1)
    with pytest.raises(EksgenError, match="more than one finding begins with"):
        apply_remediation("cluster.yaml", RunOptions(), result(*findings), trace, Remediation(adopt=(twice,)))
    with pytest.raises(EksgenError, match="there is no finding zz"):
        apply_remediation("cluster.yaml", RunOptions(), result(*findings), trace, Remediation(adopt=("zz",)))
    apply_remediation(
        "cluster.yaml", RunOptions(), result(findings[0]), trace, Remediation(adopt=(findings[0].id[:5],))
    )
    assert "max: 5}" in (folder / "cluster.yaml").read_text("utf-8")


def test_one_finding_gets_one_answer(folder: Path) -> None:
    trace = traced(folder)
    finding = changed(trace, GROUP, ("scaling_config", 0, "max_size"), 42)
    with pytest.raises(EksgenError, match="answered twice"):
        apply_remediation(
            "cluster.yaml",
            RunOptions(),
            result(finding),
            trace,
            Remediation(adopt=(finding.id,), revert=(finding.id[:6],)),
        )


def test_an_edit_that_waits_is_not_reverted(folder: Path) -> None:
    trace = traced(folder)
    finding = changed(trace, GROUP, ("scaling_config", 0, "max_size"), 4, kind=DriftClass.PENDING)
    with pytest.raises(EksgenError, match="cannot be reverted"):
        apply_remediation(
            "cluster.yaml", RunOptions(), result(finding), trace, Remediation(revert=(finding.id,))
        )


def test_options_that_do_not_fit_are_wrong_usage(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1790000000")
    for given in (
        (None, ["a"], None, None, None, None, None), (None, ["a"], None, " ", None, None, None),
        (["a"], None, None, "why", None, None, None), (["a"], None, None, None, None, None, Path("x.eksplan")),
        (None, ["a"], None, "why", None, "soon", None), (None, ["a"], None, "why", None, "2026-01-01", None),
    ):  # fmt: skip
        with pytest.raises(typer.BadParameter):
            remediation_of(*given)
    assert remediation_of(None, None, None, None, None, None, None) is None
    kept = remediation_of(None, ["a"], None, "why", None, None, None)
    assert kept is not None
    assert kept.rule == NewIgnoreRule("why", None, date(2026, 12, 20))
