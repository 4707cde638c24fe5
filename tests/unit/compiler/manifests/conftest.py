"""Specs with an application load balancer that Kubernetes manages, and the objects that they become."""

from __future__ import annotations

from typing import Any

import yaml

from eksgen.catalog.load_balancers.ingress_annotations import PREFIX
from eksgen.compiler.diagnostics import Severity
from eksgen.compiler.pipeline import check_text, compile_spec
from tests.kubernetes_schemas import validate_object

CERTIFICATE = "arn:aws:acm:us-west-2:111122223333:certificate/0f4c1b7e-0000-4000-8000-00000000000{}"
ACL = "arn:aws:wafv2:us-west-2:111122223333:regional/webacl/web/11111111-2222-3333-4444-555555555555"
LBC = "kube-system/aws-load-balancer-controller"
SPEC: dict[str, Any] = {
    "apiVersion": "eksgen/v1alpha1",
    "kind": "Cluster",
    "metadata": {"name": "demo", "region": "us-west-2", "tags": {"team": "platform"}},
    "kubernetes": {"version": "1.35"},
    "access": {"admins": ["arn:aws:iam::111122223333:role/Admin"]},
    "addons": {"pod-identity-agent": {}},
    "identity": {
        "serviceAccounts": {
            LBC: {"wellKnown": ["aws-load-balancer-controller"]},
            "external-dns/external-dns": {"wellKnown": ["external-dns"]},
        }
    },
    "nodeGroups": {"web": {}, "api": {}},
}
BALANCER: dict[str, Any] = {
    "type": "application",
    "managedBy": "kubernetes",
    "targets": {"service": "shop/web", "port": "http"},
    "listeners": [{"port": 80, "protocol": "http"}],
}
AUTO: dict[str, Any] = {"controlPlane": {"autoMode": {}}, "identity": {}, "nodeGroups": {}}


def spec_of(fields: dict[str, Any], **spec: Any) -> str:
    return yaml.safe_dump({**SPEC, **spec, "loadBalancers": {"site": {**BALANCER, **fields}}})


def objects(fields: dict[str, Any], **spec: Any) -> dict[str, Any]:
    """Return the objects by kind and name, all of them accepted by Kubernetes."""
    checked = check_text(spec_of(fields, **spec).encode(), "cluster.yaml")
    assert not checked.failed, [finding.message for finding in checked.findings]
    text = compile_spec(checked).files["manifests/ingresses.yaml"]
    documents = list(yaml.safe_load_all(text))
    for document in documents:
        validate_object(document, "1.35")
    return {f"{one['kind']} {one['metadata']['name']}": one for one in documents}


def annotations_of(ingress: dict[str, Any]) -> dict[str, str]:
    written: dict[str, str] = ingress["metadata"]["annotations"]
    return {key.removeprefix(PREFIX): value for key, value in written.items()}


def of_first(fields: dict[str, Any], **spec: Any) -> dict[str, str]:
    return annotations_of(objects(fields, **spec)["Ingress site-80"])


def attributes(fields: dict[str, Any]) -> dict[str, str]:
    found = objects(fields)["IngressClassParams alb-site"]["spec"]["loadBalancerAttributes"]
    return {one["key"]: one["value"] for one in found}


def refused(fields: dict[str, Any], **spec: Any) -> list[str]:
    """Return the lines at which a spec is refused, each with its code."""
    text = spec_of(fields, **spec)
    lines = text.split("\n")
    findings = check_text(text.encode(), "cluster.yaml").findings
    errors = [finding for finding in findings if finding.severity is Severity.ERROR]
    return [f"{one.code}: {lines[one.primary.span.line - 1].strip()}" for one in errors]
