"""What CreateAddon and UpdateAddon check of a configuration, and the conflicts with what runs already.

The schemas are those of the catalog, which knows a part of AWS's; a key that it does not know is accepted.
"""

from __future__ import annotations

import json
from typing import Any

from moto.eks.exceptions import InvalidParameterException

from ...catalog.addons.addons import addon_or_default
from ...catalog.addons.configuration import configuration_schema
from .records import ClusterRecord, Record
from .request import EksRequest

SELF_MANAGED = ("coredns", "kube-proxy", "vpc-cni")
"""What EKS installs in a new cluster by itself, unless `bootstrapSelfManagedAddons` is false."""


def known_schema(name: str) -> dict[str, Any]:
    """Return the schema of an add-on, marked as data of the sandbox; without one, everything is accepted."""
    schema = configuration_schema(addon_or_default(name).name) or {"type": "object"}
    return {**schema, "$comment": "Data of the eksgen sandbox: the part of AWS's schema that eksgen knows."}


def check_configuration(request: EksRequest, name: str) -> None:
    """Refuse invalid JSON, and what the schema of the add-on refuses; EKS accepts JSON and YAML."""
    text = (request.body.get("configurationValues") or "").strip()
    if not text.startswith("{"):
        return
    try:
        values = json.loads(text)
    except ValueError as error:
        raise _refused(request, name, f"{error}") from error
    import jsonschema  # the sandbox starts faster without it

    errors = jsonschema.Draft7Validator(known_schema(name)).iter_errors(values)
    refused = [error for error in errors if error.validator != "additionalProperties"]
    if refused:
        listed = ", ".join(sorted(f"{error.json_path}: {error.message}" for error in refused))
        raise _refused(request, name, f"Json schema validation failed with error: [{listed}]")


def _refused(request: EksRequest, name: str, why: str) -> InvalidParameterException:
    return InvalidParameterException(
        clusterName=request.path["name"],
        addonName=name,
        message=f"ConfigurationValue provided in request is not supported: {why}",
    )


def set_conflicts(request: EksRequest, cluster: ClusterRecord, addon: Record) -> None:
    """Fail an add-on that must not overwrite what EKS installed with the cluster; else it takes that over."""
    name = addon["addonName"]
    mode = request.body.get("resolveConflicts") or "NONE"
    if name in cluster.self_managed and mode == "NONE":
        message = (
            "Conflicts found when trying to apply. Will not continue due to resolve conflicts mode. "
            f"Conflicts: {name} was installed with the cluster"
        )
        issue = {"code": "ConfigurationConflict", "message": message, "resourceIds": []}
        addon.update(status="CREATE_FAILED", health={"issues": [issue]})
    else:
        cluster.self_managed.discard(name)
