"""Drift reports of several days: what is new, what stays, what is resolved."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from eksgen.compiler.errors import EksgenError
from eksgen.engine.addresses import parse_address
from eksgen.engine.drift.baseline import Earlier, compared, read_earlier
from eksgen.engine.drift.result import DriftResult, Finding, FindingKind, Resolved, Seen
from eksgen.engine.plan.result import Subject
from eksgen.report.json.runs import drift_json

MONDAY, FRIDAY = date(2026, 11, 16), date(2026, 11, 20)
GROUP = parse_address("module.nodes_web.aws_eks_node_group.this")
MAX = Finding("0a" * 6, FindingKind.CHANGED_OUTSIDE, GROUP, ("scaling_config", 0, "max_size"), 4, 9, 4)
LABEL = Finding("1b" * 6, FindingKind.CHANGED_OUTSIDE, GROUP, ("labels", "a"), "x", "y", "x")
NOISE = Finding("2c" * 6, FindingKind.NOISE, GROUP, ("status",), "x", "y", "y")


def report(*findings: Finding, **about: str) -> DriftResult:
    return DriftResult(Subject(about.get("cluster", "demo"), "eu-west-1"), findings)


def written(drift: DriftResult) -> Any:
    return json.loads(drift_json(drift))


def earlier(drift: DriftResult) -> Earlier:
    return read_earlier(written(drift), "last.json")


def test_the_first_report_of_a_series_has_everything_new_from_that_day_on() -> None:
    first = compared(report(MAX, NOISE), Earlier(), MONDAY)
    assert [finding.seen for finding in first.findings] == [Seen(True, MONDAY), None]
    assert first.resolved == ()
    assert written(first)["findings"][0]["seen"] == {"new": True, "since": "2026-11-16"}


def test_what_stays_keeps_its_day_and_what_went_is_resolved_with_its_day() -> None:
    monday = compared(report(MAX, LABEL), Earlier(), MONDAY)
    friday = compared(report(MAX), earlier(monday), FRIDAY)
    assert [finding.seen for finding in friday.findings] == [Seen(False, MONDAY, 4)]
    assert friday.resolved == (Resolved(LABEL.id, "changed-outside", f"{GROUP.text}.labels.a", MONDAY),)
    (told,) = written(friday)["resolved"]
    assert (told["id"], told["since"]) == (LABEL.id, "2026-11-16")
    later = compared(report(MAX, LABEL), earlier(friday), FRIDAY)
    assert [finding.seen for finding in later.findings] == [Seen(False, MONDAY, 4), Seen(True, FRIDAY)]


def test_what_a_rule_accepts_by_now_is_neither_new_nor_resolved() -> None:
    accepted = replace(MAX, kind=FindingKind.ACCEPTED)
    found = compared(report(accepted), earlier(compared(report(MAX), Earlier(), MONDAY)), FRIDAY)
    assert (found.findings, found.resolved) == ((accepted,), ())


def test_a_report_that_knew_no_days_still_tells_what_is_new() -> None:
    found = compared(report(MAX, LABEL), earlier(report(MAX)), FRIDAY)
    assert [finding.seen for finding in found.findings] == [Seen(False), Seen(True, FRIDAY)]


def test_a_report_about_another_cluster_is_refused() -> None:
    with pytest.raises(EksgenError, match="another cluster: other in eu-west-1"):
        compared(report(MAX), earlier(report(MAX, cluster="other")), FRIDAY)


@pytest.mark.parametrize(
    "raw", [None, [], {}, {"version": 1, "kind": "plan"}, {"version": 2, "kind": "drift"}]
)
def test_what_is_no_report_is_refused(raw: Any) -> None:
    with pytest.raises(EksgenError, match=r"last\.json is not a drift report") as caught:
        read_earlier(raw, "last.json")
    assert "--report json=FILE" in caught.value.helps[0]
