"""EKS cluster access policies by the short names the spec uses.

Source: EKS user guide, "Review access policy permissions" (read 2026-11-24). `partitions.access_policy_arn`
turns the name on the right into an ARN.
"""

ACCESS_POLICIES: dict[str, str] = {
    "admin": "AmazonEKSAdminPolicy",
    "admin-view": "AmazonEKSAdminViewPolicy",
    "cluster-admin": "AmazonEKSClusterAdminPolicy",
    "edit": "AmazonEKSEditPolicy",
    "view": "AmazonEKSViewPolicy",
}
