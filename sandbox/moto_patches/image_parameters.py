"""Public SSM parameters with the AMIs of EKS, which moto does not have.

Every parameter under the three roots exists; the image id depends on the name only.
"""

from __future__ import annotations

import hashlib
from typing import Any

from moto.core.utils import utcnow
from moto.ssm.models import Parameter, ParameterDict

from ..eks.versions import RELEASE_DATE
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
        value = image_parameter(name)
        if value is not None and name not in list(dict.keys(self)):
            dict.__setitem__(self, name, [_parameter(self.account_id, name, value)])

    return patched


def image_parameter(name: str) -> str | None:
    """Return the value of a public image parameter; None for another name."""
    leaf = name.rsplit("/", 1)[-1]
    if not name.startswith(ROOTS):
        return None
    if leaf == "image_id":
        return f"ami-{hashlib.sha256(name.encode()).hexdigest()[:17]}"
    version = name.removeprefix(ROOTS[0]).split("/")[0]
    return {"release_version": f"{version}.0-{RELEASE_DATE}", "image_version": "1.50.0-7a4c9d3e"}.get(leaf)


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
