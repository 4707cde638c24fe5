"""The network and its load balancers."""

from __future__ import annotations

from .cluster import is_set
from .restriction import KEEP, OTHER_CLUSTER, Reader, Restriction, Rule

NETWORK: tuple[Restriction, ...] = (
    Restriction(
        key="network-range",
        resource_type="aws_vpc",
        attribute=("cidr_block",),
        message="EC2 cannot change the range of a VPC: {recorded} to {planned}",
        answer="the primary CIDR block of a VPC is fixed, and a cluster cannot move to another VPC",
        helps=(KEEP, OTHER_CLUSTER),
        source="VPC user guide, VPC CIDR blocks; EKS API reference, UpdateClusterConfig",
        module="vpc",
        argument=("cidr",),
    ),
    *(
        Restriction(
            key=f"{tier}-subnet-range",
            resource_type="aws_subnet",
            attribute=("cidr_block",),
            message="EC2 cannot change the range of {subject}: {recorded} to {planned}",
            answer="InvalidSubnet.Conflict for ranges that overlap, DependencyViolation for a subnet in use",
            helps=("keep the ranges that exist: undo the edit of `{field}`",),
            source="VPC user guide, Subnet CIDR blocks; EC2 API reference, DeleteSubnet",
            module="vpc",
            argument=(f"{argument}_subnets", "*"),
            tier=tier,
            within="network-range",
        )
        for tier, argument in (
            ("private", "private"),
            ("public", "public"),
            ("intra", "intra"),
            ("pods", "pod"),
        )
    ),
    Restriction(
        key="load-balancer-protection",
        resource_type="aws_lb",
        attribute=("enable_deletion_protection",),
        rule=Rule.PROTECTED,
        reader=Reader.PROTECTION,
        refuses=is_set,
        code="deletion-protection",
        message="{subject} cannot be deleted: it has deletion protection",
        answer="OperationNotPermitted: deletion protection is enabled; "
        "the listeners would be deleted before that",
        helps=("keep it without `deletionProtection`, apply, and only then remove or replace it",),
        source="Elastic Load Balancing API reference, DeleteLoadBalancer",
        module="elb",
        argument=("deletion_protection",),
    ),
)
