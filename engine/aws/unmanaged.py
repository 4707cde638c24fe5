"""Find unmanaged objects: they belong to the cluster, exist in AWS, and are in no state.

What EKS lists in the cluster, load balancers, policies of access entries, rules of the security group of EKS,
subscriptions of log groups, policies of registries. In: a workspace and its plan. Out: findings
of class `unmanaged`, and remarks about failed calls.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from ...catalog.destroy_blockers import DESTROY_BLOCKERS
from ..drift.result import DriftFinding, DriftLevel
from ..plan.document import PlanDocument
from ..plan.state_values import cluster_name, vpc_id
from ..source_map.trace import Trace
from ..workdir.workspace import Workspace
from .outside_state import (
    Clients,
    Names,
    capability_policies,
    is_made_by_eks,
    list_items,
    outside_state,
)
from .session import call_aws, client
from .templates import Item, value_at
from .unmanaged_access import unmanaged_policies, unmanaged_rules
from .unmanaged_finding import unmanaged_finding
from .unmanaged_outlets import unmanaged_outlets


@dataclass(frozen=True, slots=True)
class UnmanagedType:
    """How much an object of a type matters, and why; `values` maps attributes of the type, which name it to
    people and to CloudTrail, to fields of the object."""

    level: DriftLevel
    why: str
    values: Mapping[str, str] = field(default_factory=dict)


_BALANCER = "a load balancer in the cluster's VPC that neither the spec nor Kubernetes created"

UNMANAGED_TYPES: dict[str, UnmanagedType] = {
    "aws_eks_access_entry": UnmanagedType(
        DriftLevel.HIGH, "somebody who is not in the spec can use the Kubernetes API", {"principal_arn": ""}
    ),
    "aws_eks_addon": UnmanagedType(
        DriftLevel.MEDIUM, "an add-on that is not in the spec", {"addon_name": ""}
    ),
    "aws_eks_capability": UnmanagedType(
        DriftLevel.HIGH,
        "EKS acts in the cluster and in AWS with the role of a capability that is not in the spec",
        {"capability_name": "capabilityName"},
    ),
    "aws_eks_fargate_profile": UnmanagedType(
        DriftLevel.MEDIUM,
        "pods may run on Fargate although the spec does not say so",
        {"fargate_profile_name": ""},
    ),
    "aws_eks_identity_provider_config": UnmanagedType(
        DriftLevel.HIGH, "users of an identity provider that is not in the spec can sign in", {"name": "name"}
    ),
    "aws_eks_node_group": UnmanagedType(
        DriftLevel.MEDIUM, "nodes that are not in the spec run in the cluster", {"node_group_name": ""}
    ),
    "aws_eks_pod_identity_association": UnmanagedType(
        DriftLevel.HIGH,
        "pods of a service account get an AWS role that the spec does not give them",
        {
            "association_id": "associationId",
            "namespace": "namespace",
            "service_account": "serviceAccount",
        },
    ),
    "aws_elb": UnmanagedType(DriftLevel.LOW, _BALANCER, {"name": "LoadBalancerName"}),
    "aws_lb": UnmanagedType(DriftLevel.LOW, _BALANCER, {"name": "LoadBalancerName"}),
}
"""By the `resource_type` of rows of `catalog/destroy_blockers/`, which list the objects."""


def find_unmanaged(
    workspace: Workspace, document: PlanDocument, trace: Trace
) -> tuple[tuple[DriftFinding, ...], tuple[str, ...]]:
    """Return all unmanaged objects of an existing cluster, sorted by type and name, and remarks."""
    cluster, region = cluster_name(document), document.region
    if cluster is None or region is None:
        return (), ()
    clients = cache(lambda service: client(workspace, service, region))
    names = {"cluster": cluster, "vpc": vpc_id(document) or ""}

    def find() -> tuple[DriftFinding, ...]:
        findings = _unmanaged(clients, names, document, trace)
        return tuple(sorted(findings, key=lambda finding: finding.address.text))

    return call_aws("unmanaged objects", find, ())


def _unmanaged(
    clients: Clients, names: Names, document: PlanDocument, trace: Trace
) -> Iterator[DriftFinding]:
    for row in DESTROY_BLOCKERS:
        kind = UNMANAGED_TYPES.get(row.resource_type)
        if kind is None or not names["cluster" if row.service == "eks" else "vpc"]:
            continue
        items = list_items(clients, row, names)
        for id_, item in outside_state(clients, row, names, items, document):
            yield _finding(row.resource_type, kind, id_, item, trace)
        if row.principals:
            people = [arn for arn in (str(value_at(i, row.id)) for i in items) if not is_made_by_eks(arn)]
            eks, cluster = clients("eks"), names["cluster"]
            by_eks = capability_policies(eks, cluster)
            yield from unmanaged_policies(
                eks, document, trace, cluster, {arn: by_eks.get(arn, ()) for arn in people}
            )
    yield from unmanaged_rules(clients("ec2"), document, trace)
    yield from unmanaged_outlets(clients, document, trace)


def _finding(resource_type: str, kind: UnmanagedType, id_: str, item: Item, trace: Trace) -> DriftFinding:
    values = {attribute: str(value_at(item, field)) for attribute, field in kind.values.items()}
    name = values.get("name", id_)
    return unmanaged_finding(resource_type, name, values, kind.level, kind.why, trace)
