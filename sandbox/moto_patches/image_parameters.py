"""Public SSM parameters with the AMIs of EKS, which moto does not have.

Every parameter under the three roots exists; the image id depends on the name only.
"""

from __future__ import annotations

import hashlib
from typing import Any

from moto.core.utils import utcnow
from moto.ssm.models import Parameter, ParameterDict

from ..eks.versions.releases import node_release
from .patch import Function, Patch

ROOTS = (
    "/aws/service/eks/optimized-ami/",
    "/aws/service/bottlerocket/aws-k8s-",
    "/aws/service/ami-windows-latest/",
)


def _check_loading_status(load: Function) -> Function:
    """moto calls this before it reads a parameter; the parameter is added here."""

    def patched(self: Any, key: str) -> None:
        load(self, key)
        name = str(key or "").split(":")[0]
        value = image_parameter(name, self.account_id)
        if value is not None:  # written again, since newer releases may have been published
            dict.__setitem__(self, name, [_parameter(self.account_id, name, value)])

    return patched


def image_parameter(name: str, account: str) -> str | None:
    """Return the value of a public image parameter; None for another name."""
    leaf = name.rsplit("/", 1)[-1]
    if not name.startswith(ROOTS):
        return None
    if leaf == "image_id":
        return f"ami-{hashlib.sha256(name.encode()).hexdigest()[:17]}"
    if leaf == "release_version" and name.startswith(ROOTS[0]):
        return node_release(name.removeprefix(ROOTS[0]).split("/")[0], "AL2023", account)
    if leaf == "image_version" and name.startswith(ROOTS[1]):
        return node_release("", "BOTTLEROCKET", account)
    return None


def _parameter(account_id: str, name: str, value: str) -> Any:
    create: Any = Parameter  # abstract to a type checker only; moto creates instances, too
    return create(
        account_id=account_id,
        name=name,
        value=value,
        parameter_type="String",
        description=None,
        allowed_pattern=None,
        keyid=None,
        last_modified_date=utcnow(),
        version=1,
        data_type="text",
    )


PATCHES = (Patch(ParameterDict, "_check_loading_status", _check_loading_status),)
