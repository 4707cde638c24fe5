"""Drift reports of several days: what is new, what stays, what is resolved."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from eksgen.compiler.errors import EksgenError
from eksgen.engine.addresses import parse_address
from eksgen.engine.drift.baseline import EarlierReport, read_earlier_report, with_baseline
from eksgen.engine.drift.result import DriftClass, DriftFinding, DriftResult, FirstSeen, ResolvedFinding
from eksgen.engine.plan.result import RunSubject

from ...report.drawings import drift_json

MONDAY, FRIDAY = date(2026, 11, 16), date(2026, 11, 20)
GROUP = parse_address("module.nodes_web.aws_eks_node_group.this")
MAX = DriftFinding("0a" * 6, DriftClass.CHANGED_OUTSIDE, GROUP, ("scaling_config", 0, "max_size"), 4, 9, 4)
LABEL = DriftFinding("1b" * 6, DriftClass.CHANGED_OUTSIDE, GROUP, ("labels", "a"), "x", "y", "x")
NOISE = DriftFinding("2c" * 6, DriftClass.NOISE, GROUP, ("status",), "x", "y", "y")


def report(*findings: DriftFinding, **about: str) -> DriftResult:
    return DriftResult(RunSubject(about.get("cluster", "demo"), "eu-west-1"), findings)


def written(drift: DriftResult) -> Any:
    return json.loads(drift_json(drift))


def earlier(drift: DriftResult) -> EarlierReport:
    return read_earlier_report(written(drift), "last.json")


def test_without_an_earlier_report_everything_is_new_today() -> None:
    first = with_baseline(report(MAX, NOISE), EarlierReport(), MONDAY)
    assert [finding.seen for finding in first.findings] == [FirstSeen(True, MONDAY), None]
    assert first.resolved == ()
    assert written(first)["findings"][0]["seen"] == {"new": True, "since": "2026-11-16"}


def test_continuing_findings_keep_their_day_and_others_are_resolved() -> None:
    monday = with_baseline(report(MAX, LABEL), EarlierReport(), MONDAY)
    friday = with_baseline(report(MAX), earlier(monday), FRIDAY)
    assert [finding.seen for finding in friday.findings] == [FirstSeen(False, MONDAY, 4)]
    assert friday.resolved == (
        ResolvedFinding(LABEL.id, "changed-outside", f"{GROUP.text}.labels.a", MONDAY),
    )
    (told,) = written(friday)["resolved"]
    assert (told["id"], told["since"]) == (LABEL.id, "2026-11-16")
    later = with_baseline(report(MAX, LABEL), earlier(friday), FRIDAY)
    assert [finding.seen for finding in later.findings] == [
        FirstSeen(False, MONDAY, 4),
        FirstSeen(True, FRIDAY),
    ]


def test_a_finding_accepted_since_is_neither_new_nor_resolved() -> None:
    accepted = replace(MAX, kind=DriftClass.ACCEPTED)
    found = with_baseline(
        report(accepted), earlier(with_baseline(report(MAX), EarlierReport(), MONDAY)), FRIDAY
    )
    assert (found.findings, found.resolved) == ((accepted,), ())


def test_a_report_without_days_still_says_what_is_new() -> None:
    found = with_baseline(report(MAX, LABEL), earlier(report(MAX)), FRIDAY)
    assert [finding.seen for finding in found.findings] == [FirstSeen(False), FirstSeen(True, FRIDAY)]


def test_a_report_about_another_cluster_is_refused() -> None:
    with pytest.raises(EksgenError, match="another cluster: other in eu-west-1"):
        with_baseline(report(MAX), earlier(report(MAX, cluster="other")), FRIDAY)


@pytest.mark.parametrize(
    "raw", [None, [], {}, {"version": 1, "kind": "plan"}, {"version": 2, "kind": "drift"}]
)
def test_a_file_that_is_not_a_report_is_refused(raw: Any) -> None:
    with pytest.raises(EksgenError, match=r"last\.json is not a drift report") as caught:
        read_earlier_report(raw, "last.json")
    assert "--report json=FILE" in caught.value.helps[0]
