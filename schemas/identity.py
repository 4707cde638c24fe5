"""`identity`: the AWS permissions of pods, by the Kubernetes service account that they run as."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from ..catalog.limits import OIDC_AUDIENCE_LENGTH, OIDC_AUDIENCES, POD_IDENTITIES_PER_CLUSTER
from .base import Model, matching
from .iam import Iam, RoleArn
from .nodes import LabelKey, LabelValue

AccountKey = Annotated[
    str,
    matching(
        r"(?=[^/]{1,63}/.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?"
        r"/[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*",
        "invalid-name",
        "a service account with its namespace",
        "write NAMESPACE/NAME, such as shop/uploader, both as Kubernetes spells them",
    ),
]
Audience = Annotated[
    str,
    matching(
        rf"[!-~]{{1,{OIDC_AUDIENCE_LENGTH}}}",
        "invalid-name",
        "an audience of tokens",
        f"at most {OIDC_AUDIENCE_LENGTH} characters without spaces, such as sts.amazonaws.com",
    ),
    Field(examples=["sts.amazonaws.com"]),
]
AnnotationKey = Annotated[
    str,
    matching(
        r"(?!eks\.amazonaws\.com/role-arn$)(?=.{1,317}$)([a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*/)?"
        r"[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?",
        "invalid-name",
        "the key of an annotation of yours",
        "a name of at most 63 letters, digits and -_., with or without a prefix such as example.com/; "
        "eksgen writes "
        "eks.amazonaws.com/role-arn itself",
    ),
]
Mode = Literal["pod-identity", "irsa"]
WellKnown = Literal[
    "aws-load-balancer-controller",
    "cert-manager",
    "cloudwatch-agent",
    "cluster-autoscaler",
    "ebs-csi",
    "efs-csi",
    "external-dns",
    "external-secrets",
    "image-builder",
    "karpenter",
]


class OidcProvider(Model):
    """The IAM OIDC provider of the cluster, which lets IAM trust the tokens of its service accounts."""

    audiences: tuple[Audience, ...] = Field(
        ("sts.amazonaws.com",),
        min_length=1,
        max_length=OIDC_AUDIENCES,
        description="Audiences of the tokens that IAM trusts; the SDKs of AWS ask for `sts.amazonaws.com`.",
    )


class ServiceAccountObject(Model):
    """The manifest of a service account."""

    labels: dict[LabelKey, LabelValue] = Field(
        default_factory=dict, description="Labels of the service account."
    )
    annotations: dict[AnnotationKey, str] = Field(
        default_factory=dict,
        description="Annotations of the service account, besides the one that IRSA needs.",
    )


class ServiceAccount(Iam):
    """The AWS permissions of a service account: the fields of its IAM role, and how pods get it."""

    mode: Mode | None = Field(None, description="How pods get the role. Default: `identity.mode`.")
    well_known: tuple[WellKnown, ...] = Field(
        (),
        max_length=10,
        description="Programs whose permissions the role gets, limited to this cluster where AWS can.",
        examples=[["external-dns"]],
    )
    target_role: RoleArn | None = Field(
        None,
        description="Role that EKS assumes with the role of the account, such as one of another AWS account; "
        "pods get its permissions. Needs version 6 of the AWS provider.",
        examples=["arn:aws:iam::444455556666:role/Uploads"],
    )
    session_tags: Literal["none"] | None = Field(
        None,
        description="none: EKS does not tag the sessions of pods with cluster, namespace and account. Needs "
        "version 6 of the AWS provider.",
    )
    object: ServiceAccountObject | None = Field(
        None, description="Write the service account to `manifests/service-accounts.yaml` too."
    )


class Identity(Model):
    """AWS permissions of pods."""

    mode: Mode = Field(
        "pod-identity",
        description="How pods get their roles: pod-identity (an association in EKS), or irsa (IAM trusts the "
        "tokens of the cluster).",
    )
    oidc_provider: OidcProvider | None = Field(
        None,
        description="Make the IAM OIDC provider of the cluster. An account with `irsa` implies it.",
    )
    service_accounts: dict[AccountKey, ServiceAccount] = Field(
        default_factory=dict,
        max_length=POD_IDENTITIES_PER_CLUSTER,
        description="Service accounts with AWS permissions, as NAMESPACE/NAME. Naming that of an add-on "
        "replaces the role that the add-on gets by itself.",
    )
