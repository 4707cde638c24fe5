"""GitHub shows ten annotations of each level for a step: what matters is among them, and nothing is lost."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

import pytest

from eksgen.compiler.diagnostics import Diagnostic, Label, Severity, Span
from eksgen.compiler.errors import EksgenError
from eksgen.engine.addresses import parse_address
from eksgen.engine.drift.result import DriftClass, DriftFinding, DriftLevel, DriftResult
from eksgen.engine.plan.result import Action, Counts, Danger, DangerKind, ObjectChange, PlanResult, RunSubject
from eksgen.engine.source_map.place import SpecPlace
from eksgen.report.annotations.github import draw_github
from eksgen.report.fleet import SpecOutcome
from eksgen.report.formats import draw_runs, drift_report
from eksgen.report.terminal import Style

from ..drawings import DRIFT, PLAN
from ..well_formed import CHECKS

SUBJECT = RunSubject("prod", "eu-west-1", False, "Terraform 1.11.4", "5.100.0", "prod.yaml", "111122223333")
TYPES = ["aws_eks_cluster", "aws_vpc", "aws_subnet", "aws_iam_role", "aws_kms_key", "aws_eip", "aws_route"]
TYPES += ["aws_nat_gateway", "aws_route_table", "aws_internet_gateway", "aws_security_group"]
TYPES += ["aws_eks_node_group", "aws_eks_addon", "aws_launch_template", "aws_flow_log"]
LINES = (3, 10, 15)
PLACES = [SpecPlace((), "prod.yaml", line, 1) for line in LINES]


def gone(number: int) -> DriftFinding:
    address = parse_address(f'module.part.{TYPES[number % len(TYPES)]}.this["n{number // len(TYPES)}"]')
    return DriftFinding(
        f"{number:012x}",
        DriftClass.DELETED_OUTSIDE,
        address,
        action=Action.CREATE,
        level=DriftLevel.HIGH if number % 2 else DriftLevel.MEDIUM,
        spec=PLACES[number % 3],
    )


GONE = tuple(gone(number) for number in range(30))


def levels(text: str) -> Counter[str]:
    CHECKS["github"](text)
    return Counter(re.findall("^::(error|warning|notice) ", text, re.MULTILINE))


def test_a_cluster_that_is_gone_has_one_annotation_a_level_and_line() -> None:
    text = DRIFT["github"](DriftResult(SUBJECT, GONE), Style())
    assert levels(text) == {"error": 3, "warning": 3}
    assert "5 objects were deleted outside: " in text
    assert sum(int(number) for number in re.findall(r"::(\d+) objects were", text)) == len(GONE)


def test_the_objects_of_a_group_are_counted_one_by_one() -> None:
    subnets = tuple(
        replace(
            gone(1),
            id=f"{number:012x}",
            address=parse_address(f'module.vpc.aws_subnet.private["{number}"]'),
            spec=PLACES[0],
        )
        for number in range(9)
    )
    others = tuple(replace(gone(number), level=DriftLevel.HIGH, spec=PLACES[0]) for number in (1, 3))
    text = DRIFT["github"](DriftResult(SUBJECT, (*subnets, *others)), Style())
    assert text.count("\n") == 1
    assert "::11 objects were deleted outside: " in text


@pytest.mark.parametrize("format", ["github", "sarif", "junit"])
def test_a_cluster_that_does_not_exist_is_one_annotation(format: str) -> None:
    missing = tuple(replace(f, kind=DriftClass.PENDING, level=DriftLevel.LOW) for f in GONE)
    text = DRIFT[format](DriftResult(SUBJECT, missing), Style())
    assert text.count("nothing is created yet: 30 objects") >= 1
    assert "is not created yet" not in text
    if format == "github":
        assert levels(text) == {"notice": 1}


def test_objects_of_a_plan_that_go_at_one_line_share_an_annotation() -> None:
    changes = [
        ObjectChange(f.address, Action.DELETE, spec=f.spec, reason="delete_because_no_module") for f in GONE
    ]
    dangers = tuple(Danger(DangerKind.DESTROY, change, spec=change.spec) for change in changes)
    plan = PlanResult(SUBJECT, Counts(delete=len(changes)), tuple(changes), dangers=dangers)
    text = PLAN["github"](plan, Style())
    assert levels(text) == {"warning": 3}
    assert text.count("::10 objects are deleted, no longer in the spec: ") == 3


def found(number: int, severity: Severity = Severity.ERROR) -> Diagnostic:
    return Diagnostic(f"code-{number}", severity, f"message {number}", Label(Span("a.yaml", number, 1, 2)))


@pytest.mark.parametrize("number", [9, 10])
def test_as_many_findings_as_github_shows_have_an_annotation_each(number: int) -> None:
    text = draw_github([found(line) for line in range(1, number + 1)])
    assert text.count("\n") == number
    assert "more errors" not in text


def test_the_last_annotation_of_a_level_lists_what_github_would_not_show() -> None:
    findings = [found(line, severity) for severity in Severity for line in range(1, 13)]
    text = draw_github(findings)
    assert levels(text) == {"error": 10, "warning": 10, "notice": 10}
    for level, word in (("error", "errors"), ("warning", "warnings"), ("notice", "notes")):
        (last,) = (line for line in text.splitlines() if line.startswith(f"::{level}") and "more" in line)
        assert f"title=eksgen%3A 3 more {word}::3 more {word}" in last
        assert last.endswith("".join(f"%0Anote: a.yaml:{n}:1: message {n}" for n in (10, 11, 12)))


def test_a_long_rest_is_bounded() -> None:
    text = draw_github([replace(found(line), message="x" * 10_000) for line in range(1, 500)])
    assert text.splitlines()[-1].endswith("%0Anote: and 440 more")
    assert len(text.splitlines()[-1]) < 20_000


def test_the_worst_cluster_of_a_fleet_is_among_those_that_are_shown() -> None:
    outcomes = []
    for number in range(40):
        file = f"clusters/{number:02}.yaml"
        level = DriftLevel.HIGH if number == 37 else DriftLevel.MEDIUM
        findings = tuple(
            replace(finding, level=level, path=("size",), kind=DriftClass.CHANGED_OUTSIDE, live=at)
            for at, finding in enumerate(GONE[:3])
        )
        report = drift_report(DriftResult(replace(SUBJECT, cluster=f"c{number}", spec=file), findings))
        outcomes.append(SpecOutcome(file, 3, "3 findings", report))
    error = EksgenError("no credentials", code="no-credentials")
    outcomes.append(SpecOutcome("clusters/40.yaml", 1, "failed", error=error))
    text = draw_runs("github", "drift", outcomes, Style())
    assert levels(text) == {"error": 4, "warning": 10}
    lines = text.splitlines()
    assert "file=clusters/40.yaml" in lines[0]
    assert all("in c37%2C" in line for line in lines[1:4])
    assert "108 more warnings" in lines[-1]
