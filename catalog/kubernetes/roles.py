"""The roles of Kubernetes that are meant for people.

Source: Kubernetes, "Using RBAC Authorization": "User-facing roles" and "Auto-reconciliation" (read
2026-11-30).
"""

BUILT_IN_ROLES: dict[str, str] = {
    "admin": "everything in a namespace but quotas and the namespace itself",
    "cluster-admin": "everything",
    "edit": "changes most objects, also secrets; no roles",
    "view": "reads most objects, no secrets and no roles",
}
"""ClusterRoles that every cluster has and restores by itself, with what they allow."""
