"""Specs with one load balancer, for each of those who make load balancers of Services."""

from __future__ import annotations

import json
from typing import Any

import yaml

from eksgen.catalog.load_balancers.service_makers import Maker
from eksgen.compiler.diagnostics import Diagnostic, Severity
from eksgen.compiler.emit.source_map import MAP_FILE
from eksgen.compiler.pipeline import check_text, compile_spec

CERTIFICATE = "arn:aws:acm:us-west-2:111122223333:certificate/0f4c1b7e-0000-4000-8000-000000000001"
_BASE = """
apiVersion: eksgen/v1alpha1
kind: Cluster
metadata: {name: demo, region: us-west-2, accountId: "111122223333"}
kubernetes: {version: "1.35"}
access: {admins: ["arn:aws:iam::111122223333:role/Admin"]}
nodeGroups: {web: {}}
"""
_POLICIES = ["arn:aws:iam::111122223333:policy/TagLoadBalancers"]
_WITH: dict[str, str] = {
    "controller": "identity: {serviceAccounts: {kube-system/aws-load-balancer-controller: {wellKnown: "
    "[aws-load-balancer-controller]}}}",
    "auto-mode": f"controlPlane: {{autoMode: {{}}, role: {{policies: {json.dumps(_POLICIES)}}}}}",
}
SECURE = {"classic": "ssl", "network": "tls", "controller": "tls", "auto-mode": "tls"}
"""The protocol of a listener with TLS, whose targets get TCP."""


def spec_text(maker: Maker, options: str = "", managed_by: str = "kubernetes", rest: str = "") -> str:
    """Return a spec with load balancer `edge`; `options` (a flow mapping without braces) replace its own."""
    kind, secure = ("classic" if maker == "classic" else "network"), SECURE[maker]
    balancer: dict[str, Any] = {
        "type": kind,
        "managedBy": managed_by,
        "listeners": [
            {"port": 443, "protocol": secure, "certificate": CERTIFICATE, "targetPort": 30443},
            {"port": 80, "protocol": "tcp", "targetPort": 30080},
        ],
    }
    if managed_by == "kubernetes":
        balancer["service"] = {"selector": {"app": "web"}}
    else:
        balancer["targets"] = {"nodeGroups": ["web"]}
    written = yaml.safe_load(f"{{{options.replace(': tls', f': {secure}')}}}")
    for listener in written.get("listeners", ()):
        listener.setdefault("targetPort", 30443)
    if written.get("type") == "network" and kind == "classic":
        del written["type"]
    balancer |= written
    root = yaml.safe_load(_BASE) | yaml.safe_load(_WITH.get(maker, "") or "{}")
    root |= yaml.safe_load(rest or "{}")
    return json.dumps(root | {"loadBalancers": {"edge": balancer}})


def findings(text: str) -> list[Diagnostic]:
    """Return what is wrong with a spec, errors and warnings."""
    found = check_text(text.encode(), "cluster.yaml").findings
    return [finding for finding in found if finding.severity is not Severity.NOTE]


def compiled(text: str) -> dict[str, bytes]:
    """Return the files of a compiled spec."""
    return dict(compile_spec(check_text(text.encode(), "cluster.yaml")).files)


def service(text: str) -> dict[str, Any]:
    """Return the Service of the load balancer, which has no errors."""
    assert [f.message for f in findings(text) if f.severity is Severity.ERROR] == []
    found: dict[str, Any] = yaml.safe_load(compiled(text)["manifests/services.yaml"])
    return found


def annotations_of(text: str) -> dict[str, str]:
    """Return the annotations of the Service by name, without the prefix of the cloud provider."""
    found: dict[str, str] = service(text)["metadata"]["annotations"]
    return {key.removeprefix("service.beta.kubernetes.io/"): value for key, value in found.items()}


def entries(text: str) -> dict[str, Any]:
    """Return the source map of a compiled spec."""
    document: dict[str, Any] = json.loads(compiled(text)[MAP_FILE])
    return document
