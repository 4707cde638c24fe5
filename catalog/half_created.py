"""Which objects `preventDestroy` protects, and which ones that were created in part are kept.

Terraform marks an object as tainted if its creation was interrupted or failed after AWS had begun it, and
would replace it. AWS goes on creating it all the same.
"""

from __future__ import annotations

from collections.abc import Mapping

PROTECTED = ("aws_eks_cluster", "aws_kms_key", "aws_vpc")
"""The types that `terraform.preventDestroy` protects: `overrides/prevent_destroy.tf` of the modules."""

KEPT: Mapping[str, frozenset[str]] = {
    # What the provider sets after CreateVpc and CreateKey (DNS settings, rotation) it also reads, so the next
    # plan completes it in place (hashicorp/aws 5.100, service/ec2/vpc_.go, service/kms/key.go; read 2026-11).
    "aws_vpc": frozenset(),
    "aws_kms_key": frozenset(),
    # One call creates everything; the provider then waits. Statuses: API_Cluster.html and API_Nodegroup.html
    # of https://docs.aws.amazon.com/eks/latest/APIReference/, read 2026-11.
    "aws_eks_cluster": frozenset({"CREATING", "ACTIVE", "UPDATING"}),
    "aws_eks_node_group": frozenset({"CREATING", "ACTIVE", "UPDATING"}),
}
"""Types that are kept when tainted, and the statuses in which they are; the empty set is any status."""

CREATING = "CREATING"
FAILED = frozenset({"FAILED"})
"""The status of a cluster that EKS could not create; it holds nothing and cannot be repaired."""
