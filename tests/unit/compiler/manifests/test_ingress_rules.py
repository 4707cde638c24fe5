"""Rules of listeners in Ingresses: the same requests go to the same targets as with Terraform."""

from __future__ import annotations

import json
from typing import Any

import yaml

from eksgen.compiler.pipeline import check_text, compile_spec

from .conftest import CERTIFICATE, annotations_of, objects, spec_of

RULES: list[dict[str, Any]] = [
    {"host": "b.example.com", "path": "/v1/*", "targets": [{"service": "shop/api", "port": 8080}]},
    {"host": "a.example.com", "path": "/v1", "targets": [{"port": "http"}]},
    {"host": ["c.example.com", "d.example.com"], "targets": [{"port": "http"}]},
    {"host": "api-*.example.com", "targets": [{"port": "http"}]},
    {"path": "*.php", "header": {"X-A": ["1", "2"]}, "targets": [{"port": "http"}]},
    {"path": "/w", "targets": [{"port": "http", "weight": 9}, {"service": "shop/b", "port": 1, "weight": 1}]},
]


THROUGH_NODES = {"service": "shop/web", "port": 80, "nodeGroups": ["web", "api"]}


def with_rules(rules: list[dict[str, Any]], **fields: Any) -> dict[str, Any]:
    listeners = [{"port": 80, "protocol": "http", "rules": rules}]
    ingress: dict[str, Any] = objects({"listeners": listeners, **fields})["Ingress site-80"]
    return ingress


def effective(ingress: dict[str, Any]) -> list[dict[str, Any]]:
    """Return hosts, paths and headers of each rule in its order, as the controller puts them together."""
    found = []
    for rule in ingress["spec"]["rules"]:
        (path,) = rule["http"]["paths"]
        name, port = path["backend"]["service"]["name"], path["backend"]["service"]["port"]
        written = annotations_of(ingress)
        hosts, paths = [rule["host"]] if "host" in rule else [], [path["path"]] if "path" in path else []
        headers = {}
        for one in json.loads(written.get(f"conditions.{name}", "[]")):
            hosts += one.get("hostHeaderConfig", {}).get("values", [])
            paths += one.get("pathPatternConfig", {}).get("values", [])
            if "httpHeaderConfig" in one:
                headers[one["httpHeaderConfig"]["httpHeaderName"]] = one["httpHeaderConfig"]["values"]
        targets = [[name, next(iter(port.values())), 1]]
        if port.get("name") == "use-annotation":
            groups = json.loads(written[f"actions.{name}"])["forwardConfig"]["targetGroups"]
            targets = [[one["serviceName"], one["servicePort"], one["weight"]] for one in groups]
        found.append({"hosts": hosts, "paths": paths, "headers": headers, "targets": targets})
    return found


def test_rules_stand_in_the_order_in_which_terraform_would_number_them() -> None:
    terraform = yaml.safe_load(spec_of({"listeners": [{"port": 80, "protocol": "http", "rules": RULES}]}))
    terraform["loadBalancers"]["site"]["managedBy"] = "terraform"
    checked = check_text(yaml.safe_dump(terraform).encode(), "cluster.yaml")
    (balancer,) = compile_spec(checked).cluster.load_balancers
    ordered = [[*rule.hosts] for rule in balancer.rules], [[*rule.paths] for rule in balancer.rules]
    found = effective(with_rules(RULES))
    assert ([rule["hosts"] for rule in found], [rule["paths"] for rule in found]) == ordered


def test_hosts_paths_headers_and_weights_are_all_there() -> None:
    by_first = {(*rule["hosts"], *rule["paths"]): rule for rule in effective(with_rules(RULES))}
    assert by_first["b.example.com", "/v1/*"]["targets"] == [["api", 8080, 1]]
    assert by_first["a.example.com", "/v1"]["targets"] == [["web", "http", 1]]
    assert ("c.example.com", "d.example.com") in by_first
    assert ("api-*.example.com",) in by_first
    assert by_first["*.php",]["headers"] == {"X-A": ["1", "2"]}
    assert sorted(by_first["/w",]["targets"]) == [["b", 1, 1], ["web", "http", 9]]


def test_exact_paths_are_exact_and_patterns_are_those_of_the_controller() -> None:
    rules = with_rules(RULES)["spec"]["rules"]
    kinds = {path.get("path"): path["pathType"] for rule in rules for path in rule["http"]["paths"]}
    assert kinds["/v1"] == kinds["/w"] == "Exact"
    assert kinds["/v1/*"] == kinds[None] == "ImplementationSpecific"


def test_a_client_that_stays_with_a_target_stays_with_its_service() -> None:
    ingress = with_rules(RULES, stickiness={"duration": 60})
    actions = [json.loads(v) for key, v in annotations_of(ingress).items() if key.startswith("actions.")]
    (config,) = [one["forwardConfig"] for one in actions if len(one["forwardConfig"]["targetGroups"]) > 1]
    assert config["targetGroupStickinessConfig"] == {"enabled": True, "durationSeconds": 60}


def backwards(value: Any) -> Any:
    """Return a value with all of its lists the other way round."""
    if isinstance(value, dict):
        return {key: backwards(item) for key, item in value.items()}
    return [backwards(item) for item in reversed(value)] if isinstance(value, list) else value


def test_the_order_of_lists_does_not_count() -> None:
    https = {"port": 443, "protocol": "https", "certificate": CERTIFICATE.format(1), "rules": RULES}
    https["additionalCertificates"] = [CERTIFICATE.format(2), CERTIFICATE.format(3)]
    sources = {"from": ["10.1.0.0/16", "10.2.0.0/16", "pl-0123456789abcdef0", "pl-0123456789abcdef1"]}
    fields = {
        "listeners": [https, {"port": 80, "protocol": "http"}],
        "securityGroups": sources,
        "subnets": {"zones": ["us-west-2a", "us-west-2b"]},
    }
    groups = {"additional": ["sg-0123456789abcdef0", "sg-0123456789abcdef1"]}
    for one in (fields, {"securityGroups": groups}, {"targets": THROUGH_NODES}):
        assert objects(one) == objects(backwards(one))
