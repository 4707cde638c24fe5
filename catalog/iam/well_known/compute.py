"""Programs that start and stop nodes.

Sources (read 2026-11-30): Cluster Autoscaler, cloudprovider/aws/README.md ("Full Cluster Autoscaler Features
Policy"); EKS puts the tags `k8s.io/cluster-autoscaler/enabled` and `k8s.io/cluster-autoscaler/NAME: owned`
on the Auto Scaling groups of managed node groups (EKS user guide, "Simplify node lifecycle with managed node
groups"). Karpenter, reference of its CloudFormation template, 1.14: queue and role of the nodes are called
as there, NAME and KarpenterNodeRole-NAME; it starts no nodes in a zone that is shifted away (PR 9118 of
aws/karpenter-provider-aws).
"""

from __future__ import annotations

from typing import Any

from .program import Place, Program, allow

_READ_GROUPS = [
    "autoscaling:DescribeAutoScalingGroups",
    "autoscaling:DescribeAutoScalingInstances",
    "autoscaling:DescribeLaunchConfigurations",
    "autoscaling:DescribeScalingActivities",
    "autoscaling:DescribeTags",
    "ec2:DescribeImages",
    "ec2:DescribeInstanceTypes",
    "ec2:DescribeLaunchTemplateVersions",
    "ec2:GetInstanceTypesFromInstanceRequirements",
]
_READ_REGION = [
    "DescribeCapacityReservations",
    "DescribeImages",
    "DescribeInstanceStatus",
    "DescribeInstanceTypeOfferings",
    "DescribeInstanceTypes",
    "DescribeInstances",
    "DescribeLaunchTemplates",
    "DescribePlacementGroups",
    "DescribeSecurityGroups",
    "DescribeSpotPriceHistory",
    "DescribeSubnets",
]


def _autoscaler(place: Place) -> list[dict[str, Any]]:
    own = {"StringEquals": {f"aws:ResourceTag/k8s.io/cluster-autoscaler/{place.cluster}": "owned"}}
    change = ["autoscaling:SetDesiredCapacity", "autoscaling:TerminateInstanceInAutoScalingGroup"]
    node_groups = place.arn("eks", f"nodegroup/{place.cluster}/*/*")
    return [
        allow("ReadGroups", _READ_GROUPS, ["*"]),
        allow("ReadNodeGroups", ["eks:DescribeNodegroup"], [node_groups]),
        allow(
            "ChangeOwnGroups",
            change,
            [place.arn("autoscaling", "autoScalingGroup:*:autoScalingGroupName/*")],
            own,
        ),
    ]


def _karpenter(place: Place) -> list[dict[str, Any]]:
    return [*_nodes(place), *_instance_profiles(place), *_discovery(place)]


def _nodes(place: Place) -> list[dict[str, Any]]:
    ec2 = f"arn:{place.partition}:ec2:{place.region}"
    start = ["ec2:CreateFleet", "ec2:RunInstances"]
    used = ["capacity-reservation", "placement-group", "security-group", "subnet"]
    made = ["fleet", "instance", "launch-template", "network-interface", "spot-instances-request", "volume"]
    new, own = _tagged(place, "Request"), _tagged(place, "Resource")
    launchable = [f"{ec2}:*:{kind}/*" for kind in made]
    resources = [f"{ec2}::image/*", f"{ec2}::snapshot/*", *(f"{ec2}:*:{kind}/*" for kind in used)]
    actions = {"ec2:CreateAction": ["CreateFleet", "CreateLaunchTemplate", "RunInstances"]}
    only_names = {"aws:TagKeys": ["Name", "eks:eks-cluster-name", "karpenter.sh/nodeclaim"]}
    templates, instances = f"{ec2}:*:launch-template/*", f"{ec2}:*:instance/*"
    return [
        allow("UseForNodes", start, resources),
        allow("UseOwnTemplates", start, [templates], own),
        allow("StartNodes", [*start, "ec2:CreateLaunchTemplate"], launchable, new),
        allow(
            "TagNewObjects",
            ["ec2:CreateTags"],
            launchable,
            {**new, "StringEquals": {**new["StringEquals"], **actions}},
        ),
        allow(
            "TagOwnNodes", ["ec2:CreateTags"], [instances], {**own, "ForAllValues:StringEquals": only_names}
        ),
        allow(
            "EndOwnNodes", ["ec2:DeleteLaunchTemplate", "ec2:TerminateInstances"], [instances, templates], own
        ),
    ]


def _tagged(place: Place, what: str) -> dict[str, Any]:
    exact = {f"aws:{what}Tag/kubernetes.io/cluster/{place.cluster}": "owned"}
    if what == "Request":
        exact[f"aws:{what}Tag/eks:eks-cluster-name"] = place.cluster
    return {"StringEquals": exact, "StringLike": {f"aws:{what}Tag/karpenter.sh/nodepool": "*"}}


def _instance_profiles(place: Place) -> list[dict[str, Any]]:
    iam = f"arn:{place.partition}:iam::{place.account_id}"
    profiles = [f"{iam}:instance-profile/*"]
    ec2 = ["ec2.amazonaws.com", *(["ec2.amazonaws.com.cn"] if place.partition == "aws-cn" else [])]
    own, new = _of_class(place, "Resource"), _of_class(place, "Request")
    change = ["AddRoleToInstanceProfile", "DeleteInstanceProfile", "RemoveRoleFromInstanceProfile"]
    return [
        allow(
            "PassRoleOfNodes",
            ["iam:PassRole"],
            [f"{iam}:role/KarpenterNodeRole-{place.cluster}"],
            {"StringEquals": {"iam:PassedToService": ec2}},
        ),
        allow("CreateProfiles", ["iam:CreateInstanceProfile", "iam:TagInstanceProfile"], profiles, new),
        allow("ChangeOwnProfiles", [f"iam:{action}" for action in change], profiles, own),
        allow("ReadProfiles", ["iam:GetInstanceProfile"], profiles),
        allow("ListProfiles", ["iam:ListInstanceProfiles"], ["*"]),
    ]


def _of_class(place: Place, what: str) -> dict[str, Any]:
    tag = f"aws:{what}Tag"
    return {
        "StringEquals": {
            f"{tag}/kubernetes.io/cluster/{place.cluster}": "owned",
            f"{tag}/topology.kubernetes.io/region": place.region,
        },
        "StringLike": {f"{tag}/karpenter.k8s.aws/ec2nodeclass": "*"},
    }


def _discovery(place: Place) -> list[dict[str, Any]]:
    here = {"StringEquals": {"aws:RequestedRegion": place.region}}
    images = f"arn:{place.partition}:ssm:{place.region}::parameter/aws/service/*"
    cluster = place.arn("eks", f"cluster/{place.cluster}")
    shifted = {"StringEquals": {"arc-zonal-shift:ResourceIdentifier": cluster}}
    queue = ["sqs:DeleteMessage", "sqs:GetQueueUrl", "sqs:ReceiveMessage"]
    return [
        allow("ReadRegion", [f"ec2:{action}" for action in _READ_REGION], ["*"], here),
        allow("ReadImages", ["ssm:GetParameter"], [images]),
        allow("ReadPrices", ["pricing:GetProducts"], ["*"]),
        allow("ReadCluster", ["eks:DescribeCluster"], [cluster]),
        allow("ReadZonalShift", ["arc-zonal-shift:GetManagedResource"], ["*"], shifted),
        allow("ReadQueue", queue, [place.arn("sqs", place.cluster)]),
    ]


PROGRAMS: dict[str, Program] = {
    "cluster-autoscaler": Program(statements=_autoscaler),
    "karpenter": Program(statements=_karpenter),
}
