"""Objects of a cluster that no state records: how much each type matters, and what people must know of it.

`describe` is the operation that returns one object: its parameters and the key of the answer. `facts` are
labels with templates, whose `{.FIELD}` is a field of that object. Source: EKS and Elastic Load Balancing API
references, read 2026-11-30; a unit test compares all of it with the service models of botocore.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..resources.risk import Risk


@dataclass(frozen=True, slots=True)
class Describe:
    """An operation of `service` with the parameters that the templates make; `answer` leads to the object."""

    service: str
    operation: str
    parameters: Mapping[str, object]
    answer: str


@dataclass(frozen=True, slots=True)
class UnmanagedType:
    """How much an object of a type matters, why, and what an attacker could do with it.

    `values` maps attributes of the type, which name it to people and to CloudTrail, to fields of the listed
    object.
    """

    level: str
    why: str
    risk: Risk
    values: Mapping[str, str]
    describe: tuple[Describe, ...]
    facts: tuple[tuple[str, str], ...] = field(default=())


def _of_cluster(operation: str, parameter: str, answer: str) -> Describe:
    return Describe("eks", operation, {"clusterName": "{cluster}", parameter: "{id}"}, answer)


_BALANCER = "a load balancer in the cluster's VPC that neither the spec nor Kubernetes created"

ON_THE_INTERNET = ("scheme", "internet-facing")
"""The fact that anybody reaches a load balancer: its risk is then that of an open network."""

UNMANAGED_TYPES: Mapping[str, UnmanagedType] = {
    "aws_eks_access_entry": UnmanagedType(
        "high",
        "somebody who is not in the spec can use the Kubernetes API",
        Risk.CLUSTER_ACCESS,
        {"principal_arn": ""},
        (
            _of_cluster("describe_access_entry", "principalArn", "accessEntry"),
            _of_cluster("list_associated_access_policies", "principalArn", ""),
        ),
        (
            ("ARN", "{.accessEntryArn}"),
            ("type", "{.type}"),
            ("groups", "{.kubernetesGroups}"),
            ("policies", "{.associatedAccessPolicies.policyArn}"),
        ),
    ),
    "aws_eks_addon": UnmanagedType(
        "medium",
        "an add-on that is not in the spec",
        Risk.CODE,
        {"addon_name": ""},
        (_of_cluster("describe_addon", "addonName", "addon"),),
        (
            ("ARN", "{.addonArn}"),
            ("version", "{.addonVersion}"),
            ("role", "{.serviceAccountRoleArn}"),
        ),
    ),
    "aws_eks_capability": UnmanagedType(
        "high",
        "EKS acts in the cluster and in AWS with the role of a capability that is not in the spec",
        Risk.RIGHTS,
        {"capability_name": "capabilityName"},
        (_of_cluster("describe_capability", "capabilityName", "capability"),),
        (("ARN", "{.arn}"), ("type", "{.type}"), ("role", "{.roleArn}")),
    ),
    "aws_eks_fargate_profile": UnmanagedType(
        "medium",
        "pods may run on Fargate although the spec does not say so",
        Risk.CODE,
        {"fargate_profile_name": ""},
        (_of_cluster("describe_fargate_profile", "fargateProfileName", "fargateProfile"),),
        (
            ("ARN", "{.fargateProfileArn}"),
            ("role", "{.podExecutionRoleArn}"),
            ("namespaces", "{.selectors.namespace}"),
            ("subnets", "{.subnets}"),
        ),
    ),
    "aws_eks_identity_provider_config": UnmanagedType(
        "high",
        "users of an identity provider that is not in the spec can sign in",
        Risk.CLUSTER_ACCESS,
        {"name": "name"},
        (
            Describe(
                "eks",
                "describe_identity_provider_config",
                {"clusterName": "{cluster}", "identityProviderConfig": {"type": "oidc", "name": "{id}"}},
                "identityProviderConfig.oidc",
            ),
        ),
        (
            ("ARN", "{.identityProviderConfigArn}"),
            ("issuer", "{.issuerUrl}"),
            ("client", "{.clientId}"),
            ("groups", "{.groupsClaim}"),
        ),
    ),
    "aws_eks_node_group": UnmanagedType(
        "medium",
        "nodes that are not in the spec run in the cluster",
        Risk.CODE,
        {"node_group_name": ""},
        (_of_cluster("describe_nodegroup", "nodegroupName", "nodegroup"),),
        (
            ("ARN", "{.nodegroupArn}"),
            ("types", "{.instanceTypes}"),
            ("size", "{.scalingConfig.minSize} to {.scalingConfig.maxSize} nodes"),
            ("image", "{.amiType}"),
            ("role", "{.nodeRole}"),
        ),
    ),
    "aws_eks_pod_identity_association": UnmanagedType(
        "high",
        "pods of a service account get an AWS role that the spec does not give them",
        Risk.RIGHTS,
        {
            "association_id": "associationId",
            "namespace": "namespace",
            "service_account": "serviceAccount",
        },
        (_of_cluster("describe_pod_identity_association", "associationId", "association"),),
        (
            ("ARN", "{.associationArn}"),
            ("namespace", "{.namespace}"),
            ("role", "{.roleArn}"),
            ("then role", "{.targetRoleArn}"),
        ),
    ),
    "aws_elb": UnmanagedType(
        "low",
        _BALANCER,
        Risk.REACH,
        {"name": "LoadBalancerName"},
        (
            Describe(
                "elb", "describe_load_balancers", {"LoadBalancerNames": ["{id}"]}, "LoadBalancerDescriptions"
            ),
        ),
        (
            ("scheme", "{.Scheme}"),
            ("DNS", "{.DNSName}"),
            ("ports", "{.ListenerDescriptions.Listener.LoadBalancerPort}"),
        ),
    ),
    "aws_lb": UnmanagedType(
        "low",
        _BALANCER,
        Risk.REACH,
        {"name": "LoadBalancerName"},
        (
            Describe("elbv2", "describe_load_balancers", {"LoadBalancerArns": ["{id}"]}, "LoadBalancers"),
            Describe("elbv2", "describe_listeners", {"LoadBalancerArn": "{id}"}, ""),
        ),
        (
            ("ARN", "{.LoadBalancerArn}"),
            ("type", "{.Type}"),
            ("scheme", "{.Scheme}"),
            ("DNS", "{.DNSName}"),
            ("ports", "{.Listeners.Port}"),
        ),
    ),
}
"""By the `resource_type` of rows of `catalog/destroy_blockers/`, which list the objects."""
