"""EKS cluster access policies by their short names in a spec.

Source: EKS user guide, "Review access policy permissions" (read 2026-11-24). `partitions.access_policy_arn`
returns the ARN of a policy.
"""

ACCESS_POLICIES: dict[str, str] = {
    "admin": "AmazonEKSAdminPolicy",
    "admin-view": "AmazonEKSAdminViewPolicy",
    "cluster-admin": "AmazonEKSClusterAdminPolicy",
    "edit": "AmazonEKSEditPolicy",
    "view": "AmazonEKSViewPolicy",
}
