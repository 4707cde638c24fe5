"""The AWS Load Balancer Controller.

Source: AWS Load Balancer Controller, docs/install/iam_policy.json of v2.17 and v3.1 (read 2026-11-30). Where
that policy asks for any value of the tag `elbv2.k8s.aws/cluster`, this one asks for the name of the cluster,
which is the value that the controller sets. Security groups of nodes and target groups made elsewhere have
no such tag, so rules and targets are limited to the account and region.
"""

from __future__ import annotations

from typing import Any

from ...kubernetes.objects import LOAD_BALANCER_CLUSTER_TAG as TAG
from .program import Place, Program, allow

_EC2_READ = [
    "DescribeAccountAttributes",
    "DescribeAddresses",
    "DescribeAvailabilityZones",
    "DescribeCoipPools",
    "DescribeInstances",
    "DescribeInternetGateways",
    "DescribeIpamPools",
    "DescribeNetworkInterfaces",
    "DescribeRouteTables",
    "DescribeSecurityGroups",
    "DescribeSubnets",
    "DescribeTags",
    "DescribeVpcPeeringConnections",
    "DescribeVpcs",
    "GetCoipPoolUsage",
    "GetSecurityGroupsForVpc",
]
_READ = [
    "DescribeCapacityReservation",
    "DescribeListenerAttributes",
    "DescribeListenerCertificates",
    "DescribeListeners",
    "DescribeLoadBalancerAttributes",
    "DescribeLoadBalancers",
    "DescribeRules",
    "DescribeSSLPolicies",
    "DescribeTags",
    "DescribeTargetGroupAttributes",
    "DescribeTargetGroups",
    "DescribeTargetHealth",
    "DescribeTrustStores",
]
_OTHERS_READ = [
    "acm:DescribeCertificate",
    "acm:ListCertificates",
    "cognito-idp:DescribeUserPoolClient",
    "iam:GetServerCertificate",
    "iam:ListServerCertificates",
    "shield:DescribeProtection",
    "shield:GetSubscriptionState",
    "waf-regional:GetWebACL",
    "waf-regional:GetWebACLForResource",
    "wafv2:GetWebACL",
    "wafv2:GetWebACLForResource",
]
_ATTACH = [
    "elasticloadbalancing:SetWebAcl",
    "shield:CreateProtection",
    "shield:DeleteProtection",
    "waf-regional:AssociateWebACL",
    "waf-regional:DisassociateWebACL",
    "wafv2:AssociateWebACL",
    "wafv2:DisassociateWebACL",
]
_CHANGE_OWN = [
    "DeleteLoadBalancer",
    "DeleteTargetGroup",
    "ModifyCapacityReservation",
    "ModifyIpPools",
    "ModifyListenerAttributes",
    "ModifyLoadBalancerAttributes",
    "ModifyTargetGroup",
    "ModifyTargetGroupAttributes",
    "SetIpAddressType",
    "SetSecurityGroups",
    "SetSubnets",
]
_LISTENERS = [
    "AddListenerCertificates",
    "CreateListener",
    "CreateRule",
    "DeleteListener",
    "DeleteRule",
    "ModifyListener",
    "ModifyRule",
    "RemoveListenerCertificates",
    "SetRulePriorities",
]
_SERVICE = "elasticloadbalancing.amazonaws.com"
_TARGETS = ["RegisterTargets", "DeregisterTargets"]


def _elb(actions: list[str]) -> list[str]:
    return [f"elasticloadbalancing:{action}" for action in actions]


def _controller(place: Place) -> list[dict[str, Any]]:
    groups = [place.arn("ec2", "security-group/*")]
    # A VPC that is shared with the account has the account of its owner.
    vpcs = f"arn:{place.partition}:ec2:{place.region}:*:vpc/*"
    own = {"StringEquals": {f"aws:ResourceTag/{TAG}": place.cluster}}
    new = {"StringEquals": {f"aws:RequestTag/{TAG}": place.cluster}}
    # The tag of the cluster itself is neither added to what has none, nor taken away.
    others = {"Null": {f"aws:RequestTag/{TAG}": "true"}, **own}
    balancers = [_of(place, f"{kind}/*/*") for kind in ("loadbalancer/app", "loadbalancer/net")]
    target_groups = [_of(place, "targetgroup/*/*")]
    listeners = [_of(place, f"listener/{kind}/*/*/*") for kind in ("app", "net")]
    rules = [_of(place, f"listener-rule/{kind}/*/*/*") for kind in ("app", "net")]
    created = {"StringEquals": {**new["StringEquals"], "ec2:CreateAction": "CreateSecurityGroup"}}
    tagged = {
        "StringEquals": {
            **new["StringEquals"],
            "elasticloadbalancing:CreateAction": ["CreateLoadBalancer", "CreateTargetGroup"],
        }
    }
    linked = {"StringEquals": {"iam:AWSServiceName": _SERVICE}}
    linked_roles = f"arn:{place.partition}:iam::{place.account_id}:role/aws-service-role/{_SERVICE}/*"
    own_kinds = [*balancers, *target_groups]
    return [
        allow("LinkedRole", ["iam:CreateServiceLinkedRole"], [linked_roles], linked),
        allow("Read", [*(f"ec2:{action}" for action in _EC2_READ), *_elb(_READ), *_OTHERS_READ], ["*"]),
        allow("AttachFirewalls", _ATTACH, ["*"]),
        allow("ChangeRules", ["ec2:AuthorizeSecurityGroupIngress", "ec2:RevokeSecurityGroupIngress"], groups),
        allow("CreateGroups", ["ec2:CreateSecurityGroup"], [*groups, vpcs]),
        allow("TagNewGroups", ["ec2:CreateTags"], groups, created),
        allow("TagOwnGroups", ["ec2:CreateTags", "ec2:DeleteTags"], groups, others),
        allow("DeleteOwnGroups", ["ec2:DeleteSecurityGroup"], groups, own),
        allow("Create", _elb(["CreateLoadBalancer", "CreateTargetGroup"]), own_kinds, new),
        allow("TagNew", _elb(["AddTags"]), own_kinds, tagged),
        allow("TagOwn", _elb(["AddTags", "RemoveTags"]), own_kinds, others),
        allow("TagListeners", _elb(["AddTags", "RemoveTags"]), [*listeners, *rules]),
        allow("ChangeOwn", _elb(_CHANGE_OWN), [*own_kinds, *listeners], own),
        allow("ChangeListeners", _elb(_LISTENERS), [*balancers, *listeners, *rules]),
        allow("ChangeTargets", _elb(_TARGETS), target_groups),
    ]


def _of(place: Place, resource: str) -> str:
    return place.arn("elasticloadbalancing", resource)


PROGRAMS: dict[str, Program] = {"aws-load-balancer-controller": Program(statements=_controller)}
