"""Find unmanaged objects: they belong to the cluster, exist in AWS, and are in no state.

Node groups, add-ons, access entries, Fargate profiles, load balancers. In: a workspace and its plan. Out:
findings of class `unmanaged`, and remarks about failed calls.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ...catalog.kubernetes_objects import is_owned_by
from ..addresses import Address
from ..drift.classify import finding_id
from ..drift.result import DriftClass, DriftFinding, DriftLevel
from ..plan.document import PlanDocument
from ..plan.result import Action
from ..plan.state_values import attribute_values, cluster_name, vpc_id
from ..source_map.trace import Trace
from ..workdir.workspace import Workspace
from .listing import classic_balancers, list_all, network_balancers
from .session import call_aws, client


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
            yield _finding(kind.resource_type, kind.attribute, name, kind.level, kind.why, trace)


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
            yield _finding("aws_lb", "name", name, DriftLevel.LOW, _BALANCER, trace)
    known = attribute_values(document, "aws_elb", "name")
    for name, tags in classic_balancers(client(workspace, "elb", region), vpc):
        if name not in known and not is_owned_by(tags, cluster):
            yield _finding("aws_elb", "name", name, DriftLevel.LOW, _BALANCER, trace)


def _finding(
    resource_type: str, attribute: str, name: str, level: DriftLevel, why: str, trace: Trace
) -> DriftFinding:
    text = f"{resource_type}[{name}]"
    return DriftFinding(
        id=finding_id(DriftClass.UNMANAGED, text, (), "present"),
        kind=DriftClass.UNMANAGED,
        address=Address(text, "", resource_type, name),
        recorded="absent",
        live="present",
        desired="absent",
        action=Action.NO_OP,
        spec=trace.call_place("eks"),
        values={attribute: name},
        level=level,
        why=why,
    )
