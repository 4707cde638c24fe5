"""IAM: policies of the account that the spec names and the sandbox has never seen, and names of roles.

A rehearsal begins in an empty account, but a spec may attach policies that exist in the real one. The sandbox
takes them for granted, as it does principals and KMS keys; moto refuses them. Names of roles are unique in an
account whatever their case, and a boundary is a policy of the account or of AWS (IAM API, CreateRole).
"""

from __future__ import annotations

import hashlib
from typing import Any

from moto.iam.exceptions import EntityAlreadyExists, NotFoundException
from moto.iam.models import IAMBackend

from .patch import Function, Patch

_GRANTED = "Taken for granted by the sandbox"
_NOTHING = '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"iam:*","Resource":"*"}]}'


def _attach_role_policy(attach: Function) -> Function:
    """Attach a policy of the account even if it was not made in the sandbox."""

    def patched(self: Any, policy_arn: str, role_name: str) -> None:
        if policy_arn not in self.managed_policies and f":iam::{self.account_id}:policy/" in policy_arn:
            path, _, name = policy_arn.partition(":policy")[2].rpartition("/")
            self.create_policy(_GRANTED, f"{path}/", _NOTHING, name, [])
        attach(self, policy_arn, role_name)

    return patched


def _detach_role_policy(detach: Function) -> Function:
    """Forget a policy that was only taken for granted, with its last attachment."""

    def patched(self: Any, policy_arn: str, role_name: str) -> None:
        detach(self, policy_arn, role_name)
        policy = self.managed_policies.get(policy_arn)
        if policy is not None and policy.description == _GRANTED and policy.attachment_count == 0:
            del self.managed_policies[policy_arn]

    return patched


def _create_role(create: Function) -> Function:
    """Refuse the name of a role that exists in another case, and a boundary of another account."""

    def patched(self: Any, role_name: str, *rest: Any, **named: Any) -> Any:
        if role_name.lower() in {role.name.lower() for role in self.get_roles()}:
            raise EntityAlreadyExists(f"Role with name {role_name} already exists.")
        _check_boundary(self, named.get("permissions_boundary") or next(iter(rest[2:3]), None))
        return create(self, role_name, *rest, **named)

    return patched


def _put_role_permissions_boundary(put: Function) -> Function:
    """Refuse a boundary of another account."""

    def patched(self: Any, role_name: str, permissions_boundary: str) -> None:
        _check_boundary(self, permissions_boundary)
        put(self, role_name, permissions_boundary)

    return patched


def _check_boundary(backend: IAMBackend, boundary: str | None) -> None:
    if boundary and not any(f":iam::{owner}:" in boundary for owner in (backend.account_id, "aws")):
        raise NotFoundException(f"Scope ARN: {boundary} does not exist or is not attachable.")


def _create_open_id_connect_provider(create: Function) -> Function:
    """Find the thumbprint of the issuer, as IAM does without one (IAM API, CreateOpenIDConnectProvider)."""

    def patched(self: Any, url: str, thumbprint_list: list[str], *rest: Any, **named: Any) -> Any:
        found = thumbprint_list or [hashlib.sha1(url.encode(), usedforsecurity=False).hexdigest()]
        return create(self, url, found, *rest, **named)

    return patched


PATCHES = (
    Patch(IAMBackend, "create_open_id_connect_provider", _create_open_id_connect_provider),
    Patch(IAMBackend, "create_role", _create_role),
    Patch(IAMBackend, "put_role_permissions_boundary", _put_role_permissions_boundary),
    Patch(IAMBackend, "attach_role_policy", _attach_role_policy),
    Patch(IAMBackend, "detach_role_policy", _detach_role_policy),
)
