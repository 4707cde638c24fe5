"""IAM: policies of the account that the spec names and the sandbox has never seen.

A rehearsal begins in an empty account, but a spec may attach policies that exist in the real one. The sandbox
takes them for granted, as it does principals and KMS keys; moto refuses them.
"""

from __future__ import annotations

from typing import Any

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


PATCHES = (
    Patch(IAMBackend, "attach_role_policy", _attach_role_policy),
    Patch(IAMBackend, "detach_role_policy", _detach_role_policy),
)
