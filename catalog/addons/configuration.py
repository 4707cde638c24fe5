"""What the configuration of an add-on may hold, as far as it is known: JSON Schemas in `schemas/`.

Each file says where its schema comes from. AWS shows that of an add-on with
`aws eks describe-addon-configuration --addon-name NAME --addon-version VERSION`.
"""

from typing import Any

from .._data import table

_KNOWN = ("vpc-cni", "kube-proxy", "coredns", "ebs-csi", "efs-csi", "pod-identity-agent", "metrics-server")


def configuration_schema(name: str) -> dict[str, Any] | None:
    """Return the schema of an add-on by its short name, or None; callers must not change it."""
    return table(f"addons/schemas/{name}.json") if name in _KNOWN else None
