"""What a picture of the cluster is made from."""

from __future__ import annotations

from collections.abc import Callable

from eksgen.engine.drift.classify import read_drift
from eksgen.engine.plan.document import PlanDocument
from eksgen.engine.plan.read import read_plan
from eksgen.engine.plan.result import Action, RunSubject
from eksgen.engine.source_map.trace import Trace

Recorded = Callable[[str], PlanDocument]


def test_unchanged_objects_are_in_the_drawing(recorded: Recorded, trace: Trace, subject: RunSubject) -> None:
    plan = read_plan(recorded("empty"), subject, trace)
    assert plan.changes == ()
    assert [(s.address.text, s.action) for s in plan.picture] == [
        ("module.eks.aws_eks_cluster.this", Action.NO_OP)
    ]
    assert plan.picture[0].values["name"] == "demo"


def test_the_drawing_marks_outside_changes_but_not_noise(
    recorded: Recorded, trace: Trace, subject: RunSubject
) -> None:
    assert [s.outside for s in read_plan(recorded("drift_cidrs"), subject, trace).picture] == [True]
    assert [s.outside for s in read_drift(recorded("drift_cidrs"), subject, trace).picture] == [True]
    assert [s.outside for s in read_plan(recorded("drift_computed"), subject, trace).picture] == [False]


def test_the_drawing_holds_only_attributes_that_it_shows(
    recorded: Recorded, trace: Trace, subject: RunSubject
) -> None:
    said = {name for s in read_plan(recorded("create"), subject, trace).picture for name in s.values}
    assert said <= {
        "name", "version", "vpc_config", "cidr_block", "availability_zone",
        "node_group_name", "scaling_config", "instance_types", "capacity_type",
    }  # fmt: skip
