"""EKS Capabilities: what EKS runs beside a cluster, and what it accepts for it.

Sources (read 2026-11-30): EKS user guide, "EKS Capabilities" (one of each type in a cluster; every Kubernetes
version and type of node; every commercial region), "Amazon EKS capability IAM role" (trust policy; the role
is in the account of the cluster, and several capabilities may share it), "Security considerations for EKS
Capabilities" (the access entry that EKS makes for the role, its policies, and what needs more), "Argo CD
considerations" (1000 identities; no local users), "Configure private endpoint access for Argo CD"; EKS API
reference, CreateCapability and UpdateCapability (what can be updated); CloudFormation, AWS::EKS::Capability
(length of a name); hashicorp/aws, capability.go of 6.x; service models of sso-admin and identitystore in
botocore (ARN of an instance, IDs). `configuration.ack` and `argoCd.endpointPrefix` are in the API only: no
version of the provider up to 6.69.1 has them.
"""

from __future__ import annotations

TYPES: dict[str, str] = {"ack": "ACK", "argocd": "ARGOCD", "kro": "KRO"}
"""Types of capabilities: as a spec and as EKS writes them."""

PARTITIONS = frozenset({"aws"})
"""Where capabilities are known to exist."""

ARGOCD_NAMESPACE = "argocd"
"""The namespace that EKS chooses."""
IDENTITIES = 1000
"""Users and groups of Identity Center that have a role in Argo CD."""
NAME_LENGTH = 100

_ARGOCD_POLICY = "AmazonEKSArgoCDPolicy"

DEFAULT_POLICIES: dict[str, tuple[str, ...]] = {
    "ack": ("AmazonEKSACKPolicy",),
    "argocd": ("AmazonEKSArgoCDClusterPolicy", _ARGOCD_POLICY),
    "kro": ("AmazonEKSKROPolicy",),
}
"""Access policies that EKS gives to the role of a capability by itself."""
IN_NAMESPACE = frozenset({_ARGOCD_POLICY})
"""Those that EKS limits to the namespace of the capability; the others are for the whole cluster."""


def policies_by_eks(kind: str) -> tuple[str, ...]:
    """Return the access policies that EKS gives to a capability; `kind` is also as EKS writes it."""
    words = {aws: word for word, aws in TYPES.items()}
    return DEFAULT_POLICIES.get(words.get(kind, kind), ())
