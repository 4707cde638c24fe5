"""The control plane and its logs."""

from __future__ import annotations

from datetime import date
from typing import Any

from ..iam.access_entries import TYPES
from ..kubernetes.control_plane import EGRESS, STANDARD_TIER
from .restriction import KEEP, OTHER_CLUSTER, Reader, Restriction, Rule

_MODES = {"API": "api", "API_AND_CONFIG_MAP": "api-and-config-map"}
"""The access modes of AWS that a spec can have; a cluster made by other tools may have `CONFIG_MAP`."""

_EGRESS = {mode: word for word, mode in EGRESS.items()}

_KEY = ("encryption_config", 0, "provider", 0, "key_arn")


def _removed(recorded: Any, planned: Any) -> bool:
    return bool(recorded) and not planned


def is_set(recorded: Any, _: Any) -> bool:
    """Return whether a protection is on."""
    return recorded is True


def _mode_back(recorded: Any, planned: Any) -> bool:
    order = ("CONFIG_MAP", "API_AND_CONFIG_MAP", "API")
    return recorded in order and planned in order and order.index(planned) < order.index(recorded)


def _mode_skipped(recorded: Any, planned: Any) -> bool:
    return (recorded, planned) == ("CONFIG_MAP", "API")


def _differs(recorded: Any, planned: Any) -> bool:
    return bool(recorded or planned) and recorded != planned


def _taken_away(recorded: Any, planned: Any) -> bool:
    return bool(recorded) and recorded != planned


def _left_out(recorded: Any, planned: Any) -> bool:
    return recorded not in (None, []) and planned in (None, [])


def _sent_back(recorded: Any, planned: Any) -> bool:
    return recorded == EGRESS["own"] and bool(planned) and planned != recorded


def _to_standard(recorded: Any, planned: Any) -> bool:
    return bool(recorded) and recorded != planned == STANDARD_TIER


CLUSTER: tuple[Restriction, ...] = (
    Restriction(
        key="service-range",
        resource_type="aws_eks_cluster",
        attribute=("kubernetes_network_config", 0, "service_ipv4_cidr"),
        message="EKS cannot change the service range of a cluster: {recorded} to {planned}",
        answer="the service CIDR can be set only when a cluster is created",
        helps=(KEEP, OTHER_CLUSTER),
        source="EKS API reference, KubernetesNetworkConfigRequest",
        module="eks",
        argument=("service_ipv4_cidr",),
    ),
    Restriction(
        key="ip-family",
        resource_type="aws_eks_cluster",
        attribute=("kubernetes_network_config", 0, "ip_family"),
        message="EKS cannot change the IP family of a cluster: {recorded} to {planned}",
        answer="the IP family can be set only when a cluster is created",
        helps=("undo the edit: the cluster keeps {recorded}", OTHER_CLUSTER),
        source="EKS API reference, KubernetesNetworkConfigRequest",
        module="eks",
        argument=("ip_family",),
    ),
    Restriction(
        key="secrets-encryption-off",
        resource_type="aws_eks_cluster",
        attribute=_KEY,
        rule=Rule.ONE_WAY,
        refuses=_removed,
        message="EKS cannot turn off the encryption of Kubernetes secrets with a KMS key",
        answer="envelope encryption cannot be disabled after it was enabled",
        helps=(
            "undo the edit of `{field}`",
            "or, if somebody turned it on outside Terraform, write `secretsEncryption: {recorded}` in "
            "`controlPlane`",
            OTHER_CLUSTER,
        ),
        source="EKS user guide, Encrypt Kubernetes secrets with KMS on existing clusters",
        module="eks",
        argument=("secrets_encryption", "this", "key_arn"),
    ),
    Restriction(
        key="secrets-encryption-key",
        resource_type="aws_eks_cluster",
        attribute=_KEY,
        message="EKS cannot change the KMS key of Kubernetes secrets",
        answer="AssociateEncryptionConfig: encryption is already enabled on this cluster",
        helps=("undo the edit of `{field}`; AWS rotates a KMS key without another ARN", OTHER_CLUSTER),
        source="EKS API reference, AssociateEncryptionConfig",
        module="eks",
        argument=("secrets_encryption", "this", "key_arn"),
    ),
    Restriction(
        key="control-plane-zones",
        resource_type="aws_eks_cluster",
        attribute=("vpc_config", 0, "subnet_ids"),
        reader=Reader.ZONES,
        message="EKS cannot change the zones of the control plane: {recorded} to {planned}",
        answer="subnets of an update must be in the same zones as those that the cluster was created with",
        helps=("set `controlPlane.zones` to `[{recorded}]`, so that only the network gets other zones",),
        source="EKS API reference, UpdateClusterConfig; aws/containers-roadmap issues 170 and 2258",
        module="eks",
        argument=("subnet_ids",),
    ),
    Restriction(
        key="access-mode",
        resource_type="aws_eks_cluster",
        attribute=("access_config", 0, "authentication_mode"),
        rule=Rule.ONE_WAY,
        refuses=_mode_back,
        message="EKS cannot change the access mode from {recorded} to {planned}",
        answer="InvalidParameterException: unsupported authentication mode update",
        helps=(KEEP,),
        source="EKS user guide, Change authentication mode to use access entries; pulumi-eks issue 1493",
        module="eks",
        argument=("authentication_mode",),
        words=_MODES,
    ),
    Restriction(
        key="access-mode-step",
        resource_type="aws_eks_cluster",
        attribute=("access_config", 0, "authentication_mode"),
        rule=Rule.ONE_WAY,
        refuses=_mode_skipped,
        message="EKS cannot change the access mode from {recorded} to {planned} in one step",
        answer="InvalidParameterException: unsupported authentication mode update",
        helps=("set `{field}` to `api-and-config-map` and apply that first, then set it to `{planned}`",),
        source="EKS user guide, Change authentication mode to use access entries; pulumi-eks issue 1493",
        words=_MODES,
    ),
    Restriction(
        key="access-entry-type",
        resource_type="aws_eks_access_entry",
        attribute=("type",),
        message="EKS cannot change the type of an access entry: {recorded} to {planned}",
        answer="the type of an access entry cannot be changed; a second entry for the principal is refused: "
        "ResourceInUseException",
        helps=(
            KEEP,
            "or remove the entry from the spec and apply, then add it with its new type and apply again",
        ),
        source="EKS API reference, CreateAccessEntry and UpdateAccessEntry",
        read=date(2026, 11, 30),
        module="eks",
        argument=("access_entries", "*", "type"),
        words={aws: word for word, aws in TYPES.items()},
    ),
    Restriction(
        key="auto-mode-role",
        resource_type="aws_eks_cluster",
        attribute=("compute_config", 0, "node_role_arn"),
        reader=Reader.REPLACED,
        refuses=_taken_away,
        message="the node role of Auto Mode cannot be changed",
        answer="computeConfig.nodeRoleArn cannot be changed after the compute capability is enabled",
        helps=(
            "undo the edit of `{field}`",
            'to turn Auto Mode or its node pools off, write `awsProvider: ">= 6.13, < 7"` in `terraform`: '
            "older versions of the AWS provider replace the cluster",
        ),
        source="EKS API reference, ComputeConfigRequest; hashicorp/aws, cluster.go of 5.100 and 6.x "
        "(terraform-aws-modules/terraform-aws-eks PR 3513: 6.13)",
        module="eks",
        argument=("auto_mode", "this", "node_role", "arn"),
    ),
    Restriction(
        key="remote-networks",
        resource_type="aws_eks_cluster",
        attribute=("remote_network_config",),
        reader=Reader.REPLACED,
        refuses=_differs,
        message="this version of the AWS provider replaces the cluster to change its remote networks",
        answer="UpdateClusterConfig changes them in place; the AWS provider does so since 6.11",
        helps=(
            'write `awsProvider: ">= 6.11, < 7"` in `terraform`',
            "or undo the edit of `{field}`",
        ),
        source="EKS user guide, Enable hybrid nodes; hashicorp/aws, changelog of 6.11.0",
    ),
    Restriction(
        key="zonal-shift",
        resource_type="aws_eks_cluster",
        attribute=("zonal_shift_config",),
        rule=Rule.ONE_WAY,
        refuses=_left_out,
        message="EKS keeps zonal shift as it is unless the spec says what it should be",
        label="left out",
        answer="InvalidParameterException: the update has no value of zonalShiftConfig",
        helps=(
            "to turn it off, write `zonalShift: none` in `controlPlane`, and leave it there",
            "to keep it, add `zonalShift` to `controlPlane` again",
        ),
        source="EKS API reference, UpdateClusterConfig; hashicorp/aws, cluster.go of 5.100 and 6.x (the "
        "update is sent without a value)",
        module="eks",
        argument=("zonal_shift",),
    ),
    Restriction(
        key="egress-mode",
        resource_type="aws_eks_cluster",
        attribute=("vpc_config", 0, "control_plane_egress_mode"),
        rule=Rule.ONE_WAY,
        refuses=_sent_back,
        message="EKS cannot change the way out of the control plane from {recorded} to {planned}",
        answer="once set to CUSTOMER_ROUTED, controlPlaneEgressMode cannot be changed",
        helps=(KEEP, OTHER_CLUSTER),
        source="EKS user guide, Configure control plane egress routing; EKS API reference, VpcConfigRequest",
        module="eks",
        argument=("egress_mode",),
        words=_EGRESS,
    ),
    Restriction(
        key="tier-exit",
        resource_type="aws_eks_cluster",
        attribute=("control_plane_scaling_config", 0, "tier"),
        rule=Rule.ONE_WAY,
        reader=Reader.SYNC_PERIOD,
        refuses=_to_standard,
        message="EKS cannot move the control plane from {recorded} to standard while pod autoscalers decide "
        "more often than every 15s",
        answer="horizontalPodAutoscalerSyncPeriod must have its default before the tier is standard",
        helps=(
            "set `{field}` to `{recorded}` again and `horizontalPodAutoscalerSyncPeriod` to `15s`, and apply "
            "that; then change the tier",
        ),
        source="EKS user guide, Advanced Kubernetes control plane configuration, Considerations; "
        "hashicorp/aws, cluster.go of 6.x (the tier is updated first)",
        read=date(2026, 11, 30),
    ),
    Restriction(
        key="cluster-protection",
        resource_type="aws_eks_cluster",
        attribute=("deletion_protection",),
        rule=Rule.PROTECTED,
        reader=Reader.PROTECTION,
        refuses=is_set,
        code="deletion-protection",
        message="{subject} cannot be deleted: it has deletion protection",
        answer="InvalidRequestException: the cluster has deletion protection enabled",
        helps=(
            "turn it off first, then plan again: write `deletionProtection: none` in `controlPlane` and "
            "apply it, or run `aws eks update-cluster-config --name {name}{region} --no-deletion-protection`",
        ),
        source="EKS user guide, Protect EKS clusters from accidental deletion",
    ),
    Restriction(
        key="log-class",
        resource_type="aws_cloudwatch_log_group",
        attribute=("log_group_class",),
        message="CloudWatch cannot change the class of {subject}: {recorded} to {planned}",
        answer="the class of a log group cannot be changed after it was created",
        helps=(KEEP,),
        source="CloudWatch Logs user guide, Log classes",
        module="log_groups",
        argument=("groups", "*", "class"),
        words={"STANDARD": "standard", "INFREQUENT_ACCESS": "infrequent-access"},
    ),
    Restriction(
        key="log-group-protection",
        resource_type="aws_cloudwatch_log_group",
        # Providers before 6.25 do not record it.
        attribute=("deletion_protection_enabled",),
        rule=Rule.PROTECTED,
        reader=Reader.PROTECTION,
        refuses=is_set,
        code="deletion-protection",
        message="log group {name} cannot be deleted: it has deletion protection",
        answer="DeleteLogGroup: deletion protection is enabled for the log group",
        helps=(
            "turn it off first, then plan again: `aws logs put-log-group-deletion-protection "
            "--log-group-identifier {name} --no-deletion-protection-enabled{region}`",
        ),
        source="CloudWatch Logs API reference, PutLogGroupDeletionProtection",
    ),
)
