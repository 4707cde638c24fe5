"""The public SSM parameters that name the AMIs of EKS, which moto does not have.

Any parameter under the three roots is answered, with an image id that is the same for the same name.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from moto.core.utils import utcnow
from moto.ssm.models import Parameter, ParameterDict

from .eks.versions import RELEASE_DATE

ROOTS = (
    "/aws/service/eks/optimized-ami/",
    "/aws/service/bottlerocket/aws-k8s-",
    "/aws/service/ami-windows-latest/",
)


def install() -> None:
    """Let moto's parameter store find the parameters when they are asked for by name."""
    owner: Any = ParameterDict
    owner._check_loading_status = _loading(owner._check_loading_status)


def _loading(load: Callable[[Any, str], None]) -> Callable[[Any, str], None]:
    def cured(self: Any, key: str) -> None:
        load(self, key)
        name = str(key or "").split(":")[0]
        value = image_parameter(name)
        if value is not None and name not in list(dict.keys(self)):
            dict.__setitem__(self, name, [_parameter(self.account_id, name, value)])

    return cured


def image_parameter(name: str) -> str | None:
    """The value of a public image parameter; None if the name is not one of these."""
    leaf = name.rsplit("/", 1)[-1]
    if not name.startswith(ROOTS):
        return None
    if leaf == "image_id":
        return f"ami-{hashlib.sha256(name.encode()).hexdigest()[:17]}"
    version = name.removeprefix(ROOTS[0]).split("/")[0]
    return {"release_version": f"{version}.0-{RELEASE_DATE}", "image_version": "1.50.0-7a4c9d3e"}.get(leaf)


def _parameter(account_id: str, name: str, value: str) -> Any:
    make: Any = Parameter  # abstract only to a type checker: moto makes them too
    return make(
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
