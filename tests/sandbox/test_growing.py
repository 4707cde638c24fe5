"""Plans of a cluster that grows: what must change is added or edited, and nothing that stays is replaced.

`tests/unit/compiler/test_growing_examples.py` shows the same of every example, without Terraform.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import yaml

from eksgen.compiler.pipeline import check_text, compile_spec
from tests.growing import GROWTHS, Document

from .conftest import Project

ENDPOINT = 'module.vpc.aws_vpc_endpoint.gateway["s3"]'
"""It lists the route tables that have a route to it."""
Actions = dict[str, set[str]]
"""The addresses of a plan by action."""


@pytest.fixture(scope="module")
def project(new_project: Callable[..., Project]) -> Iterator[Project]:
    project = new_project("growing", "100000000043")
    project.eksgen("apply", "--yes")
    yield project
    project.eksgen("destroy", "--yes")


def grown(project: Project, *growths: str) -> Document:
    """Return the spec of a project, grown one way after the other."""
    document: Document = yaml.safe_load(project.spec.read_text("utf-8"))
    for growth in growths:
        before = compile_spec(check_text(yaml.safe_dump(document).encode(), "cluster.yaml"))
        document = GROWTHS[growth](document, before) or document
    return document


def write(project: Project, document: Document) -> None:
    project.spec.write_text(yaml.safe_dump(document, sort_keys=False), "utf-8")


def planned(project: Project, document: Document) -> Actions:
    """Return what a plan of a document does."""
    text = project.spec.read_text("utf-8")
    write(project, document)
    plan: dict[str, Any] = json.loads(project.eksgen("plan", "--format", "json"))
    project.spec.write_text(text, "utf-8")
    actions: Actions = {}
    for change in plan["changes"]:
        actions.setdefault(change["action"], set()).add(change["address"])
    return actions


def zone_objects(zone: str) -> set[str]:
    names = (
        *("subnet.private", "subnet.public", "route.private_nat", "route_table.private"),
        *("route_table_association.private", "route_table_association.public"),
    )
    return {f'module.vpc.aws_{name}["{zone}"]' for name in names}


def test_a_zone_adds_its_own_objects(project: Project) -> None:
    actions = planned(project, grown(project, "zone"))
    assert actions == {"create": zone_objects("us-west-2d"), "update": {ENDPOINT}}


def test_a_nat_gateway_in_each_zone_edits_two_routes(project: Project) -> None:
    actions = planned(project, grown(project, "nat"))
    zones = ("us-west-2b", "us-west-2c")
    assert actions == {
        "create": {
            f'module.vpc.aws_{name}["{zone}"]' for name in ("eip.nat", "nat_gateway.this") for zone in zones
        },
        "update": {f'module.vpc.aws_route.private_nat["{zone}"]' for zone in zones},
    }


def test_a_group_and_a_range_for_pods_replace_nothing_and_are_applied(project: Project) -> None:
    document = grown(project, "group", "pod range", "nat", "zone")
    actions = planned(project, document)
    assert set(actions) == {"create", "update"}
    assert actions["update"] == {
        *(f'module.vpc.aws_route.private_nat["us-west-2{letter}"]' for letter in "bc"),
        'module.addons_before_nodes.aws_eks_addon.this["vpc-cni"]',
        ENDPOINT,
    }
    write(project, document)
    assert "Converged" in project.eksgen("apply", "--yes")


def test_one_more_of_each_touches_only_its_own_objects(project: Project) -> None:
    actions = planned(project, grown(project, "add-on", "entry", "service account", "binding"))
    principal = "arn:aws:iam::100000000043:role/Added"
    policy = "AmazonEKSViewPolicy"
    assert actions == {
        "create": {
            'module.addons_after_nodes.aws_eks_addon.this["kube-state-metrics"]',
            f'module.eks.aws_eks_access_entry.this["{principal}"]',
            f'module.eks.aws_eks_access_policy_association.scoped["{principal}/{policy}"]',
            'module.identity.aws_eks_pod_identity_association.this["added/added"]',
            'module.identity.aws_iam_role.this["added/added"]',
            'module.identity.aws_iam_role_policy_attachment.this["added/added/ReadOnlyAccess"]',
        },
    }
