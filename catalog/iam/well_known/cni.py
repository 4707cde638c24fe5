"""The VPC CNI, whose permissions the nodes have unless its service account has a role.

Sources (read 2026-11-30): EKS user guide, "Configure Amazon VPC CNI plugin to use IRSA" and "Amazon EKS node
IAM role" (AWS has no policy of its own for IPv6).
"""

from __future__ import annotations

from typing import Any

from .program import Place, allow

CNI_ACCOUNT = "aws-node"
"""The name of its service account, in the namespace of the add-on."""
CNI_POLICY = "AmazonEKS_CNI_Policy"
"""It has the permissions for IPv4 only."""
CNI_IPV6 = "cni-ipv6"
"""The name of the inline policy for IPv6."""
_READ = ("AssignIpv6Addresses", "DescribeInstanceTypes", "DescribeInstances", "DescribeNetworkInterfaces")


def cni_ipv6_statements(place: Place) -> list[dict[str, Any]]:
    """Return what the VPC CNI needs in an IPv6 cluster."""
    interfaces = f"arn:{place.partition}:ec2:*:*:network-interface/*"
    return [
        allow("Addresses", [*(f"ec2:{action}" for action in _READ), "ec2:DescribeTags"], ["*"]),
        allow("TagInterfaces", ["ec2:CreateTags"], [interfaces]),
    ]
