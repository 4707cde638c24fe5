"""Names that only one object can have: a replacement cannot be created before the old one is deleted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .restriction import Reader, Restriction, Rule


def _kept(recorded: Any, planned: Any) -> bool:
    return bool(recorded) and recorded == planned


def _name(resource_type: str, answer: str, source: str, **more: Any) -> Restriction:
    return Restriction(
        key=f"{resource_type.removeprefix('aws_')}-name",
        resource_type=resource_type,
        attribute=("node_group_name" if resource_type == "aws_eks_node_group" else "name",),
        rule=Rule.UNIQUE,
        reader=Reader.NAME,
        refuses=_kept,
        message="{subject} would be replaced by one of the same name, {recorded}, before it is deleted",
        answer=answer,
        helps=("undo the edit of `{field}`", *more.pop("helps", ())),
        source=source,
        **more,
    )


NAMES: tuple[Restriction, ...] = (
    _name("aws_eks_cluster", "ResourceInUseException", "EKS API reference, CreateCluster"),
    _name(
        "aws_cloudwatch_log_group",
        "ResourceAlreadyExistsException",
        "CloudWatch Logs API reference, CreateLogGroup",
    ),
    _name("aws_iam_instance_profile", "EntityAlreadyExists", "IAM API reference, CreateInstanceProfile"),
    _name(
        "aws_iam_role",
        "EntityAlreadyExists",
        "IAM API reference, CreateRole",
        helps=("or write another `roleName` as well, unless it is the role of the control plane",),
    ),
    _name("aws_security_group", "InvalidGroup.Duplicate", "EC2 API reference, CreateSecurityGroup"),
    _name(
        "aws_launch_template",
        "InvalidLaunchTemplateName.AlreadyExistsException",
        "EC2 API reference, CreateLaunchTemplate",
    ),
    _name(
        "aws_eks_node_group",
        "ResourceInUseException",
        "EKS API reference, CreateNodegroup",
        missing=(
            "rename the node group in the spec: the new one is created with a role and a launch "
            "template of its own, then the old one is deleted",
        ),
    ),
    _name(
        "aws_lb_target_group",
        "DuplicateTargetGroupName",
        "Elastic Load Balancing API reference, CreateTargetGroup",
    ),
)

RESTORE: Mapping[str, tuple[str, ...]] = {
    # EKS assumes the role by its ARN, which is the same after the role is created again (IAM user guide, IAM
    # identifiers; read 2026-11-29).
    "aws_iam_role": (
        "create the role again with its name, then plan again: `aws iam create-role --role-name {name} "
        "--path {path} --assume-role-policy-document {assume_role_policy}`",
    ),
    # KMS API reference, CancelKeyDeletion (the key is disabled afterwards) and EnableKey; EKS user guide,
    # Encrypt Kubernetes secrets with KMS (no way back after the deletion of the key); read 2026-11-29.
    "aws_kms_key": (
        "keep the key, as long as it is only scheduled for deletion, then plan again: "
        "`aws kms cancel-key-deletion --key-id {key_id}{region_option}; "
        "aws kms enable-key --key-id {key_id}{region_option}`",
        "without its key, EKS cannot recover the cluster",
    ),
}
"""How an object that was deleted outside Terraform is restored, so that what needs it is not replaced.

Templates with the attributes of the object, quoted for a shell, and `{region_option}`.
"""
