"""To which resources the permissions are limited.

Source, read 2026-11-30: the resource types and condition keys of the service authorization reference (the
copy in cfn-lint 1.58). Names that eksgen makes begin with that of the cluster. Ids of EC2 and of KMS keys
do not, and no tag that every object has could take the place of a name: so these are limited to a region of
the account.

In templates `{partition}`, `{region}`, `{account}` and `{cluster}` are replaced; a template with the name
of a list, such as `{roles}`, becomes one resource for each of its values.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any

EVERYTHING = ("*",)
_IN_REGION: Mapping[str, Any] = {"StringEquals": {"aws:RequestedRegion": "{region}"}}


@dataclass(frozen=True, slots=True)
class Scope:
    """The resources of some actions (patterns), as templates, and the condition that is on them.

    `needs` is the name of a list without whose values nothing needs the actions.
    """

    sid: str
    actions: tuple[str, ...]
    resources: tuple[str, ...] = EVERYTHING
    condition: Mapping[str, Any] = field(default_factory=dict)
    needs: str = ""

    def has(self, action: str) -> bool:
        """Return whether an action is limited by this scope."""
        return any(fnmatchcase(action, pattern) for pattern in self.actions)


def _eks(kind: str) -> str:
    return f"arn:{{partition}}:eks:{{region}}:{{account}}:{kind}/{{cluster}}"


_BUCKETS = ("arn:{partition}:s3:::{buckets}",)
_PROFILES = "arn:{partition}:iam::{account}:instance-profile/"
_ROLES = ("arn:{partition}:iam::{account}:role/{roles}",)

READ_SCOPES: tuple[Scope, ...] = (
    Scope("Read", ("s3:ListAllMyBuckets",)),
    Scope("ReadBuckets", ("s3:*",), _BUCKETS),
    Scope("ReadImageNames", ("ssm:*",), ("arn:{partition}:ssm:{region}::parameter/aws/service/*",)),
    Scope("Read", ("*",)),
)
"""Parameters are those that AWS publishes: others can be secrets."""

BOUNDED = (
    "iam:AttachRolePolicy",
    "iam:CreateRole",
    "iam:DeleteRolePolicy",
    "iam:DetachRolePolicy",
    "iam:PutRolePermissionsBoundary",
    "iam:PutRolePolicy",
)
"""Actions with the condition key `iam:PermissionsBoundary`: only roles with it are made or changed."""
UNBOUND = "iam:DeleteRolePermissionsBoundary"
"""Not allowed where all roles must have a boundary."""

WRITE_SCOPES: tuple[Scope, ...] = (
    Scope(
        "Region",
        (
            "ec2:*",
            "elasticloadbalancing:*",
            "wafv2:*",
            "kms:CreateKey",
            "eks:CreateCluster",
            "logs:*LogDeliver*",
        ),
        condition=_IN_REGION,
    ),
    Scope(
        "Cluster",
        ("eks:*",),
        (
            _eks("cluster"),
            *(
                _eks(kind) + "/*"
                for kind in (
                    "access-entry",
                    "addon",
                    "capability",
                    "fargateprofile",
                    "identityproviderconfig",
                    "nodegroup",
                    "podidentityassociation",
                )
            ),
        ),
    ),
    # The account of an application is that of the organization or of the instance.
    Scope(
        "SignIn",
        ("sso:*",),
        (
            "arn:{partition}:sso:::instance/{instances}",
            "arn:{partition}:sso:::instance/{instances}/*",
            "arn:{partition}:sso::*:application/{instances}/*",
            "arn:{partition}:sso::aws:applicationProvider/*",
        ),
        needs="instances",
    ),
    Scope(
        "AutoScalingGroups",
        ("autoscaling:*",),
        ("arn:{partition}:autoscaling:{region}:{account}:autoScalingGroup:*:autoScalingGroupName/*",),
    ),
    # Those of eksgen; of Karpenter, by path since v1 and by name before (karpenter-provider-aws,
    # `pkg/providers/instanceprofile`); and of Auto Mode, which begin with `eks-` and outlive the cluster
    # (amazon-eks-user-guide pull request 1211, containers-roadmap issue 2531). Read 2026-11-30.
    Scope(
        "RolesInProfiles",
        ("iam:RemoveRoleFromInstanceProfile",),
        (
            _PROFILES + "{roles}",
            _PROFILES + "{cluster}_*",
            _PROFILES + "karpenter/{region}/{cluster}/*",
            _PROFILES + "eks-*",
        ),
    ),
    Scope("Profiles", ("iam:*InstanceProfile",), (_PROFILES + "{roles}",)),
    # EKS user guide, "Amazon EKS networking requirements for VPC and subnets", read 2026-11-30: issuers have
    # a dual-stack name as well, `oidc-eks.REGION.api.aws`.
    Scope(
        "Issuer",
        ("iam:*OpenIDConnect*",),
        (
            "arn:{partition}:iam::{account}:oidc-provider/oidc.eks.{region}.*",
            "arn:{partition}:iam::{account}:oidc-provider/oidc-eks.{region}.*",
        ),
    ),
    Scope("BoundedRoles", BOUNDED, _ROLES),
    Scope("Roles", ("iam:*Role*",), _ROLES),
    Scope("Policies", ("iam:*Policy*",), ("arn:{partition}:iam::{account}:policy/{roles}",)),
    # Without `kms:GrantIsForAWSResource`, which EKS does not support for CreateCluster (EKS user guide,
    # "Encrypt Kubernetes secrets with KMS on existing clusters", read 2026-11-30).
    Scope(
        "Grants",
        ("kms:CreateGrant", "kms:RetireGrant"),
        ("arn:{partition}:kms:{region}:{account}:key/*", "{foreign_keys}"),
    ),
    Scope(
        "Keys",
        ("kms:*",),
        (
            "arn:{partition}:kms:{region}:{account}:key/*",
            "arn:{partition}:kms:{region}:{account}:alias/eks/{cluster}/*",
        ),
    ),
    Scope("Buckets", ("s3:*",), _BUCKETS),
    Scope("Trail", ("cloudtrail:*",), ("arn:{partition}:cloudtrail:{region}:{account}:trail/{trails}",)),
    Scope(
        "LogGroups",
        ("logs:*",),
        (
            "arn:{partition}:logs:{region}:{account}:log-group:*",
            "arn:{partition}:logs:{region}:*:destination:*",
        ),
    ),
    Scope("Events", ("events:*",), ("arn:{partition}:events:{region}:{account}:rule/{queues}",)),
    Scope("Queue", ("sqs:*",), ("arn:{partition}:sqs:{region}:{account}:{queues}",)),
    Scope("Registries", ("ecr:*",), ("arn:{partition}:ecr:{region}:{account}:repository/*",)),
    Scope("Functions", ("lambda:*",), ("arn:{partition}:lambda:{region}:{account}:function:*",)),
    Scope("RecordChanges", ("route53:GetChange",), ("arn:{partition}:route53:::change/*",)),
    # Route 53 asks for the right on the VPC too: its refusals name the ARN of the VPC. The reference does not
    # say so.
    Scope(
        "PrivateNames",
        ("route53:AssociateVPCWithHostedZone",),
        ("arn:{partition}:route53:::hostedzone/*", "arn:{partition}:ec2:{region}:{account}:vpc/*"),
    ),
    Scope("HostedZones", ("route53:*",), ("arn:{partition}:route53:::hostedzone/*",)),
)
"""The first that has an action limits it."""
