"""KMS: key policies that name a service-linked role which does not exist, which moto accepts.

AWS refuses every principal that does not exist (`catalog/iam/service_linked_roles.py`). The sandbox knows
only the roles that are made in it, so it refuses service-linked roles alone: users do not make them by hand,
and an account without an Auto Scaling group has none.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from moto.core.exceptions import JsonRESTError
from moto.iam.models import iam_backends
from moto.kms.responses import KmsResponse
from moto.utilities.utils import get_partition

from ...catalog.iam.service_linked_roles import INVALID_PRINCIPAL, SERVICE_LINKED_PATH
from .patch import Function, Patch


def _with_existing_principals(operation: Function) -> Function:
    """Refuse the policy of the request if it names a service-linked role that does not exist."""

    def patched(self: Any) -> Any:
        roles = iam_backends[self.current_account][get_partition(self.region)].roles.values()
        known = {role.arn for role in roles}
        if any(arn not in known for arn in _service_linked_roles(self._get_param("Policy") or "{}")):
            raise JsonRESTError("MalformedPolicyDocumentException", INVALID_PRINCIPAL)
        return operation(self)

    return patched


def _service_linked_roles(policy: str) -> Iterator[str]:
    """Yield the ARNs of service-linked roles that a policy names as principals."""
    for statement in json.loads(policy).get("Statement", []):
        principal = statement.get("Principal", {})
        named = principal.get("AWS", []) if isinstance(principal, dict) else []
        for arn in [named] if isinstance(named, str) else named:
            if f":role/{SERVICE_LINKED_PATH}" in arn:
                yield arn


PATCHES = (
    Patch(KmsResponse, "create_key", _with_existing_principals),
    Patch(KmsResponse, "put_key_policy", _with_existing_principals),
)
