"""Codes of findings about EKS Capabilities."""

from __future__ import annotations

from ..code import Code

CODES: dict[str, Code] = {
    "idle-capability": Code(
        "A capability can do nothing yet, or nobody may sign in to it.",
        "ACK needs permissions in AWS, in its role or in roles that IAM role selectors name. kro and Argo "
        "CD need permissions in Kubernetes for what their objects describe: EKS lets them manage those "
        "objects only. Argo CD has no users of its own: Identity Center signs in those who have a role "
        "mapping.",
        "Give the role `policies` or `statements` (ACK), list access policies in `access` or bind the user "
        "of the capability by RBAC (kro, Argo CD), and list `rbacRoleMappings` (Argo CD).",
        """
capabilities:
  kro: {}
""",
        """
capabilities:
  kro: {access: [{name: AmazonEKSEditPolicy, namespaces: [shop]}]}
""",
        level="note",
    ),
    "refused-capability": Code(
        "EKS refuses the settings of a capability.",
        "Names are unique in a cluster, Argo CD has each role mapped once and at most 1000 identities "
        "mapped, and its instance of Identity Center is in the partition of the cluster.",
        "Correct the setting.",
        """
capabilities:
  ack: {name: kro, policies: [AmazonS3FullAccess]}
  kro: {access: [{name: AmazonEKSEditPolicy}]}
""",
        """
capabilities:
  ack: {name: controllers, policies: [AmazonS3FullAccess]}
  kro: {access: [{name: AmazonEKSEditPolicy}]}
""",
    ),
}
