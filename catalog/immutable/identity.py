"""The AWS permissions of pods: what an update cannot take away."""

from __future__ import annotations

from typing import Any

from .restriction import Restriction, Rule


def _removed(recorded: Any, planned: Any) -> bool:
    return bool(recorded) and not planned


IDENTITY: tuple[Restriction, ...] = (
    Restriction(
        key="addon-irsa-role",
        resource_type="aws_eks_addon",
        attribute=("service_account_role_arn",),
        rule=Rule.ONE_WAY,
        refuses=_removed,
        message="add-on {addon_name} cannot give up the role that it has by IRSA",
        answer="UpdateAddon: serviceAccountRoleArn has at least one character, so an update can only "
        "replace the role",
        helps=(
            "keep `mode: irsa` for its service account",
            "or change it outside Terraform, which takes the role away, then plan again: "
            "`aws eks update-addon --cluster-name {cluster_name} --addon-name {addon_name}{region} "
            "--pod-identity-associations serviceAccount=ACCOUNT,roleArn=ROLE`, with a role that trusts "
            "pods.eks.amazonaws.com",
            "or turn the add-on off with `none`, apply, and turn it on again",
        ),
        source="EKS API reference, UpdateAddon; hashicorp/aws issue 30645 (read 2026-11-30)",
    ),
    Restriction(
        key="pod-identity-target",
        resource_type="aws_eks_pod_identity_association",
        attribute=("target_role_arn",),
        rule=Rule.ONE_WAY,
        refuses=_removed,
        message="the AWS provider cannot take the target role from {namespace}/{service_account}",
        answer="UpdatePodIdentityAssociation: an update without targetRoleArn keeps it; only an empty "
        "text removes it",
        helps=(
            "remove it outside Terraform, then plan again: "
            "`aws eks update-pod-identity-association --cluster-name {cluster_name} "
            '--association-id {association_id} --target-role-arn ""{region}`',
            "or undo the edit of `{field}`",
        ),
        source="hashicorp/aws, pod_identity_association.go of 6.x; aws-controllers-k8s/eks-controller PR 164 "
        "(read 2026-11-30)",
    ),
)
