"""What people see, as text files: change them with `pytest --update` and read the difference."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from eksgen.engine.addresses import parse_address
from eksgen.engine.plan.dangers import find_dangers
from eksgen.engine.plan.result import (
    Action,
    AttributeChange,
    ChangeOrigin,
    Counts,
    ObjectChange,
    PlanResult,
    RunSubject,
)
from eksgen.engine.redact import UNKNOWN
from eksgen.engine.source_map.place import SpecPlace
from eksgen.report.terminal import Style

from ..drawings import draw_plan

EXPECTED = Path(__file__).parent / "expected" / "plan"
Golden = Callable[[Path, str], None]

PLANS = ["create", "destroy", "empty", "pending", "drift_tag_and_pending", "drift_conflict", "drift_policy"]
PLANS += ["replace_type", "replace_subnet", "user_data", "drift_rule_deleted", "drift_cidrs"]


@pytest.mark.parametrize("name", PLANS)
def test_a_plan_looks_as_expected(name: str, plan: Callable[[str], PlanResult], golden: Golden) -> None:
    golden(EXPECTED / f"{name}.txt", draw_plan(plan(name), Style(width=90)))


def test_what_is_in_aws_already_comes_first_with_blocks_to_paste(stopped: PlanResult, golden: Golden) -> None:
    golden(EXPECTED / "orphans.txt", draw_plan(stopped, Style(width=90)))


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
    assert "Incomplete: Terraform deferred a part of the plan" in text
    assert "warning: Deprecated: x" in text


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


def test_node_groups_that_roll_with_one_field_are_one_danger() -> None:
    version = SpecPlace(("kubernetes", "version"), "a.yaml", 5, 12)
    own = SpecPlace(("nodeGroups", "d", "version"), "a.yaml", 20, 5)

    def rolling(name: str, spec: SpecPlace) -> ObjectChange:
        address = parse_address(f'module.nodes_{name}.aws_eks_node_group.this["{name}"]')
        edit = AttributeChange(("version",), "1.35", "1.36", origin=ChangeOrigin.SPEC, spec=spec)
        return ObjectChange(address, Action.UPDATE, attributes=(edit,))

    changes = (*(rolling(name, version) for name in "abc"), rolling("d", own))
    plan = PlanResult(
        RunSubject("demo", "eu-west-1", False, "Terraform 1.11.4", "5.100.0", "a.yaml"),
        changes=changes, counts=Counts(update=4), dangers=find_dangers(changes),
    )  # fmt: skip
    lines = [line.strip() for line in draw_plan(plan, Style()).splitlines()]
    at = lines.index("~ 3 node groups: a, b, c roll: every node is drained and replaced")
    assert lines[at + 1] == "version  1.35 → 1.36   a.yaml:5:12 kubernetes.version"
    assert "~ node group d rolls: every node is drained and replaced" in lines
