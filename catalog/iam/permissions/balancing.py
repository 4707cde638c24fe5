"""Load balancers, their records and web ACLs.

Sources, read 2026-11-30: the calls of terraform-provider-aws 5.100 in runs of the local AWS; the actions of
the service authorization reference (the copy in cfn-lint 1.58), which has the two about the association of
a web ACL beside the older `SetWebAcl`. What Elastic Load Balancing looks up in EC2 with the rights of the
caller: its user guide, "Elastic Load Balancing API permissions"; aws-load-balancer-controller issue 3917
(CreateLoadBalancer is denied without `ec2:GetSecurityGroupsForVpc`, which the guide lacks).
"""

from __future__ import annotations

from .permission import Permissions, actions

_TAGS = "AddTags RemoveTags"
_EC2 = actions(
    "ec2",
    "DescribeAccountAttributes DescribeAddresses DescribeAvailabilityZones DescribeInternetGateways "
    "DescribeNetworkInterfaces DescribeSecurityGroups DescribeSubnets DescribeVpcs GetSecurityGroupsForVpc",
)
_LINKED = ("elasticloadbalancing.amazonaws.com",)


def _elb(type_: str, read: str, write: str, **more: tuple[str, ...]) -> Permissions:
    service = "elasticloadbalancing"
    return Permissions(type_, actions(service, read) + more.pop("reads", ()), actions(service, write), **more)


_POLICIES = "DescribeLoadBalancerPolicies DescribeLoadBalancers"

BALANCING: tuple[Permissions, ...] = (
    _elb(
        "aws_elb",
        "DescribeLoadBalancerAttributes DescribeLoadBalancers DescribeTags",
        f"{_TAGS} ApplySecurityGroupsToLoadBalancer AttachLoadBalancerToSubnets ConfigureHealthCheck "
        "CreateLoadBalancer CreateLoadBalancerListeners DeleteLoadBalancer DeleteLoadBalancerListeners "
        "DetachLoadBalancerFromSubnets ModifyLoadBalancerAttributes",
        reads=_EC2,
        linked=_LINKED,
    ),
    _elb(
        "aws_lb",
        "DescribeCapacityReservation DescribeLoadBalancerAttributes DescribeLoadBalancers DescribeTags",
        f"{_TAGS} CreateLoadBalancer DeleteLoadBalancer ModifyCapacityReservation "
        "ModifyLoadBalancerAttributes SetIpAddressType SetSecurityGroups SetSubnets",
        reads=_EC2,
        linked=_LINKED,
    ),
    _elb(
        "aws_lb_listener",
        "DescribeListenerAttributes DescribeListeners DescribeTags",
        f"{_TAGS} CreateListener DeleteListener ModifyListener ModifyListenerAttributes",
    ),
    _elb(
        "aws_lb_listener_certificate",
        "DescribeListenerCertificates",
        "AddListenerCertificates RemoveListenerCertificates",
    ),
    _elb(
        "aws_lb_listener_rule",
        "DescribeRules DescribeTags",
        f"{_TAGS} CreateRule DeleteRule ModifyRule SetRulePriorities",
    ),
    _elb(
        "aws_lb_target_group",
        "DescribeTags DescribeTargetGroupAttributes DescribeTargetGroups",
        f"{_TAGS} CreateTargetGroup DeleteTargetGroup ModifyTargetGroup ModifyTargetGroupAttributes",
        reads=actions("ec2", "DescribeInternetGateways DescribeVpcs"),
    ),
    _elb(
        "aws_load_balancer_backend_server_policy",
        _POLICIES,
        "SetLoadBalancerPoliciesForBackendServer",
    ),
    _elb("aws_load_balancer_listener_policy", _POLICIES, "SetLoadBalancerPoliciesOfListener"),
    _elb(
        "aws_load_balancer_policy",
        _POLICIES,
        "CreateLoadBalancerPolicy DeleteLoadBalancerPolicy SetLoadBalancerPoliciesForBackendServer "
        "SetLoadBalancerPoliciesOfListener",
    ),
    Permissions(
        "aws_route53_record",
        actions("route53", "GetHostedZone ListResourceRecordSets"),
        actions("route53", "ChangeResourceRecordSets GetChange"),
    ),
    Permissions(
        "aws_wafv2_web_acl_association",
        (
            *actions("wafv2", "GetWebACL GetWebACLForResource"),
            *actions("elasticloadbalancing", "DescribeWebACLAssociation GetLoadBalancerWebACL"),
        ),
        (
            *actions("wafv2", "AssociateWebACL DisassociateWebACL"),
            *actions("elasticloadbalancing", "CreateWebACLAssociation DeleteWebACLAssociation SetWebAcl"),
        ),
    ),
)
