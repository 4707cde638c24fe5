"""`access`: who may use the Kubernetes API."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from .base import IamPrincipalArn, Model, Name, TagKey, TagValue, matching
from .rbac import GroupName, Rbac

NamespacePattern = Annotated[
    str,
    matching(
        r"[a-z0-9*]([a-z0-9*-]{0,61}[a-z0-9*])?",
        "invalid-name",
        "the name of a namespace, or a pattern of such names",
        "at most 63 lowercase letters, digits and hyphens; `*` stands for any characters, as in dev-*",
    ),
]
UserName = Annotated[
    str,
    matching(
        r"(?!(system|eks|aws|amazon|iam):)[!-~]{1,255}",
        "invalid-username",
        "a user name that EKS accepts",
        "at most 255 characters without spaces, not starting with `system:`, `eks:`, `aws:`, `amazon:` or "
        "`iam:`",
    ),
]
PolicyName = Annotated[
    str,
    matching(
        r"[A-Za-z0-9]{1,128}",
        "invalid-name",
        "the name of an access policy",
        "the names of access policies consist of letters and digits, such as AmazonEKSViewPolicy",
    ),
]
ProviderName = Annotated[
    str,
    matching(
        r"[A-Za-z0-9][A-Za-z0-9_-]{0,99}",
        "invalid-name",
        "the name of an identity provider",
        "at most 100 letters, digits, hyphens and underscores, starting with a letter or digit",
    ),
]
_LABEL, _LAST_OCTET = "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?", "[0-9]{1,3}(:|/|$)"
_PORT = "([1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])"
_PRIVATE = (
    r"(0|10|127)\.[0-9]+\.[0-9]+\.[0-9]+(:|/|$)|169\.254\.[0-9]+\.[0-9]+(:|/|$)|192\.168\.[0-9]+\.[0-9]+(:|/|$)"
    r"|172\.(1[6-9]|2[0-9]|3[01])\.[0-9]+\.[0-9]+(:|/|$)|([^:/]*\.)?localhost(:|/|$)"
)
Issuer = Annotated[
    str,
    matching(
        rf"(?!.{{256}})https://(?!{_PRIVATE})({_LABEL}\.)+(?=[A-Za-z0-9-]*[A-Za-z]|{_LAST_OCTET}){_LABEL}"
        rf"(:{_PORT})?(?!.*/\.well-known/openid-configuration/?$)(/[A-Za-z0-9._~/%:@!&'()*+,;=-]*)?",
        "invalid-issuer",
        "the URL of an issuer",
        "an issuer is an https URL on the internet of at most 255 characters, without a query and without "
        "/.well-known/openid-configuration, as in https://login.example.com",
    ),
]
_ONE_LINE = r"[!-~]([ -~]{0,253}[!-~])?"
OneLine = Annotated[
    str,
    matching(
        _ONE_LINE,
        "invalid-claim",
        "the text of a claim or a client",
        "1 to 255 ASCII characters, without spaces at the ends",
    ),
]
Prefix = Annotated[
    str,
    matching(
        r"(?!.*system:)[!-~]{1,255}",
        "invalid-claim",
        "a prefix that EKS accepts",
        "1 to 255 ASCII characters without spaces, and without `system:`, whose names belong to Kubernetes",
    ),
]
ClaimName = Annotated[
    str,
    matching(r"[!-~]{1,63}", "invalid-claim", "the name of a claim", "1 to 63 ASCII characters, no spaces"),
]
ClaimValue = Annotated[
    str,
    matching(r"[ -~]{1,253}", "invalid-claim", "the value of a claim", "1 to 253 ASCII characters"),
]


class AccessPolicy(Model):
    """Permissions that EKS gives by itself, in the whole cluster or in namespaces."""

    name: PolicyName = Field(
        description="Name of an EKS access policy; `aws eks list-access-policies` lists them.",
        examples=["AmazonEKSViewPolicy"],
    )
    namespaces: tuple[NamespacePattern, ...] = Field(
        (),
        max_length=100,
        description="Namespaces that it is limited to, also patterns such as dev-*. Default: the whole "
        "cluster.",
        examples=[["shop", "dev-*"]],
    )


class AccessEntry(Model):
    """An IAM role or user that may use the Kubernetes API, and what it may do there."""

    principal: IamPrincipalArn = Field(
        description="ARN of an IAM role or user, with its path. EKS cannot change it: another one replaces "
        "the "
        "entry.",
        examples=["arn:aws:iam::111122223333:role/Developer"],
    )
    type: Literal["standard", "ec2-linux", "ec2-windows", "fargate-linux", "hybrid-linux", "ec2"] = Field(
        "standard",
        description="What uses the principal: people and programs (`standard`), or nodes that are not in the "
        "spec. EKS cannot change it.",
    )
    policies: tuple[AccessPolicy, ...] = Field(
        (),
        max_length=50,
        description="EKS access policies; only types `standard` and `ec2` take them.",
        examples=[[{"name": "AmazonEKSViewPolicy", "namespaces": ["shop"]}]],
    )
    groups: tuple[GroupName, ...] = Field(
        (),
        max_length=100,
        description="Kubernetes groups, for RBAC; only type `standard` takes them.",
        examples=[["dev-readers"]],
    )
    username: UserName | None = Field(
        None,
        description="Name in Kubernetes and in its audit log; only type `standard` takes one. Default: the "
        "ARN "
        "of the user, or that of the assumed role with the name of the session.",
        examples=["developer:{{SessionName}}"],
    )
    tags: dict[TagKey, TagValue] = Field(default_factory=dict, description="AWS tags on the entry.")


class OidcProvider(Model):
    """An OpenID Connect provider whose users may use the Kubernetes API; EKS cannot change any of it."""

    name: ProviderName = Field(description="Name of the configuration in EKS.", examples=["corp"])
    issuer: Issuer = Field(
        description="URL of the issuer, which EKS reaches through the internet; the `iss` claim of its "
        "tokens.",
        examples=["https://login.example.com"],
    )
    client_id: OneLine = Field(
        description="Client that the tokens are made for; their `aud` claim.", examples=["kubernetes"]
    )
    username_claim: OneLine | None = Field(
        None, description="Claim with the name of the user. Default: `sub`.", examples=["email"]
    )
    username_prefix: Prefix | None = Field(
        None,
        description="What is put before the name; `-` for nothing. Default: nothing for `email`, else the "
        "issuer and `#`.",
        examples=["corp:"],
    )
    groups_claim: OneLine | None = Field(
        None,
        description="Claim with the groups of the user. Default: users have no groups.",
        examples=["groups"],
    )
    groups_prefix: Prefix | None = Field(
        None, description="What is put before each group. Default: nothing.", examples=["corp:"]
    )
    required_claims: dict[ClaimName, ClaimValue] = Field(
        default_factory=dict,
        max_length=100,
        description="Claims that a token must have, with their values.",
        examples=[{"department": "platform"}],
    )
    tags: dict[TagKey, TagValue] = Field(default_factory=dict, description="AWS tags on the configuration.")


class Access(Model):
    """IAM principals and their permissions in the cluster."""

    mode: Literal["api", "api-and-config-map"] = Field(
        "api", description="Authentication mode; `api` uses access entries only."
    )
    admins: tuple[IamPrincipalArn, ...] = Field(
        min_length=1,
        description="IAM roles and users with full access to the cluster; at least one.",
        examples=[["arn:aws:iam::111122223333:role/PlatformAdmin"]],
    )
    entries: dict[Name, AccessEntry] = Field(
        default_factory=dict, description="Further IAM roles and users, by names of your own."
    )
    oidc: OidcProvider | None = Field(
        None, description="OpenID Connect provider for people without IAM; EKS takes one."
    )
    rbac: Rbac = Field(Rbac(), description="Kubernetes RBAC, written as manifests for `kubectl`.")
