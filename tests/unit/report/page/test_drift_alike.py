"""Drift in every format: the worst first, equal changes once, and the command that removes what nobody asked for."""

from __future__ import annotations

import json
import random
import re
from dataclasses import replace

import pytest

from eksgen.catalog.resources.risk import Risk
from eksgen.compiler.diagnostics import Diagnostic, Label, Severity, Span
from eksgen.engine.addresses import parse_address
from eksgen.engine.drift.order import sort_findings
from eksgen.engine.drift.result import DriftClass, DriftFinding, DriftLevel, DriftResult, Removal
from eksgen.engine.plan.result import (
    Action,
    AttributeChange,
    ChangeOrigin,
    Counts,
    IgnoredBy,
    ObjectChange,
    PlanResult,
    RunSubject,
)
from eksgen.report.fleet import SpecOutcome
from eksgen.report.formats import FORMATS, draw_runs, drift_report
from eksgen.report.markdown.text import LIMIT, utf16_units
from eksgen.report.terminal import Style

from ..drawings import DRIFT, PLAN

SUBJECT = RunSubject("prod", "eu-west-1", False, "Terraform 1.11.4", "5.100.0", "prod.yaml", "111122223333")
TEXTS = [format for format in FORMATS if format != "json"]
COMMAND = "aws eks delete-access-entry --cluster-name prod --principal-arn 'a b' --region eu-west-1"


def tagged(number: int) -> DriftFinding:
    kind = ("aws_subnet", "aws_route_table", "aws_iam_role")[number % 3]
    address = parse_address(f'module.part.{kind}.this["n{number}"]')
    return DriftFinding(
        f"{number:012x}", DriftClass.CHANGED_OUTSIDE, address, ("tags", "team"), "platform", "retail",
        "platform", risk=Risk.LABEL, why="a tag",
    )  # fmt: skip


def risky(risk: Risk, level: DriftLevel, kind: DriftClass = DriftClass.CHANGED_OUTSIDE) -> DriftFinding:
    address = parse_address(f"module.eks.aws_vpc.{risk.value.replace('-', '_')}")
    path = () if kind is DriftClass.UNMANAGED else ("size",)
    removal = Removal((("ARN", "arn:aws:x"),), (COMMAND,)) if kind is DriftClass.UNMANAGED else None
    return DriftFinding(
        f"{risk.rank:012x}", kind, address, path, 1, risk.rank, 1, level=level, risk=risk, removal=removal,
        why=f"because of {risk.value}",
    )  # fmt: skip


SIXTY_NINE = tuple(tagged(number) for number in range(69))
HIGH, MEDIUM = DriftLevel.HIGH, DriftLevel.MEDIUM
MIXED = (
    risky(Risk.OPEN_API, HIGH),
    risky(Risk.OPEN_NETWORK, HIGH, DriftClass.UNMANAGED),
    risky(Risk.TRUST, HIGH, DriftClass.CONFLICT),
    risky(Risk.LOSS, HIGH),
    risky(Risk.OPERATION, MEDIUM),
    *SIXTY_NINE,
)


@pytest.mark.parametrize("format", TEXTS)
def test_sixty_nine_objects_whose_tag_was_changed_are_said_once(format: str) -> None:
    text = DRIFT[format](DriftResult(SUBJECT, SIXTY_NINE), Style())
    assert text.count("69 objects: ") == text.count("retail") or format in ("sarif", "junit")
    assert "69 objects: 23 IAM roles, 23 route tables, 23 subnets" in text
    if format == "sarif":
        assert len(json.loads(text)["runs"][0]["results"]) == 1
    if format == "junit":
        assert text.count("<testcase") == 1
    if format == "github":
        assert text.count("\n") == 1


def test_the_document_has_the_group_and_every_finding() -> None:
    document = json.loads(DRIFT["json"](DriftResult(SUBJECT, SIXTY_NINE), Style()))
    (group,) = document["groups"]
    assert (group["count"], group["kind"], group["path"]) == (69, "changed-outside", ["tags", "team"])
    assert sorted(group["findings"]) == sorted(finding["id"] for finding in document["findings"])


@pytest.mark.parametrize("format", FORMATS)
def test_every_format_has_the_order_of_what_an_attacker_could_do(format: str) -> None:
    shuffled = list(MIXED)
    random.Random(7).shuffle(shuffled)
    text = DRIFT[format](DriftResult(SUBJECT, tuple(shuffled)), Style())
    assert text == DRIFT[format](DriftResult(SUBJECT, MIXED), Style())
    text = text[: text.index('"report"')] if format == "json" else text
    names = ["open.api", "open.network", "trust", "loss", "operation"]
    places = [match.start() for name in names if (match := re.search(rf"because of {name}", text))]
    assert len(places) == 5
    assert places == sorted(places)
    assert max(places) < text.index("retail")


@pytest.mark.parametrize("format", TEXTS)
def test_the_command_that_removes_it_is_whole(format: str) -> None:
    text = DRIFT[format](DriftResult(SUBJECT, MIXED), Style(width=60))
    assert COMMAND in text.replace("&#x27;", "'")


@pytest.mark.parametrize("format", FORMATS)
def test_cluster_region_and_account_are_named(format: str) -> None:
    text = DRIFT[format](DriftResult(SUBJECT, MIXED), Style())
    assert all(name in text for name in ("prod", "eu-west-1", "111122223333"))


def test_a_comment_of_drift_fits_whatever_was_found() -> None:
    many = tuple(
        replace(one, id=f"{number:012x}", address=parse_address(f"module.a{number}.aws_vpc.this"))
        for number in range(900)
        for one in (risky(Risk.OPEN_NETWORK, HIGH, DriftClass.UNMANAGED),)
    )
    text = DRIFT["markdown"](DriftResult(SUBJECT, (*many, *SIXTY_NINE)), Style())
    assert LIMIT - 8000 < utf16_units(text) <= LIMIT
    assert "Left out for length" in text


def outside(number: int, path: str = "team", live: str = "hand") -> ObjectChange:
    edit = AttributeChange(("tags", path), live, "platform", origin=ChangeOrigin.OUTSIDE, recorded="platform")
    address = parse_address(f'module.vpc.aws_subnet.private["{number}"]')
    return ObjectChange(address, Action.UPDATE, attributes=(edit,))


@pytest.mark.parametrize("format", TEXTS)
def test_a_plan_says_once_what_was_changed_outside_in_many_objects(format: str) -> None:
    changes = tuple(outside(number) for number in range(69))
    text = PLAN[format](PlanResult(SUBJECT, Counts(update=69), changes), Style())
    assert "69 private subnets" in text
    assert text.count("live hand") + text.count(">hand<") + text.count("`hand`") + text.count("hand →") <= 2


def test_secrets_of_many_objects_are_not_said_to_be_equal() -> None:
    secret = [
        replace(outside(n), attributes=tuple(replace(a, sensitive=True) for a in outside(n).attributes))
        for n in range(4)
    ]
    text = PLAN["human"](PlanResult(SUBJECT, Counts(update=4), tuple(secret)), Style())
    assert "4 private subnets" not in text


def warned(number: int, findings: tuple[DriftFinding, ...] = ()) -> SpecOutcome:
    file = f"clusters/{number:02}.yaml"
    warning = Diagnostic(
        "support-ends", Severity.WARNING, "Kubernetes 1.33 leaves standard support",
        Label(Span(file, 8, 12, 16)),
    )  # fmt: skip
    subject = replace(SUBJECT, cluster=f"c{number}", spec=file)
    report = drift_report(DriftResult(subject, findings))
    return SpecOutcome(file, 3, "1 finding", report, findings=(warning,), texts={file: "\n" * 9})


@pytest.mark.parametrize("format", TEXTS)
def test_a_warning_that_forty_specs_share_is_said_once_and_names_them(format: str) -> None:
    text = draw_runs(format, "drift", [warned(number) for number in range(40)], Style())
    said = text.count("leaves standard support")
    assert said == (2 if format == "junit" and "message=" in text else 1)
    assert "40 specs have it: clusters/00.yaml, clusters/01.yaml" in text.replace("\n  ", " ")


def test_the_worst_cluster_of_a_fleet_comes_first_whatever_the_number_of_dangers() -> None:
    lost = [replace(risky(Risk.LOSS, HIGH), id=f"{n:012x}", live=n) for n in range(5)]
    outcomes = [warned(1, tuple(lost)), warned(2, (risky(Risk.OPEN_API, HIGH),)), warned(3)]
    for format in ("markdown", "html"):
        text = draw_runs(format, "drift", outcomes, Style())
        assert text.index("clusters/02.yaml") < text.index("clusters/01.yaml")
        assert "c2, eu-west-1, 111122223333" in text
    human = draw_runs("human", "drift", outcomes, Style())
    assert human.rindex("clusters/01.yaml") < human.rindex("clusters/02.yaml"), "the last on a terminal"


def test_the_order_of_the_document_is_that_of_the_other_formats() -> None:
    document = json.loads(DRIFT["json"](DriftResult(SUBJECT, MIXED[::-1]), Style()))
    assert [one["id"] for one in document["findings"]] == [one.id for one in sort_findings(MIXED)]


def test_an_object_in_no_state_that_a_rule_accepts_is_not_said_to_be_recreated() -> None:
    accepted = replace(
        risky(Risk.OPEN_NETWORK, HIGH, DriftClass.UNMANAGED),
        kind=DriftClass.ACCEPTED,
        accepted=IgnoredBy("a trial"),
    )
    text = DRIFT["human"](DriftResult(SUBJECT, (accepted,)), Style())
    assert "next apply leaves it alone" in text


@pytest.mark.parametrize("format", ["human", "markdown", "html"])
def test_a_cluster_that_does_not_exist_is_one_line(format: str) -> None:
    kinds = ("aws_eks_cluster", "aws_vpc", "aws_subnet")
    missing = tuple(
        DriftFinding(
            f"{number:012x}", DriftClass.PENDING, parse_address(f"module.a.{kind}.this"), action=Action.CREATE
        )
        for number, kind in enumerate(kinds)
    )
    text = DRIFT[format](DriftResult(SUBJECT, missing), Style())
    assert text.count("nothing is created yet: 3 objects") == 1
    assert "VPC is not created yet" not in text
    half = (replace(missing[0], kind=DriftClass.PENDING), *SIXTY_NINE)
    assert "nothing is created yet" not in DRIFT[format](DriftResult(SUBJECT, half), Style())
