"""Version steps that EKS would refuse are found in the plan, at the version in the spec."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eksgen.compiler.diagnostics import Span
from eksgen.engine.plan.document import PlanDocument, parse_document
from eksgen.engine.plan.version_steps import refused_steps
from eksgen.engine.source_map.trace import Trace

FIXTURES = Path(__file__).parent.parent / "fixtures"


def upgrade(now: str | None, then: str | None) -> PlanDocument:
    raw = json.loads((FIXTURES / "empty.json").read_text("utf-8"))
    for one in raw["resource_changes"]:
        if one["type"] == "aws_eks_cluster":
            one["change"]["actions"] = ["update"]
            one["change"]["before"]["version"], one["change"]["after"]["version"] = now, then
    return parse_document(raw)


@pytest.mark.parametrize(
    ("now", "then", "told"),
    [
        (
            "1.31",
            "1.33",
            ("Kubernetes goes from 1.31 to 1.33 in one step", 'write `version: "1.32"`, apply, then go on'),
        ),
        (
            "1.35",
            "1.33",
            ("Kubernetes goes from 1.35 to 1.33 in one step", 'write `version: "1.34"`, apply, then go on'),
        ),
    ],
)
def test_a_step_that_eks_refuses_is_shown_at_the_version(
    trace: Trace, now: str, then: str, told: tuple[str, str]
) -> None:
    (found,) = refused_steps(upgrade(now, then), trace)
    assert (found.message, *found.helps) == told
    assert found.primary.text == f"the cluster runs {now}"
    lines = (
        (FIXTURES / "folder" / "cluster.yaml").read_text("utf-8").split("\n")
        if (FIXTURES / "folder" / "cluster.yaml").exists()
        else []
    )
    span: Span = found.primary.span
    assert span.file == "cluster.yaml"
    assert not lines or "version" in lines[span.line - 1]


@pytest.mark.parametrize(
    ("now", "then"), [("1.31", "1.31"), ("1.31", "1.32"), ("1.32", "1.31"), (None, "1.33"), ("1.33", None)]
)
def test_one_step_up_no_step_and_what_is_not_known_are_fine(
    trace: Trace, now: str | None, then: str | None
) -> None:
    assert refused_steps(upgrade(now, then), trace) == ()
