"""Application load balancers as Ingresses: every option is in an object, or refused at its line."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from eksgen.catalog.ingress_annotations import (
    ACTION,
    ANNOTATIONS,
    CONDITIONS,
    HOST_NAME,
    HOST_NAME_SOURCE,
    NOT_IN_AUTO_MODE,
    PREFIX,
    WEBHOOK_PORT,
)
from eksgen.compiler.diagnostics import Severity
from eksgen.compiler.pipeline import check_text, compile_spec
from eksgen.schemas.load_balancers import LoadBalancer
from tests.kubernetes_schemas import validate_object

ROOT = Path(__file__).resolve().parents[4]
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


def test_a_class_leads_to_parameters_that_only_its_namespace_may_use() -> None:
    found = objects({"scheme": "internet-facing", "tags": {"cost": "a b"}})
    assert list(found) == ["IngressClassParams alb-site", "IngressClass alb-site", "Ingress site-80"]
    reference = {"apiGroup": "elbv2.k8s.aws", "kind": "IngressClassParams", "name": "alb-site"}
    assert found["IngressClass alb-site"]["spec"] == {
        "controller": "ingress.k8s.aws/alb",
        "parameters": reference,
    }
    parameters = found["IngressClassParams alb-site"]["spec"]
    assert parameters["namespaceSelector"] == {"matchLabels": {"kubernetes.io/metadata.name": "shop"}}
    assert parameters["group"] == {"name": "alb-site"}
    assert parameters["scheme"] == "internet-facing"
    assert parameters["tags"] == [{"key": "cost", "value": "a b"}, {"key": "team", "value": "platform"}]


def test_auto_mode_has_a_class_of_its_own_and_no_annotation_that_it_does_not_read() -> None:
    found = objects({}, **AUTO)
    assert found["IngressClass alb-site"]["spec"]["controller"] == "eks.amazonaws.com/alb"
    parameters = found["IngressClassParams alb-site"]
    assert parameters["apiVersion"] == "eks.amazonaws.com/v1"
    assert "tags" not in parameters["spec"], "IAM refuses tags of the user"
    assert NOT_IN_AUTO_MODE.isdisjoint(annotations_of(found["Ingress site-80"]))


def test_the_open_controller_makes_it_where_both_are() -> None:
    found = objects({}, controlPlane={"autoMode": {}})
    assert found["IngressClass alb-site"]["spec"]["controller"] == "ingress.k8s.aws/alb"


def test_a_listener_has_an_ingress_with_its_certificates_and_one_more_changes_no_other() -> None:
    first, second = CERTIFICATE.format(1), CERTIFICATE.format(2)
    https = {"port": 443, "protocol": "https", "certificate": second, "additionalCertificates": [first]}
    http = {"port": 80, "protocol": "http", "redirect": "https"}
    both, one = objects({"listeners": [http, https]}), objects({"listeners": [https]})
    assert one["Ingress site-443"] == both["Ingress site-443"]
    found = annotations_of(both["Ingress site-443"])
    assert json.loads(found["listen-ports"]) == [{"HTTPS": 443}]
    assert found["certificate-arn"] == f"{second},{first}"
    assert found["ssl-policy"] == "ELBSecurityPolicy-TLS13-1-2-2021-06"


def test_a_redirect_is_the_default_backend_and_leads_to_the_lowest_https_port() -> None:
    https = {"protocol": "https", "certificate": CERTIFICATE.format(1)}
    http = {"port": 80, "protocol": "http", "redirect": "https"}
    listeners = [http, {"port": 8443, **https}, {"port": 443, **https}]
    ingress = objects({"listeners": listeners})["Ingress site-80"]
    assert ingress["spec"]["defaultBackend"]["service"] == {
        "name": "redirect-https",
        "port": {"name": "use-annotation"},
    }
    assert json.loads(annotations_of(ingress)["actions.redirect-https"]) == {
        "type": "redirect",
        "redirectConfig": {"port": "443", "protocol": "HTTPS", "statusCode": "HTTP_301"},
    }


RULES: list[dict[str, Any]] = [
    {"host": "b.example.com", "path": "/v1/*", "targets": [{"service": "shop/api", "port": 8080}]},
    {"host": "a.example.com", "path": "/v1", "targets": [{"port": "http"}]},
    {"host": ["c.example.com", "d.example.com"], "targets": [{"port": "http"}]},
    {"host": "api-*.example.com", "targets": [{"port": "http"}]},
    {"path": "*.php", "header": {"X-A": ["1", "2"]}, "targets": [{"port": "http"}]},
    {"path": "/w", "targets": [{"port": "http", "weight": 9}, {"service": "shop/b", "port": 1, "weight": 1}]},
]


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


def test_the_order_of_lists_does_not_count() -> None:
    assert with_rules(RULES) == with_rules([*reversed(RULES)])


@pytest.mark.parametrize(
    ("fields", "name", "value"),
    [
        ({}, "target-type", "ip"),
        ({}, "backend-protocol", "HTTP"),
        ({}, "inbound-cidrs", "10.20.0.0/16"),
        ({}, "subnets", "demo-private-us-west-2a,demo-private-us-west-2b,demo-private-us-west-2c"),
        ({}, "healthcheck-port", "traffic-port"),
        ({}, "healthcheck-path", "/"),
        ({}, "target-group-attributes", "deregistration_delay.timeout_seconds=60,stickiness.enabled=false"),
        ({"scheme": "internet-facing"}, "inbound-cidrs", "0.0.0.0/0"),
        ({"subnets": {"zones": ["us-west-2b", "us-west-2a"]}}, "subnets", "demo-private-us-west-2a,demo-private-us-west-2b"),
        ({"draining": "none"}, "target-group-attributes", "deregistration_delay.timeout_seconds=0,stickiness.enabled=false"),
        ({"draining": {"timeout": 9}}, "target-group-attributes", "deregistration_delay.timeout_seconds=9,stickiness.enabled=false"),
        (
            {"stickiness": {"cookie": "session"}}, "target-group-attributes",
            "deregistration_delay.timeout_seconds=60,stickiness.app_cookie.cookie_name=session,"
            "stickiness.app_cookie.duration_seconds=86400,stickiness.enabled=true,stickiness.type=app_cookie",
        ),
        ({"healthCheck": {"protocol": "https"}}, "healthcheck-protocol", "HTTPS"),
        ({"healthCheck": {"port": 8080}}, "healthcheck-port", "8080"),
        ({"healthCheck": {"path": "/ok"}}, "healthcheck-path", "/ok"),
        ({"healthCheck": {"interval": 20}}, "healthcheck-interval-seconds", "20"),
        ({"healthCheck": {"timeout": 3}}, "healthcheck-timeout-seconds", "3"),
        ({"healthCheck": {"healthy": 4}}, "healthy-threshold-count", "4"),
        ({"healthCheck": {"unhealthy": 5}}, "unhealthy-threshold-count", "5"),
        ({"securityGroups": {"from": ["pl-0123456789abcdef0", "10.2.0.0/16", "10.1.0.0/16"]}}, "inbound-cidrs", "10.1.0.0/16,10.2.0.0/16"),
        ({"securityGroups": {"from": ["pl-0123456789abcdef0", "10.2.0.0/16"]}}, "security-group-prefix-lists", "pl-0123456789abcdef0"),
        ({"securityGroups": {"additional": ["sg-0b", "sg-0a"]}} and {"securityGroups": {"additional": ["sg-0123456789abcdef0"]}}, "security-groups", "sg-0123456789abcdef0"),
        ({"securityGroups": {"additional": ["sg-0123456789abcdef0"]}}, "manage-backend-security-group-rules", "true"),
        ({"waf": ACL}, "wafv2-acl-arn", ACL),
        ({"dns": {"zone": "Z0123456789ABCDEFGHIJ", "name": "www.example.com"}}, HOST_NAME, "www.example.com"),
        ({"targets": {"service": "shop/web", "port": 80, "nodeGroups": ["web", "api"]}}, "target-type", "instance"),
        ({"listeners": [{"port": 80, "protocol": "http", "targetProtocol": "https"}]}, "backend-protocol", "HTTPS"),
    ],
)  # fmt: skip
def test_each_option_has_its_annotation(fields: dict[str, Any], name: str, value: str) -> None:
    assert of_first(fields)[name] == value


@pytest.mark.parametrize(
    ("fields", "key", "value"),
    [
        ({"idleTimeout": 90}, "idle_timeout.timeout_seconds", "90"),
        ({}, "idle_timeout.timeout_seconds", "60"),
        ({"deletionProtection": {}}, "deletion_protection.enabled", "true"),
        ({}, "deletion_protection.enabled", "false"),
        ({}, "routing.http.drop_invalid_header_fields.enabled", "true"),
        ({}, "access_logs.s3.enabled", "false"),
        ({"accessLogs": {"bucket": "acme-logs"}}, "access_logs.s3.bucket", "acme-logs"),
        ({"accessLogs": {}}, "access_logs.s3.prefix", ""),
        ({"accessLogs": {"bucket": "acme-logs", "prefix": "site"}}, "access_logs.s3.prefix", "site"),
        ({"accessLogs": {"bucket": "acme-logs", "interval": "5m"}}, "access_logs.s3.enabled", "true"),
    ],
)
def test_options_of_the_load_balancer_are_attributes_of_the_class(
    fields: dict[str, Any], key: str, value: str
) -> None:
    assert attributes(fields)[key] == value


def test_logs_go_to_the_bucket_that_terraform_makes() -> None:
    files = compile_spec(check_text(spec_of({"accessLogs": {}}).encode(), "cluster.yaml")).files
    assert attributes({"accessLogs": {}})["access_logs.s3.bucket"].encode() in files["main.tf"]


def test_nodes_of_one_group_are_found_by_their_label() -> None:
    fields = {"targets": {"service": "shop/web", "port": 80, "nodeGroups": ["web"]}}
    assert re.fullmatch(r"eks\.amazonaws\.com/nodegroup=web(-.*)?", of_first(fields)["target-node-labels"])
    assert "target-node-labels" not in of_first({})


def test_existing_subnets_are_named_by_id() -> None:
    tiers = {
        "private": {"us-west-2a": "subnet-0aaaaaaaaaaaaaaa1", "us-west-2b": "subnet-0aaaaaaaaaaaaaaa2"},
        "intra": {"us-west-2a": "subnet-0aaaaaaaaaaaaaaa3", "us-west-2b": "subnet-0aaaaaaaaaaaaaaa4"},
    }
    network = {
        "existing": {"vpcId": "vpc-0123456789abcdef0", "cidr": "10.0.0.0/16", "subnets": tiers},
        "zones": ["us-west-2a", "us-west-2b"],
    }
    del network["zones"]
    found = of_first({}, network=network)
    assert found["subnets"] == "subnet-0aaaaaaaaaaaaaaa1,subnet-0aaaaaaaaaaaaaaa2"


def test_an_ipv6_cluster_has_load_balancers_of_both_families() -> None:
    kubernetes = {"version": "1.35", "ipFamily": "ipv6"}
    found = objects({"scheme": "internet-facing"}, kubernetes=kubernetes)
    assert found["IngressClassParams alb-site"]["spec"]["ipAddressType"] == "dualstack"
    assert annotations_of(found["Ingress site-80"])["inbound-cidrs"] == "0.0.0.0/0,::/0"
    assert refused({}, kubernetes=kubernetes) == ["wrong-option: site:"]
    found = objects({"securityGroups": {"from": ["10.0.0.0/16"]}}, kubernetes=kubernetes)
    assert annotations_of(found["Ingress site-80"])["inbound-cidrs"] == "10.0.0.0/16"


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"accessLogs": {"interval": "60m", "bucket": "acme-logs"}}, "wrong-option: interval: 60m"),
        ({"crossZone": False}, "wrong-option: crossZone: false"),
        ({"preserveClientIp": True}, "wrong-option: preserveClientIp: true"),
        ({"proxyProtocol": {}}, "wrong-option: proxyProtocol: {}"),
        ({"service": {"name": "web"}}, "wrong-option: service:"),
        ({"securityGroups": {"from": ["sg-0123456789abcdef0"]}}, "wrong-option: - sg-0123456789abcdef0"),
        (
            {"securityGroups": {"from": ["10.0.0.0/8"], "additional": ["sg-0123456789abcdef0"]}},
            "wrong-option: from:",
        ),
        ({"targets": {"nodeGroups": ["web"]}}, "wrong-targets: nodeGroups:"),
        ({"targets": {"service": "shop/web"}}, "wrong-targets: service: shop/web"),
        ({"targets": {}}, "wrong-targets: site:"),
        (
            {"listeners": [{"port": 80, "protocol": "http", "targetPort": 30080}]},
            "wrong-option: targetPort: 30080",
        ),
        (
            {"targets": {"service": "shop/web", "port": 80, "nodeGroups": ["web"]}, "stickiness": {}},
            "wrong-option: stickiness: {}",
        ),
    ],
)
def test_what_an_ingress_cannot_say_is_refused_at_its_line(fields: dict[str, Any], expected: str) -> None:
    assert refused(fields) == [expected]


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ({"service": "other/web", "port": "http"}, "wrong-option: service: other/web"),
        ({"nodeGroups": ["web"], "port": 30080}, "wrong-option: - nodeGroups:"),
        ({"port": "http", "protocol": "https"}, "wrong-option: protocol: https"),
    ],
)
def test_targets_of_rules_are_services_of_the_namespace(target: dict[str, Any], expected: str) -> None:
    listener = {"port": 80, "protocol": "http", "rules": [{"path": "/a", "targets": [target]}]}
    assert refused({"listeners": [listener]}) == [expected]


@pytest.mark.parametrize(
    ("groups", "spec", "expected"),
    [
        (["web", "api"], {"nodeGroups": {"web": {}, "api": {}, "more": {}}}, ["wrong-option: nodeGroups:"]),
        (["web", "api"], {"karpenter": {"nodePools": {"a": {}}}}, ["wrong-option: nodeGroups:"]),
        (["web"], {"nodeGroups": {"web": {"kind": "self-managed"}, "api": {}}}, ["wrong-option: - web"]),
        (["web"], {"nodeGroups": {"web": {"kind": "self-managed"}}}, []),
    ],
)
def test_instances_are_those_that_a_label_selects(
    groups: list[str], spec: dict[str, Any], expected: list[str]
) -> None:
    targets = {"service": "shop/web", "port": 80, "nodeGroups": groups}
    assert refused({"targets": targets}, **spec) == expected


def test_auto_mode_sets_tags_of_the_user_only_if_the_role_of_the_cluster_may() -> None:
    assert refused({"tags": {"a": "b"}}, **AUTO) == ["missing-permissions: tags:"]
    role = {"role": {"statements": [{"effect": "Allow", "actions": ["ec2:CreateTags"], "resources": ["*"]}]}}
    plane = {"controlPlane": {"autoMode": {}, **role}}
    parameters = objects({"tags": {"a": "b"}}, **{**AUTO, **plane})["IngressClassParams alb-site"]
    assert parameters["spec"]["tags"] == [{"key": "a", "value": "b"}]


@pytest.mark.parametrize(
    ("identity", "expected"),
    [
        ({}, ["missing-controller: managedBy: kubernetes"]),
        ({"serviceAccounts": {LBC: {"role": "arn:aws:iam::111122223333:role/Lbc"}}}, []),
        ({"serviceAccounts": {"a/b": {"wellKnown": ["aws-load-balancer-controller"]}}}, []),
    ],
)
def test_something_must_make_the_load_balancer(identity: dict[str, Any], expected: list[str]) -> None:
    assert refused({}, identity=identity) == expected


def test_something_must_make_the_record() -> None:
    identity = {"serviceAccounts": {LBC: {"wellKnown": ["aws-load-balancer-controller"]}}}
    fields = {"dns": {"zone": "Z0123456789ABCDEFGHIJ", "name": "www.example.com"}}
    assert refused(fields, identity=identity) == ["missing-controller: dns:"]
    assert refused(fields, identity=identity, addons={"external-dns": {}, "pod-identity-agent": {}}) == []


def test_network_policies_must_admit_the_subnets() -> None:
    kubernetes = {"version": "1.35", "networkPolicy": "vpc-cni"}
    findings = check_text(spec_of({}, kubernetes=kubernetes).encode(), "cluster.yaml").findings
    (note,) = [finding for finding in findings if finding.code == "policy-for-balancer"]
    assert note.notes[0].startswith(
        "network policies that select these pods must admit its private subnets of 10.20."
    )
    through_nodes = {"targets": {"service": "shop/web", "port": 80, "nodeGroups": ["web"]}}
    findings = check_text(spec_of(through_nodes, kubernetes=kubernetes).encode(), "cluster.yaml").findings
    assert not [finding for finding in findings if finding.code == "policy-for-balancer"]


def test_terraform_makes_nothing_of_it() -> None:
    files = compile_spec(check_text(spec_of({}).encode(), "cluster.yaml")).files
    assert b"elb_site" not in files["main.tf"] + files["outputs.tf"]


FIELDS_IN_NO_ANNOTATION = {"type", "managed_by", "cross_zone", "scheme", "idle_timeout", "deletion_protection", "tags",
                           "access_logs", "proxy_protocol", "preserve_client_ip", "service", "dns"}  # fmt: skip


def test_every_annotation_is_one_of_the_catalog_and_the_catalog_has_no_other() -> None:
    https = {"port": 443, "protocol": "https", "certificate": CERTIFICATE.format(1), "rules": RULES}
    one = of_first({"securityGroups": {"additional": ["sg-0123456789abcdef0"]}, "waf": ACL})
    two = of_first({"securityGroups": {"from": ["pl-0123456789abcdef0", "10.0.0.0/8"]}})
    three = annotations_of(objects({"listeners": [https]})["Ingress site-443"])
    four = of_first({"targets": {"service": "shop/web", "port": 80, "nodeGroups": ["web"]}})
    variable = tuple(prefix.removeprefix(PREFIX) for prefix in (ACTION, CONDITIONS))
    written = {key for key in one | two | three | four if not key.startswith(variable)}
    assert written - {HOST_NAME, HOST_NAME_SOURCE} == set(ANNOTATIONS)
    assert NOT_IN_AUTO_MODE.isdisjoint(ANNOTATIONS)


def test_the_tests_above_know_every_field_of_a_load_balancer() -> None:
    said = " ".join(ANNOTATIONS.values())
    aliases = {name: info.alias or name for name, info in LoadBalancer.model_fields.items()}
    missing = {
        name
        for name in LoadBalancer.model_fields
        if name not in FIELDS_IN_NO_ANNOTATION
        and re.sub(r"_(.)", lambda match: match[1].upper(), aliases[name]) not in said
        and name != "listeners"
    }
    assert not missing


def test_the_control_plane_reaches_the_webhooks_of_the_controller() -> None:
    rules = (ROOT / "modules" / "eks" / "security_groups.tf").read_text("utf-8")
    ranges = re.findall(r"\{ from = (\d+), to = (\d+),", rules)
    assert any(int(low) <= WEBHOOK_PORT <= int(high) for low, high in ranges)
