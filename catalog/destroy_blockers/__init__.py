"""Objects outside the state that a destroy meets: how to list them, what they block, how to remove them.

Sources, read 2026-11-28:
- EKS: API reference, DeleteCluster ("If you have managed node groups or Fargate profiles attached to the
  cluster, you must delete them first"); ekristen/aws-nuke issue 970 of 2026-06-05 (409, "Cluster has
  capabilities attached"). Add-ons, access entries and pod identity associations go with the cluster.
- EC2: API reference, DeleteVpc ("You must detach or delete all gateways and resources that are associated
  with the VPC"), DeleteSubnet, DeleteSecurityGroup, DeleteRouteTable, DetachInternetGateway; AWS re:Post,
  "troubleshoot-dependency-error-delete-vpc" (which dependencies to look for).
- EC2 API reference, DeleteInstanceConnectEndpoint, DeleteNetworkAcl ("You can't delete the network ACL if
  it's associated with any subnets"); EKS user guide, "View Amazon EKS security group requirements for
  clusters" (the group that EKS creates in the VPC of each cluster, with the tag `aws:eks:cluster-name`); read
  2026-11-29.

Policies that were attached to a role by hand have no row. IAM refuses to delete a role with policies, but the
AWS provider first removes all that its refresh found (seen with 5.100).
"""

from __future__ import annotations

from .blocker import DestroyBlocker
from .cluster import IN_CLUSTER
from .network import IN_VPC

DESTROY_BLOCKERS: tuple[DestroyBlocker, ...] = (*IN_CLUSTER, *IN_VPC)
"""In the order in which they can be removed: an interface before the security group that it uses."""
