"""A plan that would destroy what the spec protects is an error, whatever the reason of the loss."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from eksgen.catalog.resources.lifecycle import PROTECTED
from eksgen.compiler.diagnostics import Diagnostic
from eksgen.engine.plan.document import parse_document
from eksgen.engine.plan.read import read_plan
from eksgen.engine.plan.refusals.protection import protected_changes
from eksgen.engine.plan.result import RunSubject
from eksgen.engine.source_map.place import SpecPlace
from eksgen.engine.source_map.trace import Trace

PROTECTION = SpecPlace(("terraform", "preventDestroy"), "cluster.yaml", 99, 19)


ADDRESSES = {
    "aws_eks_cluster": "module.eks.aws_eks_cluster.this",
    "aws_eks_node_group": "module.nodes_web.aws_eks_node_group.this",
    "aws_kms_key": "module.secrets_key.aws_kms_key.this",
    "aws_vpc": "module.vpc.aws_vpc.this",
}


def refused(
    trace: Trace,
    subject: RunSubject,
    type_: str,
    *actions: str,
    protect: bool = True,
    reason: str = "",
    **change: Any,
) -> tuple[Diagnostic, ...]:
    """Return the errors of a plan with one change of an object of a type."""
    before, after = change.pop("before", {}), change.pop("after", {})
    entry = {
        "address": ADDRESSES[type_],
        "action_reason": reason,
        "change": {"actions": list(actions), "before": {"id": "x", **before}, "after": after, **change},
    }
    document = parse_document({"resource_changes": [entry]})
    result = read_plan(document, subject, trace)
    return protected_changes(document, result, PROTECTION if protect else None)


@pytest.mark.parametrize("actions", [["delete"], ["delete", "create"], ["create", "delete"]])
@pytest.mark.parametrize("type_", PROTECTED)
def test_every_loss_of_a_protected_object_is_an_error(
    trace: Trace, subject: RunSubject, type_: str, actions: list[str]
) -> None:
    (diagnostic,) = refused(trace, subject, type_, *actions)
    assert diagnostic.code == "protected"
    lines = [label.span.line for label in (diagnostic.primary, *diagnostic.secondary)]
    assert 99 in lines, "the line that protects"
    assert not refused(trace, subject, type_, *actions, protect=False)


@pytest.mark.parametrize("type_", PROTECTED)
def test_changes_in_place_are_allowed(trace: Trace, subject: RunSubject, type_: str) -> None:
    assert not refused(trace, subject, type_, "update")


def test_other_objects_are_not_protected(trace: Trace, subject: RunSubject) -> None:
    assert not refused(trace, subject, "aws_eks_node_group", "delete", "create")


@pytest.mark.parametrize(
    ("reason", "status", "count"),
    [
        ("replace_because_tainted", "FAILED", 0),
        ("replace_because_tainted", "ACTIVE", 1),
        ("replace_because_cannot_update", "FAILED", 1),
    ],
)
def test_only_a_tainted_cluster_that_eks_could_not_create_may_be_replaced(
    trace: Trace, subject: RunSubject, reason: str, status: str, count: int
) -> None:
    diagnostics = refused(
        trace, subject, "aws_eks_cluster", "delete", "create",
        reason=reason, before={"status": status},
    )  # fmt: skip
    assert len(diagnostics) == count


def test_the_cause_is_shown_beside_the_line_that_protects(trace: Trace, subject: RunSubject) -> None:
    (diagnostic,) = refused(
        trace, subject, "aws_vpc", "create", "delete",
        before={"cidr_block": "10.9.0.0/16"}, after={"cidr_block": "10.8.0.0/16"}, replace_paths=[["cidr_block"]],
    )  # fmt: skip
    assert diagnostic.primary.text == "cidr_block cannot change in place"
    assert diagnostic.primary.span.line != 99
    assert [label.text for label in diagnostic.secondary] == ["protects it"]


def test_a_destroy_is_one_error_for_all(fixtures: Path, trace: Trace, subject: RunSubject) -> None:
    document = parse_document(json.loads((fixtures / "destroy.json").read_text("utf-8")))
    result = replace(read_plan(document, subject, trace, destroy=True), dangers=())
    (diagnostic,) = protected_changes(document, result, PROTECTION)
    assert diagnostic.primary.span.line == 99
    assert "EKS cluster" in diagnostic.message
    assert "VPC" in diagnostic.message
