"""What an Ingress cannot say is refused at its line, and so is one that nothing would act on."""

from __future__ import annotations

from typing import Any

import pytest

from eksgen.compiler.pipeline import check_text

from .conftest import AUTO, LBC, objects, refused, spec_of


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
        (["web"], {"kubernetes": {"version": "1.35", "ipFamily": "ipv6"}}, ["wrong-option: nodeGroups:"]),
    ],
)
def test_instances_are_those_that_a_label_selects(
    groups: list[str], spec: dict[str, Any], expected: list[str]
) -> None:
    targets = {"service": "shop/web", "port": 80, "nodeGroups": groups}
    fields = {"targets": targets, "securityGroups": {"from": ["10.0.0.0/8"]}}
    assert refused(fields, **spec) == expected


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
