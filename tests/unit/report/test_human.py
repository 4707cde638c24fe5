"""What people see, as text files: change them with `pytest --update` and read the difference."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from eksgen.engine.addresses import parse_address
from eksgen.engine.drift.result import DriftClass, DriftLevel, DriftResult, FirstSeen, ResolvedFinding
from eksgen.engine.plan.dangers import find_dangers
from eksgen.engine.plan.result import (
    Action,
    ApplyResult,
    AttributeChange,
    ChangeOrigin,
    Counts,
    ObjectChange,
    PlanResult,
    RunSubject,
)
from eksgen.engine.redact import SENSITIVE, UNKNOWN
from eksgen.engine.source_map.place import SpecPlace
from eksgen.engine.terraform.doctor import Check
from eksgen.report.formats import DRIFT
from eksgen.report.human.apply import draw_applied
from eksgen.report.human.doctor import draw_checks
from eksgen.report.human.drift import draw_drift
from eksgen.report.human.plan import draw_plan
from eksgen.report.terminal import Style

EXPECTED = Path(__file__).parent / "expected"
Golden = Callable[[Path, str], None]

PLANS = ["create", "destroy", "empty", "pending", "drift_tag_and_pending", "drift_conflict", "drift_policy"]
PLANS += ["replace_type", "replace_subnet", "user_data", "drift_rule_deleted", "drift_cidrs"]
DRIFTS = ["create", "empty", "drift_tag_and_pending", "drift_conflict", "drift_policy", "drift_rule_deleted"]
DRIFTS += ["drift_cidrs", "replace_type", "user_data"]


@pytest.mark.parametrize("name", PLANS)
def test_a_plan_looks_as_expected(name: str, plan: Callable[[str], PlanResult], golden: Golden) -> None:
    golden(EXPECTED / f"plan_{name}.txt", draw_plan(plan(name), Style(width=90)))


def test_what_is_in_aws_already_comes_first_with_blocks_to_paste(stopped: PlanResult, golden: Golden) -> None:
    golden(EXPECTED / "plan_orphans.txt", draw_plan(stopped, Style(width=90)))


@pytest.mark.parametrize("name", DRIFTS)
def test_drift_looks_as_expected(name: str, drift: Callable[[str], DriftResult], golden: Golden) -> None:
    golden(EXPECTED / f"drift_{name}.txt", draw_drift(drift(name), Style(width=90)))


def test_every_class_of_drift_has_its_place(every_finding: DriftResult, golden: Golden) -> None:
    text = draw_drift(every_finding, Style(width=90))
    golden(EXPECTED / "drift_every_class.txt", text)
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
    assert "\n  seen       there since 2026-11-18, 6 days\n" in text
    resolved = text.partition("resolved since the last report\n")[2]
    assert resolved.startswith(f"  changed-outside: {gone[0].what}, there since 2026-11-18\n")
    drift = dataclasses.replace(drift, findings=(new, *others))
    assert "  seen       for the first time\n" in draw_drift(drift, Style())
    told = DRIFT["markdown"](drift, Style())
    assert "seen for the first time" in told
    assert "1 resolved since the last report" in told


def test_what_is_dangerous_and_left_open_by_the_spec_has_a_line_of_its_own(
    every_finding: DriftResult,
) -> None:
    adopted = next(f for f in every_finding.findings if f.kind is DriftClass.ADOPTED)
    left_open = dataclasses.replace(adopted, path=("labels", "b"), why="it is dangerous")
    text = draw_drift(dataclasses.replace(every_finding, findings=(adopted, left_open)), Style())
    assert "1 attribute changed outside as the spec says by now (labels.a)" in text
    assert "1 attribute changed outside, dangerous, and left open by the spec (labels.b)" in text


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


@pytest.mark.parametrize("name", PLANS)
@pytest.mark.parametrize("width", [80, 100])
def test_no_line_is_wider_than_the_terminal(name: str, width: int, plan: Callable[[str], PlanResult]) -> None:
    text = draw_plan(plan(name), Style(width=width))
    assert max(map(len, text.splitlines())) <= width


def test_ascii_output_says_the_same_without_other_characters(plan: Callable[[str], PlanResult]) -> None:
    text = draw_plan(plan("pending"), Style(unicode=False))
    assert text.isascii()
    assert "10 -> 12" in text


def test_colour_adds_nothing_but_colour(plan: Callable[[str], PlanResult]) -> None:

    plain = draw_plan(plan("replace_type"), Style())
    coloured = draw_plan(plan("replace_type"), Style(colour=True))
    assert coloured != plain
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == plain


def test_a_value_from_the_cloud_cannot_steer_the_terminal() -> None:
    tag = AttributeChange(("tags", "a"), "x", "\x1b[2Jgone\nnext")
    change = ObjectChange(parse_address("aws_vpc.this"), Action.UPDATE, attributes=(tag,))
    text = draw_plan(PlanResult(RunSubject(), Counts(update=1), (change,)), Style())
    assert "\x1b" not in text
    assert "\\x1b[2Jgone next" in text


def test_a_sandbox_plan_says_so(plan: Callable[[str], PlanResult]) -> None:
    found = plan("pending")
    assert "sandbox" not in draw_plan(found, Style())
    rehearsal = dataclasses.replace(found, subject=dataclasses.replace(found.subject, sandbox=True))
    assert "sandbox" in draw_plan(rehearsal, Style()).splitlines()[0]


def test_an_incomplete_plan_and_its_warnings_are_told(plan: Callable[[str], PlanResult]) -> None:
    found = dataclasses.replace(plan("pending"), complete=False, remarks=("Deprecated: x",))
    text = draw_plan(found, Style())
    assert "This is not all" in text
    assert "warning: Deprecated: x" in text


def test_after_an_apply_the_counts_and_outputs_are_told_and_secrets_are_not(
    plan: Callable[[str], PlanResult], golden: Golden
) -> None:
    result = ApplyResult(plan("create"), True, {"cluster_name": "demo", "token": SENSITIVE})
    golden(EXPECTED / "applied.txt", draw_applied(result, Style(width=90)))


def test_declining_and_having_nothing_to_do_are_told_apart(plan: Callable[[str], PlanResult]) -> None:
    assert draw_applied(ApplyResult(plan("pending"), False), Style()) == "Nothing was done.\n"
    assert draw_applied(ApplyResult(plan("empty"), False), Style()).startswith("No changes")


def test_a_check_shows_what_was_found_and_what_to_do(golden: Golden) -> None:
    checks = (
        Check("Python", True, "3.11.9"),
        Check("Terraform", False, "no Terraform found; looked on PATH " + "and elsewhere " * 8, "install it"),
        Check("sandbox", None, "not installed: moto", "install it with `pip install 'eksgen[sandbox]'`"),
    )
    golden(EXPECTED / "doctor.txt", draw_checks(checks, Style(width=80)))


def test_an_output_is_never_cut_because_people_copy_it(plan: Callable[[str], PlanResult]) -> None:
    long = "https://" + "x" * 300
    result = ApplyResult(plan("create"), True, {"endpoint": long, "subnets": {"us-west-2a": "subnet-1"}})
    lines = draw_applied(result, Style(width=80)).splitlines()
    assert f"  endpoint  {long}" in lines
    assert "    us-west-2a  subnet-1" in lines


def zones(tier: str, kind: str, spec: SpecPlace, *, derived: bool = False) -> list[ObjectChange]:
    """The same replacement in three zones."""
    name = "subnet_id" if derived else "cidr_block"
    return [
        ObjectChange(
            parse_address(f'module.vpc.{kind}.{tier}["eu-west-1{zone}"]'),
            Action.REPLACE,
            replace_first="create",
            attributes=(
                AttributeChange(
                    (name,),
                    f"old-{zone}",
                    UNKNOWN if derived else f"new-{zone}",
                    forces_replacement=True,
                    origin=ChangeOrigin.DERIVED if derived else ChangeOrigin.SPEC,
                    spec=spec,
                ),
            ),
        )
        for zone in "abc"
    ]


def test_replacements_that_one_field_asks_for_are_one_danger_and_tiers_stay_apart() -> None:
    public, intra = (
        SpecPlace(("network", "subnets", t), "a.yaml", n, 5) for t, n in (("public", 7), ("intra", 8))
    )
    changes = (
        *zones("public", "aws_subnet", public),
        *zones("intra", "aws_subnet", intra),
        *zones("intra", "aws_route_table_association", intra, derived=True),
    )
    plan = PlanResult(
        RunSubject("demo", "eu-west-1", False, "Terraform 1.11.4", "5.100.0", "a.yaml"),
        changes=changes, counts=Counts(replace=9), dangers=find_dangers(changes),
    )  # fmt: skip
    lines = [line.strip() for line in draw_plan(plan, Style()).splitlines()]
    told = "are replaced, the new ones first"
    assert f"! 3 public subnets in eu-west-1a, -1b, -1c {told}" in lines
    at = lines.index(f"! 3 control-plane subnets in eu-west-1a, -1b, -1c {told}")
    assert (
        lines[at + 1] == "cidr_block  differs in   a.yaml:8:5 network.subnets.intra  cannot change in place"
    )
    assert lines[at + 2] == "eu-west-1a  old-a → new-a"
    at = lines.index(f"! 3 control-plane route table associations: eu-west-1a, -1b, -1c {told}")
    assert lines[at + 1].startswith("subnet_id  (known after apply)")
    assert "! 3 public subnets in eu-west-1a, -1b, -1c are replaced, see above" in lines
    assert not [line for line in lines if line.startswith("and ")]
