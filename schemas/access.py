"""`access`: who may use the Kubernetes API."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from .base import IamPrincipalArn, Later, Model


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
    entries: Later = None
    oidc: Later = None
    rbac: Later = None
