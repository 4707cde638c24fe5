"""Drift as people see it, as text files: change them with `pytest --update` and read the difference."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from eksgen.engine.drift.result import DriftClass, DriftLevel, DriftResult, FirstSeen, ResolvedFinding
from eksgen.report.terminal import Style

from ..drawings import DRIFT, draw_drift

EXPECTED = Path(__file__).parent / "expected" / "drift"
Golden = Callable[[Path, str], None]
DRIFTS = ["create", "empty", "drift_tag_and_pending", "drift_conflict", "drift_policy", "drift_rule_deleted"]
DRIFTS += ["drift_cidrs", "replace_type", "user_data"]


@pytest.mark.parametrize("name", DRIFTS)
def test_drift_looks_as_expected(name: str, drift: Callable[[str], DriftResult], golden: Golden) -> None:
    golden(EXPECTED / f"{name}.txt", draw_drift(drift(name), Style(width=90)))


def test_every_class_of_drift_has_its_place(every_finding: DriftResult, golden: Golden) -> None:
    text = draw_drift(every_finding, Style(width=90))
    golden(EXPECTED / "every_class.txt", text)
    assert max(map(len, text.splitlines())) <= 90


def test_since_when_a_finding_is_there_and_what_is_resolved_is_told(every_finding: DriftResult) -> None:
    day = date(2026, 11, 18)
    first, *others = every_finding.findings
    old, new = (
        dataclasses.replace(first, seen=seen) for seen in (FirstSeen(False, day, 6), FirstSeen(True, day))
    )
    gone = (
        ResolvedFinding(
            "9a" * 6, "changed-outside", "module.nodes_web.aws_eks_node_group.this.labels.a", day
        ),
    )
    drift = dataclasses.replace(every_finding, findings=(old, *others), resolved=gone)
    text = draw_drift(drift, Style(width=100))
    assert "\n  seen       since 2026-11-18, 6 days\n" in text
    resolved = text.partition("Resolved since the last report\n")[2]
    assert resolved.startswith(f"    changed-outside: {gone[0].what}, seen since 2026-11-18\n")
    drift = dataclasses.replace(drift, findings=(new, *others))
    assert "  seen       for the first time\n" in draw_drift(drift, Style())
    told = DRIFT["markdown"](drift, Style())
    assert "seen for the first time" in told
    assert "1 resolved since the last report" in told


def test_a_change_that_no_apply_reverts_has_a_part_of_its_own_without_a_revert(
    every_finding: DriftResult,
) -> None:
    outside = next(f for f in every_finding.findings if f.kind is DriftClass.CHANGED_OUTSIDE)
    kept = dataclasses.replace(outside, id="5f" * 6, kept=True, desired=outside.live)
    text = draw_drift(dataclasses.replace(every_finding, findings=(outside, kept)), Style())
    _, _, part = text.partition("changed outside, not in the spec: ")
    assert "leaves it alone" in part
    assert f"--ignore {kept.id}" in part
    assert f"--revert {kept.id}" not in text


def test_against_another_version_of_the_spec_is_said_and_so_is_what_passes(
    every_finding: DriftResult,
) -> None:
    text = draw_drift(
        dataclasses.replace(every_finding, against="applied", fail_on=DriftLevel.HIGH), Style(width=90)
    )
    assert "against the spec as last applied" in text
    assert "1 of high level or above" in text
    assert "  applied    false" in text
    assert "against the spec at v1.2" in draw_drift(
        dataclasses.replace(every_finding, against="v1.2"), Style()
    )


def test_adopting_is_not_offered_where_it_would_be_refused(every_finding: DriftResult) -> None:
    findings = tuple(dataclasses.replace(finding, adoptable=False) for finding in every_finding.findings)
    text = draw_drift(dataclasses.replace(every_finding, findings=findings), Style())
    assert "--adopt" not in text
    assert "--ignore" in text
    assert "--adopt" in draw_drift(every_finding, Style())
