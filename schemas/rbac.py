"""`access.rbac`: roles of Kubernetes, and who has them."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from .base import Model, Namespace, matching

_LABEL = "[a-z0-9]([a-z0-9-]*[a-z0-9])?"
ObjectName = Annotated[
    str,
    matching(
        rf"(?!.{{254}}){_LABEL}(\.{_LABEL})*",
        "invalid-name",
        "the name of a Kubernetes object",
        "at most 253 lowercase letters, digits, hyphens and dots, each part starting and ending with a "
        "letter "
        "or digit (RFC 1123)",
    ),
]
GroupName = Annotated[
    str,
    matching(
        r"(?!system:)[!-~]{1,255}",
        "invalid-group",
        "a group that EKS accepts",
        "at most 255 ASCII characters without spaces, not starting with `system:`; an access policy takes "
        "the "
        "place of system:masters",
    ),
]
Subject = Annotated[
    str,
    matching(
        r"(?!system:)[!-~]([ -~]{0,253}[!-~])?",
        "invalid-username",
        "the name of a user",
        "at most 255 ASCII characters, not starting with `system:`; service accounts are in "
        "`serviceAccounts`",
    ),
]
ServiceAccount = Annotated[
    str,
    matching(
        rf"[a-z0-9]([a-z0-9-]{{0,61}}[a-z0-9])?/(?!.{{254}}){_LABEL}(\.{_LABEL})*",
        "invalid-name",
        "a service account",
        "its namespace and its name, as in shop/ci",
    ),
]
ApiGroup = Annotated[
    str,
    matching(
        rf"|\*|(?!.{{254}}){_LABEL}(\.{_LABEL})*",
        "invalid-name",
        "an API group",
        'an API group is "" (the core group), `*`, or a name such as apps or networking.k8s.io',
    ),
]
ResourceKind = Annotated[
    str,
    matching(
        r"(\*|[a-z0-9][a-z0-9.-]{0,100})(/(\*|[a-z0-9][a-z0-9-]{0,100}))?",
        "invalid-name",
        "a resource of Kubernetes",
        "a resource is plural and lowercase, such as pods or pods/log; `*` stands for all",
    ),
]
Verb = Annotated[
    str,
    matching(
        r"\*|[a-z]{1,63}",
        "invalid-name",
        "a verb of Kubernetes",
        "verbs are get, list, watch, create, update, patch, delete, deletecollection, others, or `*` for all",
    ),
]


class PolicyRule(Model):
    """What a role may do: every verb with every resource in every API group of the rule."""

    api_groups: tuple[ApiGroup, ...] = Field(
        min_length=1, max_length=100, description='API groups; "" is the core group.', examples=[["", "apps"]]
    )
    resources: tuple[ResourceKind, ...] = Field(
        min_length=1, max_length=100, description="Resources, plural.", examples=[["pods", "pods/log"]]
    )
    verbs: tuple[Verb, ...] = Field(
        min_length=1, max_length=100, description="What may be done.", examples=[["get", "list", "watch"]]
    )


class RbacRole(Model):
    """Permissions in some namespaces, or in the whole cluster."""

    namespaces: tuple[Namespace, ...] = Field(
        (),
        max_length=100,
        description="Namespaces that get the role, as a Role each. Default: the whole cluster, as a "
        "ClusterRole.",
        examples=[["shop"]],
    )
    rules: tuple[PolicyRule, ...] = Field(
        min_length=1,
        max_length=100,
        description="What the role may do.",
        examples=[[{"apiGroups": [""], "resources": ["pods"], "verbs": ["get", "list", "watch"]}]],
    )


class RbacBinding(Model):
    """Who has a role, in the namespaces of the role."""

    role: ObjectName = Field(
        description="A role of `access.rbac.roles`, or view, edit, admin or cluster-admin, which Kubernetes "
        "has.",
        examples=["dev-readers"],
    )
    groups: tuple[GroupName, ...] = Field(
        (), max_length=100, description="Groups of access entries, or of the OIDC provider with its prefix."
    )
    users: tuple[Subject, ...] = Field(
        (),
        max_length=100,
        description="User names of access entries, or of the OIDC provider with its prefix.",
    )
    service_accounts: tuple[ServiceAccount, ...] = Field(
        (), max_length=100, description="Service accounts, each as namespace/name.", examples=[["shop/ci"]]
    )


class Rbac(Model):
    """Roles and bindings of Kubernetes, written to `manifests/rbac.yaml`."""

    roles: dict[ObjectName, RbacRole] = Field(default_factory=dict, description="Roles by name.")
    bindings: dict[ObjectName, RbacBinding] = Field(default_factory=dict, description="Bindings by name.")
