"""The end of an apply as people read it, and the same for programs."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Callable
from datetime import date
from pathlib import Path

import jsonschema
import pytest

from eksgen.compiler.pipeline import check_text
from eksgen.engine.addresses import parse_address
from eksgen.engine.errors.partial_apply import FailureCause, PartialApply
from eksgen.engine.plan.result import (
    Action,
    ApplyResult,
    AttributeChange,
    Counts,
    IgnoredBy,
    IgnoredChange,
    ObjectChange,
    PlanResult,
    RunSubject,
    SuggestedRule,
)
from eksgen.engine.redact import SENSITIVE
from eksgen.engine.source_map.place import SpecPlace
from eksgen.report.human.apply import draw_applied, draw_partial_apply
from eksgen.report.json.runs import apply_json, failed_json
from eksgen.report.terminal import Style

HERE = Path(__file__).parent
PLACE = SpecPlace(("nodeGroups", "web", "scaling", "max"), "cluster.yaml", 41, 12)
PLAIN = Style(width=80)


def change(address: str, action: Action = Action.CREATE, **more: object) -> ObjectChange:
    return ObjectChange(parse_address(address), action, spec=PLACE, **more)  # type: ignore[arg-type]


NODES = change("module.nodes_web.aws_eks_node_group.this", values={"node_group_name": "web-1a2b3c"})
PLAN = PlanResult(RunSubject("demo", "eu-west-1"), Counts(create=6), (NODES,))
NOT_CONVERGED = PlanResult(
    RunSubject("demo"),
    Counts(update=1),
    (
        change(
            "module.nodes_web.aws_eks_node_group.this",
            Action.UPDATE,
            attributes=(AttributeChange(("scaling_config", 0, "max_size"), 10, 12, spec=PLACE),),
        ),
    ),
)
SUGGESTED = (
    SuggestedRule("nodeGroups.web.scaling.max", date(2027, 2, 22)),
    SuggestedRule(
        'module.eks.aws_eks_access_entry.this["arn:aws:iam::1:role/a"].user_name', date(2027, 2, 22)
    ),
)
RULE = IgnoredBy(
    "moved by the autoscaler", "platform", date(2027, 3, 31), SpecPlace((), "cluster.yaml", 90, 7)
)
TOLERATED = IgnoredChange(NOT_CONVERGED.changes[0], (RULE,))
SPEC = """\
apiVersion: eksgen/v1alpha1
kind: Cluster
metadata: {name: demo, region: us-west-2}
kubernetes: {version: "1.34"}
access: {admins: [arn:aws:iam::111122223333:role/Admin]}
nodeGroups: {web: {}}
"""
STORY = PartialApply(
    plan=PLAN,
    causes=(
        FailureCause("AccessDenied", "not authorized (AccessDenied)", ("aws_iam_role.a", "aws_iam_role.b")),
    ),
    done=(
        change("module.vpc.aws_vpc.this"),
        *(change(f'module.vpc.aws_subnet.private["eu-west-1{zone}"]') for zone in "abc"),
        change("module.eks.aws_eks_cluster.this", Action.UPDATE),
    ),
    half_replaced=(
        change("module.nodes_api.aws_eks_node_group.this", Action.REPLACE, replace_first="create"),
        change("module.nodes_db.aws_eks_node_group.this", Action.REPLACE, replace_first="delete"),
    ),
    failed=(NODES, change("module.nodes_web.aws_iam_role.node")),
    unfinished=(change("module.vpc.aws_nat_gateway.this"),),
    untouched=(change("aws_eks_addon.coredns"),),
    tainted=("module.nodes_web.aws_eks_node_group.this",),
    state_unsaved=True,
)


def valid(text: str) -> dict[str, object]:
    schema = json.loads((HERE.parents[3] / "report" / "schemas" / "apply.schema.json").read_text("utf-8"))
    document: dict[str, object] = json.loads(text)
    jsonschema.Draft202012Validator(schema).validate(document)
    return document


def test_the_end_of_a_failed_apply(golden: Callable[[Path, str], None]) -> None:
    golden(HERE / "expected" / "apply_failed.txt", draw_partial_apply(STORY, PLAIN))


def test_the_end_of_an_apply_that_does_not_converge(golden: Callable[[Path, str], None]) -> None:
    result = ApplyResult(PLAN, True, {"cluster_name": "demo"}, remaining=NOT_CONVERGED, suggested=SUGGESTED)
    golden(HERE / "expected" / "apply_not_converged.txt", draw_applied(result, PLAIN))


def test_the_rules_it_prints_can_be_pasted() -> None:
    result = ApplyResult(PLAN, True, remaining=NOT_CONVERGED, suggested=SUGGESTED)
    text = draw_applied(result, PLAIN)
    pasted = textwrap.dedent(text.partition("add to the spec:\n")[2])
    checked = check_text((SPEC + pasted).encode(), "cluster.yaml", today=date(2026, 11, 24))
    assert not checked.failed
    assert checked.spec is not None
    assert [rule.path for rule in checked.spec.drift.ignore] == [rule.path for rule in SUGGESTED]
    assert all(rule.owner and rule.until for rule in checked.spec.drift.ignore)


def test_what_rules_accept_does_not_keep_an_apply_from_converging(
    golden: Callable[[Path, str], None],
) -> None:
    result = ApplyResult(PLAN, True, remaining=NOT_CONVERGED, tolerated=(TOLERATED,))
    golden(HERE / "expected" / "apply_tolerated.txt", draw_applied(result, PLAIN))
    document = valid(apply_json(result))
    assert document["converged"] is True
    told = document["tolerated"]
    assert isinstance(told, list)
    assert [rule["reason"] for rule in told[0]["rules"]] == ["moved by the autoscaler"]


def test_an_apply_that_converged_says_so_last() -> None:
    done = ApplyResult(PLAN, True, remaining=PlanResult(RunSubject("demo"), Counts()))
    assert draw_applied(done, PLAIN).endswith("\nConverged: a new plan finds nothing left to do.\n")
    assert "onverged" not in draw_applied(ApplyResult(PLAN, True), PLAIN)


@pytest.mark.parametrize(
    ("remaining", "converged"),
    [(None, None), (PlanResult(RunSubject(), Counts()), True), (NOT_CONVERGED, False)],
)
def test_programs_learn_whether_it_converged(remaining: PlanResult | None, converged: bool | None) -> None:
    document = valid(apply_json(ApplyResult(PLAN, True, remaining=remaining)))
    assert (document["converged"], document["failure"]) == (converged, None)


def test_programs_learn_how_far_a_failed_apply_came() -> None:
    document = valid(failed_json(STORY, "terraform apply failed", ("mend it",)))
    failure = document["failure"]
    assert isinstance(failure, dict)
    assert document["applied"] is False
    assert failure["causes"][0]["addresses"] == ["aws_iam_role.a", "aws_iam_role.b"]
    groups = ("done", "halfReplaced", "failed", "unfinished", "notBegun", "tainted")
    assert [len(failure[name]) for name in groups] == [5, 2, 2, 1, 1, 1]
    assert failure["next"] == ["mend it"]


def test_after_an_apply_the_counts_and_outputs_are_told_and_secrets_are_not(
    plan: Callable[[str], PlanResult], golden: Callable[[Path, str], None]
) -> None:
    result = ApplyResult(plan("create"), True, {"cluster_name": "demo", "token": SENSITIVE})
    golden(HERE / "expected" / "applied.txt", draw_applied(result, Style(width=90)))


def test_declining_and_having_nothing_to_do_are_told_apart(plan: Callable[[str], PlanResult]) -> None:
    assert draw_applied(ApplyResult(plan("pending"), False), Style()) == "Nothing was changed.\n"
    assert draw_applied(ApplyResult(plan("empty"), False), Style()).startswith("No changes")


def test_an_output_is_never_cut_because_people_copy_it(plan: Callable[[str], PlanResult]) -> None:
    long = "https://" + "x" * 300
    result = ApplyResult(plan("create"), True, {"endpoint": long, "subnets": {"us-west-2a": "subnet-1"}})
    lines = draw_applied(result, Style(width=80)).splitlines()
    assert f"  endpoint  {long}" in lines
    assert "    us-west-2a  subnet-1" in lines
