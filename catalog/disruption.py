"""What a change does to a running cluster: what rolls nodes, how a version step goes, who reaches the API.

Sources, EKS user guide, read 2026-11: "Update existing cluster to new Kubernetes version" (one minor version
a step, several minutes), "Rollback cluster to previous Kubernetes version" (within 7 days, one minor version;
node groups are rolled back apart), "Update a managed node group for your cluster" and "Understand each phase
of node updates" (a new version, release or launch template version replaces every node), "Cluster API server
endpoint" (open to 0.0.0.0/0 where no CIDR is given).
"""

CONTROL_PLANE_UPDATE_MINUTES = 10
"""What people see; AWS says several minutes and promises nothing."""

ROLLBACK_DAYS = 7

IN_PLACE = (
    f"in place, about {CONTROL_PLANE_UPDATE_MINUTES} minutes; "
    f"EKS takes it back within {ROLLBACK_DAYS} days only"
)
"""What comes of one version step up."""

NODE_ROLLING: frozenset[tuple[str, ...]] = frozenset(
    {
        ("version",),
        ("release_version",),
        ("launch_template", "version"),
        ("launch_template", "id"),
        ("launch_template", "name"),
    }
)
"""Attributes of an `aws_eks_node_group` (list indexes left out) whose update replaces all its nodes."""

OPEN_TO_ALL = ("0.0.0.0/0",)
"""Who reaches a public endpoint for which no CIDR is given."""
