"""`capabilities`: what EKS runs for the cluster outside of its nodes."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from ..catalog.addons.capabilities import ARGOCD_NAMESPACE, IDENTITIES, NAME_LENGTH
from .access import AccessPolicy
from .base import ArnOf, Model, Namespace, Tags, arn_of, aws_id, matching
from .iam import Iam

CapabilityName = Annotated[
    str,
    matching(
        rf"[0-9A-Za-z][0-9A-Za-z_-]{{0,{NAME_LENGTH - 1}}}",
        "invalid-name",
        "the name of a capability",
        f"at most {NAME_LENGTH} letters, digits, hyphens and underscores, starting with a letter or digit",
    ),
]
InstanceArn = Annotated[
    str,
    arn_of(
        "an instance of IAM Identity Center",
        ArnOf(
            "sso",
            "",
            "",
            "instance/(sso)?ins-[0-9A-Za-z.-]{16}",
            "arn:aws:sso:::instance/ssoins-0123456789abcdef",
        ),
        help="`aws sso-admin list-instances --region REGION` prints it",
    ),
]
IdentityId = Annotated[
    str,
    matching(
        r"([0-9a-f]{10}-)?[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}",
        "invalid-id",
        "the ID of a user or group of IAM Identity Center",
        "IDs look like 0123456789-01234567-89ab-cdef-0123-456789abcdef; `aws identitystore list-groups` and "
        "`list-users` print them",
    ),
]
VpcEndpointId = Annotated[str, aws_id("vpce", "a VPC endpoint")]


class Capability(Iam):
    """A capability, with the IAM role that it acts with in AWS and in the cluster."""

    name: CapabilityName | None = Field(
        None, description="Name in AWS, which EKS never changes. Default: the type.", examples=["my-argocd"]
    )
    access: tuple[AccessPolicy, ...] = Field(
        (),
        max_length=50,
        description="EKS access policies of its role, in addition to those that EKS gives it by itself.",
        examples=[[{"name": "AmazonEKSEditPolicy", "namespaces": ["shop"]}]],
    )
    deletion: Literal["retain"] = Field(
        "retain",
        description="What becomes of the Kubernetes objects of a capability that is deleted: they stay.",
    )
    tags: Tags = Field(
        default_factory=dict,
        description="Tags of the capability and of its IAM role, in addition to `metadata.tags`.",
    )


class IdentityCenter(Model):
    """The instance of IAM Identity Center whose users sign in; EKS cannot change it."""

    idc_instance_arn: InstanceArn = Field(
        description="ARN of the instance.", examples=["arn:aws:sso:::instance/ssoins-0123456789abcdef"]
    )
    idc_region: str | None = Field(
        None,
        max_length=32,
        description="Region of the instance. Default: chosen by EKS at creation.",
        examples=["us-east-1"],
    )


class SsoIdentity(Model):
    """A user or a group of IAM Identity Center."""

    id: IdentityId = Field(description="ID of the user or group.")
    type: Literal["SSO_USER", "SSO_GROUP"] = Field(description="SSO_USER or SSO_GROUP.")


class RoleMapping(Model):
    """A role of Argo CD, and who has it."""

    role: Literal["ADMIN", "EDITOR", "VIEWER"] = Field(
        description="ADMIN, EDITOR (no settings, no deletions) or VIEWER."
    )
    identities: tuple[SsoIdentity, ...] = Field(
        min_length=1, max_length=IDENTITIES, description="Users and groups that have the role."
    )


class NetworkAccess(Model):
    """The way to the server of Argo CD."""

    vpce_ids: tuple[VpcEndpointId, ...] = Field(
        min_length=1,
        max_length=100,
        description="VPC endpoints of the service `eks-capabilities`; the server is then private.",
        examples=[["vpce-0123456789abcdef0"]],
    )


class ArgoCdConfiguration(Model):
    """Settings of Argo CD, as EKS names them."""

    aws_idc: IdentityCenter = Field(description="Instance of IAM Identity Center whose users sign in.")
    namespace: Namespace = Field(
        ARGOCD_NAMESPACE, description="Namespace of its objects, which EKS never changes."
    )
    rbac_role_mappings: tuple[RoleMapping, ...] = Field(
        (), max_length=3, description="Who has which role in Argo CD; each role is listed once."
    )
    network_access: NetworkAccess | None = Field(
        None, description="VPC endpoints that lead to its server. Default: it is on the internet."
    )


class ArgoCd(Capability):
    """Argo CD, which brings the cluster to the state in Git."""

    configuration: ArgoCdConfiguration = Field(description="Settings of Argo CD, as EKS names them.")


class Capabilities(Model):
    """EKS Capabilities; a cluster has at most one of each type. AWS provider 6.25."""

    argocd: ArgoCd | None = Field(None, description="Argo CD: brings the cluster to the state in Git.")
    ack: Capability | None = Field(
        None, description="AWS Controllers for Kubernetes: makes AWS resources from Kubernetes objects."
    )
    kro: Capability | None = Field(
        None, description="Kube Resource Orchestrator: composes Kubernetes objects of others."
    )
