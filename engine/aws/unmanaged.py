"""Find unmanaged objects: they belong to the cluster, exist in AWS, and are in no state.

Node groups, add-ons, access entries and their policies, Fargate profiles, load balancers, rules of the
security group that EKS creates. In: a workspace and its plan. Out: findings of class `unmanaged`, and remarks
about failed calls.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ...catalog.kubernetes_objects import is_owned_by
from ..drift.result import DriftFinding, DriftLevel
from ..plan.document import PlanDocument
from ..plan.state_values import attribute_values, cluster_name, vpc_id
from ..source_map.trace import Trace
from ..workdir.workspace import Workspace
from .listing import classic_balancers, list_all, network_balancers
from .session import call_aws, client
from .unmanaged_access import unmanaged_policies, unmanaged_rules
from .unmanaged_finding import unmanaged_finding


@dataclass(frozen=True, slots=True)
class UnmanagedType:
    """A type of object: how EKS lists it, and the attribute that names it in the state."""

    resource_type: str
    attribute: str
    operation: str
    items: str
    level: DriftLevel
    why: str


UNMANAGED_TYPES = (
    UnmanagedType(
        "aws_eks_node_group",
        "node_group_name",
        "list_nodegroups",
        "nodegroups",
        DriftLevel.MEDIUM,
        "nodes that are not in the spec run in the cluster",
    ),
    UnmanagedType(
        "aws_eks_addon",
        "addon_name",
        "list_addons",
        "addons",
        DriftLevel.MEDIUM,
        "an add-on that is not in the spec",
    ),
    UnmanagedType(
        "aws_eks_fargate_profile",
        "fargate_profile_name",
        "list_fargate_profiles",
        "fargateProfileNames",
        DriftLevel.MEDIUM,
        "pods may run on Fargate although the spec does not say so",
    ),
    UnmanagedType(
        "aws_eks_access_entry",
        "principal_arn",
        "list_access_entries",
        "accessEntries",
        DriftLevel.HIGH,
        "somebody who is not in the spec can use the Kubernetes API",
    ),
)
_BALANCER = "a load balancer in the cluster's VPC that neither the spec nor Kubernetes created"


def find_unmanaged(
    workspace: Workspace, document: PlanDocument, trace: Trace
) -> tuple[tuple[DriftFinding, ...], tuple[str, ...]]:
    """Return all unmanaged objects of an existing cluster, sorted by type and name, and remarks."""
    cluster, region = cluster_name(document), document.region
    if cluster is None or region is None:
        return (), ()

    def find() -> tuple[DriftFinding, ...]:
        findings = [*_eks_objects(workspace, document, trace, cluster, region)]
        if vpc := vpc_id(document):
            findings += _load_balancers(workspace, document, trace, (cluster, vpc, region))
        return tuple(sorted(findings, key=lambda finding: finding.address.text))

    return call_aws("unmanaged objects", find, ())


def _eks_objects(
    workspace: Workspace, document: PlanDocument, trace: Trace, cluster: str, region: str
) -> Iterator[DriftFinding]:
    eks = client(workspace, "eks", region)
    roles = node_roles(eks, cluster)
    for kind in UNMANAGED_TYPES:
        known = attribute_values(document, kind.resource_type, kind.attribute)
        for name in list_all(eks, kind.operation, kind.items, clusterName=cluster):
            if name in known or name in roles or is_made_by_eks(name):
                continue
            values = {kind.attribute: name}
            yield unmanaged_finding(kind.resource_type, name, values, kind.level, kind.why, trace)
    principals = list(list_all(eks, "list_access_entries", "accessEntries", clusterName=cluster))
    people = [arn for arn in principals if ":role/aws-service-role/" not in arn]
    yield from unmanaged_policies(eks, document, trace, cluster, people)
    yield from unmanaged_rules(client(workspace, "ec2", region), document, trace)


def is_made_by_eks(principal_arn: str) -> bool:
    """Return whether EKS created an access entry for one of its service-linked roles."""
    return ":role/aws-service-role/" in principal_arn


def node_roles(eks: object, cluster: str) -> frozenset[str]:
    """Return the roles of node groups and Fargate profiles, whose access entries EKS creates by itself."""
    roles = set()
    for name in list_all(eks, "list_nodegroups", "nodegroups", clusterName=cluster):
        roles.add(eks.describe_nodegroup(clusterName=cluster, nodegroupName=name)["nodegroup"]["nodeRole"])  # type: ignore[attr-defined]
    for name in list_all(eks, "list_fargate_profiles", "fargateProfileNames", clusterName=cluster):
        profile = eks.describe_fargate_profile(clusterName=cluster, fargateProfileName=name)["fargateProfile"]  # type: ignore[attr-defined]
        roles.add(profile["podExecutionRoleArn"])
    return frozenset(roles)


def _load_balancers(
    workspace: Workspace, document: PlanDocument, trace: Trace, where: tuple[str, str, str]
) -> Iterator[DriftFinding]:
    cluster, vpc, region = where
    known = attribute_values(document, "aws_lb", "arn")
    for arn, name, tags in network_balancers(client(workspace, "elbv2", region), vpc):
        if arn not in known and not is_owned_by(tags, cluster):
            yield unmanaged_finding("aws_lb", name, {"name": name}, DriftLevel.LOW, _BALANCER, trace)
    known = attribute_values(document, "aws_elb", "name")
    for name, tags in classic_balancers(client(workspace, "elb", region), vpc):
        if name not in known and not is_owned_by(tags, cluster):
            yield unmanaged_finding("aws_elb", name, {"name": name}, DriftLevel.LOW, _BALANCER, trace)
