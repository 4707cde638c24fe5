"""What a step of the Kubernetes version leaves behind."""

from __future__ import annotations

from typing import Any

import pytest

from eksgen.compiler.diagnostics import Diagnostic, Severity
from eksgen.engine.plan.document import parse_document
from eksgen.engine.plan.left_behind import left_behind
from eksgen.engine.source_map.trace import Trace


def entry(address: str, before: dict[str, Any], after: dict[str, Any] | None = None) -> dict[str, Any]:
    """An object with its values before and, where they change, after."""
    actions = ["no-op"] if after is None else ["update"]
    return {"address": address, "change": {"actions": actions, "before": before, "after": after or before}}


def cluster(old: str, new: str) -> dict[str, Any]:
    return entry("module.eks.aws_eks_cluster.this", {"version": old}, {"version": new})


def addon(name: str, old: str, new: str | None = None) -> dict[str, Any]:
    values = {"addon_name": name, "addon_version": old}
    address = f'module.addons.aws_eks_addon.this["{name}"]'
    return entry(address, values, {**values, "addon_version": new} if new else None)


def managed(old: str, new: str | None = None) -> dict[str, Any]:
    values = {"node_group_name": "web", "version": old}
    address = "module.nodes_web.aws_eks_node_group.this"
    return entry(address, values, {**values, "version": new} if new else None)


def self_managed(image: str | None, refresh: list[dict[str, Any]]) -> tuple[dict[str, Any], dict[str, Any]]:
    template = {"image_id": "ami-1"}
    return (
        entry("module.nodes_ci.aws_launch_template.this", template, {"image_id": image} if image else None),
        entry("module.nodes_ci.aws_autoscaling_group.this[0]", {"name": "ci", "instance_refresh": refresh}),
    )


def found(*changes: dict[str, Any]) -> tuple[Diagnostic, ...]:
    return left_behind(parse_document({"resource_changes": list(changes)}), Trace(spec="prod.yaml"))


def test_addons_that_keep_their_version_are_named() -> None:
    (warning,) = found(
        cluster("1.35", "1.36"),
        addon("kube-proxy", "v1.35.0-eksbuild.2", "v1.36.0-eksbuild.2"),
        addon("coredns", "v1.13.2-eksbuild.4"),
    )
    assert warning.severity is Severity.WARNING
    assert warning.message == "add-ons stay at their versions while Kubernetes goes to 1.36"
    assert warning.notes == ("add-ons: coredns v1.13.2-eksbuild.4",)
    assert warning.helps == ("find the versions for 1.36: eksgen update prod.yaml",)


@pytest.mark.parametrize(
    ("changes", "note"),
    [
        ((managed("1.35"),), "node groups: web (1.35)"),
        (
            (managed("1.32"),),
            "node groups: web (1.32, more than 3 minor versions older: EKS refuses the step)",
        ),
        (self_managed(None, [{}]), "node groups: ci (the same image as before)"),
        (self_managed("ami-2", []), "node groups: ci (its nodes stay at 1.35 until they are replaced)"),
    ],
)
def test_node_groups_that_stay_are_named_with_the_reason(changes: Any, note: str) -> None:
    (warning,) = found(cluster("1.35", "1.36"), *changes)
    assert warning.notes == (note,)


@pytest.mark.parametrize(
    "changes",
    [
        (managed("1.35", "1.36"), addon("coredns", "v1", "v2"), *self_managed("ami-2", [{}])),
        (),
    ],
)
def test_nothing_is_said_if_everything_moves(changes: Any) -> None:
    assert found(cluster("1.35", "1.36"), *changes) == ()


def test_a_plan_without_a_step_up_leaves_nothing_behind() -> None:
    assert found(cluster("1.36", "1.36"), addon("coredns", "v1")) == ()
    assert found(cluster("1.36", "1.35"), addon("coredns", "v1")) == ()
    assert found(addon("coredns", "v1")) == ()


def test_many_addons_are_cut() -> None:
    (warning,) = found(cluster("1.35", "1.36"), *(addon(f"a{number:02}", "v1") for number in range(12)))
    assert warning.notes[0].endswith("a09 v1 and 2 more")
