"""Application load balancers as Ingresses: every option is in an object, and no annotation is a surprise."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from eksgen.catalog.load_balancers.ingress_annotations import ACTION, CONDITIONS, HOST_NAME_SOURCE, PREFIX
from eksgen.catalog.load_balancers.service_makers import HOST_NAME
from eksgen.compiler.pipeline import check_text, compile_spec
from eksgen.schemas.load_balancers import LoadBalancer

from .conftest import ACL, AUTO, CERTIFICATE, annotations_of, attributes, objects, of_first, refused, spec_of

ROOT = Path(__file__).resolve().parents[4]
ANNOTATIONS: dict[str, str] = {
    "backend-protocol": "targetProtocol of a listener",
    "certificate-arn": "certificate and additionalCertificates of a listener",
    "healthcheck-interval-seconds": "healthCheck.interval",
    "healthcheck-path": "healthCheck.path",
    "healthcheck-port": "healthCheck.port",
    "healthcheck-protocol": "healthCheck.protocol",
    "healthcheck-timeout-seconds": "healthCheck.timeout",
    "healthy-threshold-count": "healthCheck.healthy",
    "inbound-cidrs": "CIDR blocks of securityGroups.from",
    "listen-ports": "port and protocol of a listener",
    "manage-backend-security-group-rules": "securityGroups.additional",
    "security-group-prefix-lists": "prefix lists of securityGroups.from",
    "security-groups": "securityGroups.additional",
    "ssl-policy": "sslPolicy of a listener",
    "subnets": "subnets",
    "target-group-attributes": "draining and stickiness",
    "target-node-labels": "targets.nodeGroups",
    "target-type": "targets",
    "unhealthy-threshold-count": "healthCheck.unhealthy",
    "wafv2-acl-arn": "waf",
}
"""The annotations that eksgen writes, besides actions and conditions, and the fields that they say."""
NOT_IN_AUTO_MODE = frozenset(
    {
        "acm-pca-arn",
        "create-acm-cert",
        "dry-run-plan",
        "group.name",
        "shield-advanced-protection",
        "waf-acl-id",
        "web-acl-id",
    }
)
"""What Auto Mode does not read (EKS user guide, "Create an IngressClass to configure an Application Load
Balancer", read 2026-11-30)."""
WEBHOOK_PORT = 9443
"""Port of the webhooks of the controller (AWS Load Balancer Controller, "Installation", read 2026-11-30)."""


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
        ({"securityGroups": {"additional": ["sg-0123456789abcdef0"]}}, "security-groups", "sg-0123456789abcdef0"),
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
    }
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


def test_terraform_makes_nothing_of_it() -> None:
    files = compile_spec(check_text(spec_of({}).encode(), "cluster.yaml")).files
    assert b"elb_site" not in files["main.tf"] + files["outputs.tf"]


FIELDS_IN_NO_ANNOTATION = {"type", "managed_by", "cross_zone", "scheme", "idle_timeout", "deletion_protection", "tags",
                           "access_logs", "proxy_protocol", "preserve_client_ip", "service", "dns"}  # fmt: skip


def test_every_annotation_is_one_of_the_catalog_and_the_catalog_has_no_other() -> None:
    targets = [{"port": "http"}, {"service": "shop/b", "port": 1}]
    rules = [{"path": ["/a", "/b"], "targets": targets}]
    https = {"port": 443, "protocol": "https", "certificate": CERTIFICATE.format(1), "rules": rules}
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
