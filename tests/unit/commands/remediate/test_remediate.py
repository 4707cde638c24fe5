"""Which findings are adopted, ignored or reverted, and which options are wrong usage."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import typer

from eksgen.commands.inputs.remediation import remediation_options
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
