"""Names that other tools have for the fields of access entries and of the OIDC provider.

Sources for the nodes of HyperPod (read 2026-11-30): SageMaker API reference, ClusterMetadata (HyperPod makes
the access entries); hashicorp/aws 5.100 refuses the type in `terraform validate`, and `consts.go` of its
service `eks` lists the types that it takes.
"""

from __future__ import annotations

from ..iam.access_entries import TYPES
from .row import OTHER_FORM, ForeignName, renamed

_EKSCTL = "eksctl"
_EKS = "terraform-aws-modules/eks"
_ENTRY, _OIDC = "access.entries.*.{}", "access.oidc.{}"

ACCESS: tuple[ForeignName, ...] = (
    *renamed(
        _EKSCTL,
        {"principalARN": "principal", "kubernetesGroups": "groups", "kubernetesUsername": "username"},
        _ENTRY,
        _ENTRY,
    ),
    *renamed(
        _EKS,
        {"principal_arn": "principal", "kubernetes_groups": "groups", "user_name": "username"},
        _ENTRY,
        _ENTRY,
    ),
    ForeignName(_ENTRY.format("accessPolicies"), _ENTRY.format("policies"), _EKSCTL, OTHER_FORM),
    ForeignName(_ENTRY.format("policy_associations"), _ENTRY.format("policies"), _EKS, OTHER_FORM),
    ForeignName(_ENTRY.format("policies.*.policyARN"), _ENTRY.format("policies.*.name"), _EKSCTL, OTHER_FORM),
    ForeignName(
        _ENTRY.format("policies.*.accessScope.namespaces"), _ENTRY.format("policies.*.namespaces"), _EKSCTL
    ),
    ForeignName(
        _ENTRY.format("type"),
        _ENTRY.format("type"),
        "the EKS API",
        values={name: word for word, name in TYPES.items()}
        | dict.fromkeys(("HYPERPOD_LINUX", "hyperpod-linux")),
        note="SageMaker HyperPod makes the entries of its nodes, and the AWS provider refuses the type",
    ),
    *renamed(_EKSCTL, {"issuerURL": "issuer", "clientID": "clientId"}, _OIDC, _OIDC),
    *renamed(
        _EKS,
        {
            "identity_provider_config_name": "name",
            "issuer_url": "issuer",
            "client_id": "clientId",
            "username_claim": "usernameClaim",
            "username_prefix": "usernamePrefix",
            "groups_claim": "groupsClaim",
            "groups_prefix": "groupsPrefix",
            "required_claims": "requiredClaims",
        },
        _OIDC,
        _OIDC,
    ),
)
