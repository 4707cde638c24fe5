"""Check Kubernetes objects offline, against the schemas of a Kubernetes version and of custom resources.

The schemas of Kubernetes are those of the package `kubernetes-validate`. Those of custom resources are in the
files beside this one: each describes the fields that eksgen writes, as the custom resource definition does, and
accepts no other. docs/decisions/010-manifest-schemas.md says why.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import kubernetes_validate

HERE = Path(__file__).parent
CUSTOM: dict[str, dict[str, Any]] = {
    name: schema
    for file in sorted(HERE.glob("*.json"))
    for name, schema in json.loads(file.read_text("utf-8"))["definitions"].items()
}
"""The schemas of custom resources by `apiVersion/kind`."""


def validate_object(document: dict[str, Any], kubernetes_version: str) -> None:
    """Raise `jsonschema.ValidationError` if a cluster of this version would refuse an object."""
    name = f"{document['apiVersion']}/{document['kind']}"
    if name in CUSTOM:
        jsonschema.Draft202012Validator(CUSTOM[name]).validate(document)
    else:
        kubernetes_validate.validate(document, kubernetes_version, strict=True)
