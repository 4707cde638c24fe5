"""Version steps that EKS would refuse are reported at the version in the spec."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eksgen.engine.plan.document import PlanDocument, parse_document
from eksgen.engine.plan.version_steps import refused_steps
from eksgen.engine.source_map.trace import Trace


def upgrade(fixtures: Path, current: str | None, planned: str | None) -> PlanDocument:
    raw = json.loads((fixtures / "empty.json").read_text("utf-8"))
    for entry in raw["resource_changes"]:
        if entry["type"] == "aws_eks_cluster":
            change = entry["change"]
            change["actions"] = ["update"]
            change["before"]["version"], change["after"]["version"] = current, planned
    return parse_document(raw)


@pytest.mark.parametrize(
    ("current", "planned", "texts"),
    [
        (
            "1.31",
            "1.33",
            (
                "Kubernetes goes from 1.31 to 1.33 in one step",
                'write `version: "1.32"` and apply before the next step',
            ),
        ),
        (
            "1.35",
            "1.33",
            (
                "Kubernetes goes from 1.35 to 1.33 in one step",
                'write `version: "1.34"` and apply before the next step',
            ),
        ),
    ],
)
def test_a_step_that_eks_refuses_is_reported_at_the_version(
    fixtures: Path, trace: Trace, current: str, planned: str, texts: tuple[str, str]
) -> None:
    (diagnostic,) = refused_steps(upgrade(fixtures, current, planned), trace)
    assert (diagnostic.message, *diagnostic.helps) == texts
    assert diagnostic.primary.text == f"the cluster runs {current}"
    assert diagnostic.primary.span.file == "cluster.yaml"


@pytest.mark.parametrize(
    ("current", "planned"),
    [("1.31", "1.31"), ("1.31", "1.32"), ("1.32", "1.31"), (None, "1.33"), ("1.33", None)],
)
def test_single_steps_and_unknown_versions_are_accepted(
    fixtures: Path, trace: Trace, current: str | None, planned: str | None
) -> None:
    assert refused_steps(upgrade(fixtures, current, planned), trace) == ()
