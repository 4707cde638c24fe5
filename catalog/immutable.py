"""What AWS never changes on an existing object: immutable, one-way, unique and bounded attributes.

Terraform would announce most of these as a replacement. That fails half way: node groups are created before
the old ones are deleted, Terraform does the same with everything they depend on, and AWS refuses a second
cluster, log group or subnet with the name or range of the first.

A plan is held against this table (`engine/plan/refusals.py`), and so is the comparison of two specs
(`compiler/diff/refusals.py`); the sandbox refuses the same requests.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

ArgumentPath = tuple[str, ...]
AttributePath = tuple[str | int, ...]


class Rule(StrEnum):
    """Why AWS refuses a change."""

    IMMUTABLE = "immutable"
    ONE_WAY = "one-way"
    """There is no way back, or only one step at a time."""
    UNIQUE = "unique"
    """The replacement would have the name of the object that still exists."""
    BOUNDS = "bounds"
    """A bound that excludes the live value."""
    PROTECTED = "protected"
    """Deletion, while the object is protected from it."""


@dataclass(frozen=True, slots=True)
class Restriction:
    """A change that AWS refuses.

    `refuses` gets the recorded and the planned value (None for an absent one). `message` and `helps` are
    templates with `{subject}`, `{recorded}`, `{planned}`, `{field}` (the path in the spec) and, for bounds,
    `{command}`. `answer` is what AWS says. `words` maps values of AWS to those of a spec. `module` and
    `argument` name the argument that decides the attribute, for comparisons without a plan. Where an object
    is refused together with the one of `within`, only that one is reported.
    """

    key: str
    resource_type: str
    attribute: AttributePath
    rule: Rule
    refuses: Callable[[Any, Any], bool]
    code: str
    message: str
    answer: str
    helps: tuple[str, ...]
    source: str
    read: date
    module: str = ""
    argument: ArgumentPath = ()
    words: Mapping[str, str] = field(default_factory=dict)
    within: str = ""

    def word(self, value: Any) -> str:
        """Return a value as the spec writes it."""
        if isinstance(value, (list, tuple, set, frozenset)):
            return ", ".join(sorted(map(self.word, value)))
        return self.words.get(str(value), str(value))


def _changed(recorded: Any, planned: Any) -> bool:
    return bool(recorded) and bool(planned) and recorded != planned


def _removed(recorded: Any, planned: Any) -> bool:
    return bool(recorded) and not planned


def _is_set(recorded: Any, _: Any) -> bool:
    return recorded is True


def _above(live: Any, bound: Any) -> bool:
    return isinstance(live, int) and isinstance(bound, int) and bound > live


def _below(live: Any, bound: Any) -> bool:
    return isinstance(live, int) and isinstance(bound, int) and bound < live


_ACCESS_MODES = ("CONFIG_MAP", "API_AND_CONFIG_MAP", "API")
"""The only order in which a cluster passes through the modes, one step at a time."""


def _not_the_next_mode(recorded: Any, planned: Any) -> bool:
    if recorded == planned or recorded not in _ACCESS_MODES or planned not in _ACCESS_MODES:
        return False
    return _ACCESS_MODES.index(planned) != _ACCESS_MODES.index(recorded) + 1


def _minor(version: Any) -> int | None:
    major, _, minor = str(version).partition(".")
    return int(minor) if major == "1" and minor.isdecimal() else None


def _skips_versions(recorded: Any, planned: Any) -> bool:
    old, new = _minor(recorded), _minor(planned)
    return old is not None and new is not None and abs(new - old) > 1


def _one_version_back(recorded: Any, planned: Any) -> bool:
    old, new = _minor(recorded), _minor(planned)
    return old is not None and new is not None and new == old - 1


def next_step(recorded: str, planned: str) -> str:
    """Return the version that comes next on the way from one Kubernetes version to another."""
    old, new = _minor(recorded), _minor(planned)
    return planned if old is None or new is None else f"1.{old + (1 if new > old else -1)}"


_KEEP = "set `{field}` to `{recorded}` again"
_OTHER_CLUSTER = "a cluster with another value needs a spec with another `metadata.name`, beside this one"
_READ = date(2026, 11, 28)

RESTRICTIONS: tuple[Restriction, ...] = (
    Restriction(
        "service-range",
        "aws_eks_cluster",
        ("kubernetes_network_config", 0, "service_ipv4_cidr"),
        Rule.IMMUTABLE,
        _changed,
        "immutable",
        "EKS cannot change the service range of a cluster: {recorded} to {planned}",
        "the service CIDR can be set only when a cluster is created",
        (_KEEP, _OTHER_CLUSTER),
        "EKS API reference, KubernetesNetworkConfigRequest",
        _READ,
        "eks",
        ("service_ipv4_cidr",),
    ),
    Restriction(
        "ip-family",
        "aws_eks_cluster",
        ("kubernetes_network_config", 0, "ip_family"),
        Rule.IMMUTABLE,
        _changed,
        "immutable",
        "EKS cannot change the IP family of a cluster: {recorded} to {planned}",
        "the IP family can be set only when a cluster is created",
        ("undo the edit: the cluster keeps {recorded}", _OTHER_CLUSTER),
        "EKS API reference, KubernetesNetworkConfigRequest",
        _READ,
    ),
    Restriction(
        "secrets-encryption-off",
        "aws_eks_cluster",
        ("encryption_config", 0, "provider", 0, "key_arn"),
        Rule.ONE_WAY,
        _removed,
        "immutable",
        "EKS cannot turn off the encryption of Kubernetes secrets with a KMS key",
        "envelope encryption cannot be disabled after it was enabled",
        ("undo the edit of `{field}`", _OTHER_CLUSTER),
        "EKS user guide, Encrypt Kubernetes secrets with KMS on existing clusters",
        _READ,
        "eks",
        ("secrets_encryption", "this", "key_arn"),
    ),
    Restriction(
        "secrets-encryption-key",
        "aws_eks_cluster",
        ("encryption_config", 0, "provider", 0, "key_arn"),
        Rule.IMMUTABLE,
        _changed,
        "immutable",
        "EKS cannot change the KMS key of Kubernetes secrets",
        "AssociateEncryptionConfig: encryption is already enabled on this cluster",
        ("undo the edit of `{field}`; AWS rotates a KMS key without another ARN", _OTHER_CLUSTER),
        "EKS API reference, AssociateEncryptionConfig",
        _READ,
        "eks",
        ("secrets_encryption", "this", "key_arn"),
    ),
    Restriction(
        "control-plane-zones",
        "aws_eks_cluster",
        ("vpc_config", 0, "subnet_ids"),
        Rule.IMMUTABLE,
        _changed,
        "immutable",
        "EKS cannot change the zones of the control plane: {recorded} to {planned}",
        "subnets of an update must be in the same zones as those that the cluster was created with",
        ("set `controlPlane.zones` to `[{recorded}]`, so that only the network gets other zones",),
        "EKS API reference, UpdateClusterConfig; aws/containers-roadmap issues 170 and 2258",
        _READ,
        "eks",
        ("subnet_ids",),
    ),
    Restriction(
        "access-mode",
        "aws_eks_cluster",
        ("access_config", 0, "authentication_mode"),
        Rule.ONE_WAY,
        _not_the_next_mode,
        "immutable",
        "EKS cannot change the access mode from {recorded} to {planned}",
        "InvalidParameterException: unsupported authentication mode update",
        (_KEEP,),
        "EKS user guide, Change authentication mode to use access entries; pulumi/pulumi-eks issue 1493",
        _READ,
        "eks",
        ("authentication_mode",),
        {"API": "api", "API_AND_CONFIG_MAP": "api-and-config-map", "CONFIG_MAP": "config-map"},
    ),
    Restriction(
        "version-skip",
        "aws_eks_cluster",
        ("version",),
        Rule.ONE_WAY,
        _skips_versions,
        "version-step",
        "Kubernetes goes from {recorded} to {planned} in one step",
        "unsupported Kubernetes minor version update",
        ('write `version: "{step}"` and apply before the next step',),
        "EKS user guide, Update existing cluster to new Kubernetes version",
        _READ,
        "eks",
        ("kubernetes_version",),
    ),
    Restriction(
        "version-rollback",
        "aws_eks_cluster",
        ("version",),
        Rule.ONE_WAY,
        _one_version_back,
        "version-step",
        "Kubernetes goes back from {recorded} to {planned} before the nodes do",
        "EKS rolls back one minor version within 7 days of the upgrade, if no node is newer",
        (
            "roll the nodes back first, within 7 days of the upgrade, then plan again: {command}",
            'or stay: write `version: "{recorded}"` again',
        ),
        "EKS user guide, Rollback cluster to previous Kubernetes version",
        _READ,
    ),
    Restriction(
        "cluster-protection",
        "aws_eks_cluster",
        ("deletion_protection",),
        Rule.PROTECTED,
        _is_set,
        "deletion-protection",
        "{subject} cannot be deleted: it has deletion protection",
        "InvalidRequestException: the cluster has deletion protection enabled",
        ("turn off the deletion protection in the spec and apply that first",),
        "EKS API reference, DeleteCluster",
        _READ,
    ),
    Restriction(
        "log-class",
        "aws_cloudwatch_log_group",
        ("log_group_class",),
        Rule.IMMUTABLE,
        _changed,
        "immutable",
        "CloudWatch cannot change the class of {subject}: {recorded} to {planned}",
        "the class of a log group cannot be changed after it was created",
        (_KEEP,),
        "CloudWatch Logs user guide, Log classes",
        _READ,
        "log_groups",
        ("groups", "*", "class"),
        {"STANDARD": "standard", "INFREQUENT_ACCESS": "infrequent-access"},
    ),
    Restriction(
        "network-range",
        "aws_vpc",
        ("cidr_block",),
        Rule.IMMUTABLE,
        _changed,
        "immutable",
        "EC2 cannot change the range of a VPC: {recorded} to {planned}",
        "the primary CIDR block of a VPC is fixed, and a cluster cannot move to another VPC",
        (_KEEP, _OTHER_CLUSTER),
        "VPC user guide, VPC CIDR blocks; EKS API reference, UpdateClusterConfig",
        _READ,
        "vpc",
        ("cidr",),
    ),
    *(
        Restriction(
            f"{tier}-subnet-range",
            "aws_subnet",
            ("cidr_block",),
            Rule.IMMUTABLE,
            _changed,
            "immutable",
            "EC2 cannot change the range of {subject}: {recorded} to {planned}",
            "InvalidSubnet.Conflict for a range that overlaps, DependencyViolation for a subnet in use",
            ("keep the ranges that exist: undo the edit of `{field}`",),
            "VPC user guide, Subnet CIDR blocks; EC2 API reference, DeleteSubnet",
            _READ,
            "vpc",
            (f"{tier}_subnets", "*"),
            within="network-range",
        )
        for tier in ("private", "public", "intra")
    ),
    Restriction(
        "load-balancer-protection",
        "aws_lb",
        ("enable_deletion_protection",),
        Rule.PROTECTED,
        _is_set,
        "deletion-protection",
        "{subject} cannot be deleted: it has deletion protection",
        "OperationNotPermitted: deletion protection is enabled; the listeners would be deleted before that",
        ("keep it with `deletionProtection: false`, apply, and only then remove or replace it",),
        "Elastic Load Balancing API reference, DeleteLoadBalancer",
        _READ,
        "elb",
        ("deletion_protection",),
    ),
    Restriction(
        "minimum-size",
        "aws_eks_node_group",
        ("scaling_config", 0, "min_size"),
        Rule.BOUNDS,
        _above,
        "live-size",
        "the live size of {subject} is {recorded}, and its minimum would be {planned}",
        "InvalidParameterException: minimum capacity {planned} can't be greater than desired size {recorded}",
        ("scale the group first, then plan again: {command}", "or set `{field}` to at most {recorded}"),
        "EKS API reference, UpdateNodegroupConfig; terraform-aws-modules/terraform-aws-eks issue 3306",
        _READ,
    ),
    Restriction(
        "maximum-size",
        "aws_eks_node_group",
        ("scaling_config", 0, "max_size"),
        Rule.BOUNDS,
        _below,
        "live-size",
        "the live size of {subject} is {recorded}, and its maximum would be {planned}",
        "InvalidParameterException: desired capacity {recorded} can't be greater than max size {planned}",
        ("scale the group first, then plan again: {command}", "or set `{field}` to at least {recorded}"),
        "EKS API reference, UpdateNodegroupConfig; aws/containers-roadmap issue 1637",
        _READ,
    ),
    *(
        Restriction(
            f"{resource_type.removeprefix('aws_')}-name",
            resource_type,
            (attribute,),
            Rule.UNIQUE,
            lambda recorded, planned: bool(recorded) and recorded == planned,
            "immutable",
            "{subject} would be replaced by one of the same name, {recorded}, before it is deleted",
            answer,
            ("undo the edit of `{field}`",),
            source,
            _READ,
        )
        for resource_type, attribute, answer, source in (
            ("aws_eks_cluster", "name", "ResourceInUseException", "EKS API reference, CreateCluster"),
            (
                "aws_cloudwatch_log_group",
                "name",
                "ResourceAlreadyExistsException",
                "CloudWatch Logs API reference, CreateLogGroup",
            ),
            ("aws_iam_role", "name", "EntityAlreadyExists", "IAM API reference, CreateRole"),
            (
                "aws_security_group",
                "name",
                "InvalidGroup.Duplicate",
                "EC2 API reference, CreateSecurityGroup",
            ),
            (
                "aws_launch_template",
                "name",
                "InvalidLaunchTemplateName.AlreadyExistsException",
                "EC2 API reference, CreateLaunchTemplate",
            ),
            (
                "aws_eks_node_group",
                "node_group_name",
                "ResourceInUseException",
                "EKS API reference, CreateNodegroup",
            ),
            (
                "aws_lb_target_group",
                "name",
                "DuplicateTargetGroupName",
                "Elastic Load Balancing API reference, CreateTargetGroup",
            ),
        )
    ),
)
"""All restrictions, in the order of a report."""

RESTRICTION: Mapping[str, Restriction] = {row.key: row for row in RESTRICTIONS}
"""The restrictions by key."""
