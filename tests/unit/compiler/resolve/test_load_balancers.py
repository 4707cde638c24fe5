"""Health checks and balancing across zones follow the type and the listeners."""

from __future__ import annotations

import pytest

from eksgen.compiler.pipeline import check_text
from eksgen.compiler.resolve import resolve
from eksgen.compiler.resolve.model import ResolvedLoadBalancer

TEXT = """
apiVersion: eksgen/v1alpha1
kind: Cluster
metadata: {{name: demo, region: us-west-2}}
kubernetes: {{version: "1.34"}}
access: {{admins: [arn:aws:iam::111122223333:role/Admin]}}
nodeGroups: {{web: {{}}}}
loadBalancers:
  lb: {{type: {type}, targets: {{nodeGroups: [web]}}, listeners: [{listeners}]{more}}}
"""
HTTP = "{port: 80, protocol: http, targetPort: 30080}"
TCP = "{port: 80, protocol: tcp, targetPort: 30080}"
HTTPS = "{port: 443, protocol: https, certificate: arn:aws:acm:us-west-2:111122223333:certificate/0f4c1b7e-0000-4000-8000-00000000000a, targetPort: 30080}"
UDP = "{port: 53, protocol: udp, targetPort: 30053}"
BOTH = "{port: 54, protocol: tcp-udp, targetPort: 30054}"


def resolved(type: str, listeners: str, more: str = "") -> ResolvedLoadBalancer:
    checked = check_text(TEXT.format(type=type, listeners=listeners, more=more).encode(), "cluster.yaml")
    assert checked.spec is not None, checked.findings
    return resolve(checked.spec).load_balancers[0]


@pytest.mark.parametrize(
    ("type", "listeners", "protocol", "port"),
    [
        ("application", HTTP, "http", 30080),
        ("application", HTTP.replace("30080", "30443, targetProtocol: https"), "https", 30443),
        ("application", f"{{port: 81, protocol: http, redirect: https}}, {HTTP}, {HTTPS}", "http", 30080),
        ("network", TCP, "tcp", 30080),
        ("network", f"{UDP}, {TCP}", "tcp", 30080),
        ("network", f"{UDP}, {BOTH}", "tcp", 30054),
        ("classic", TCP, "tcp", 30080),
        ("classic", HTTP, "tcp", 30080),
    ],
)
def test_the_health_check_follows_type_and_listeners(
    type: str, listeners: str, protocol: str, port: int
) -> None:
    found = resolved(type, listeners)
    assert (found.health_protocol, found.health_port) == (protocol, port)


@pytest.mark.parametrize(
    ("type", "written", "expected"),
    [
        ("application", "", True),
        ("network", "", False),
        ("classic", "", False),
        ("network", ", crossZone: true", True),
        ("classic", ", crossZone: true", True),
        ("network", ", crossZone: false", False),
    ],
)
def test_balancing_across_zones_is_as_in_aws(type: str, written: str, expected: bool) -> None:
    assert resolved(type, HTTP if type == "application" else TCP, written).cross_zone is expected


@pytest.mark.parametrize(
    ("network", "expected"),
    [
        ("{cidr: 10.20.0.0/16}", ("10.20.0.0/16",)),
        ("{cidr: 10.20.0.0/16, podCidr: 100.64.0.0/16}", ("10.20.0.0/16", "100.64.0.0/16")),
        (
            "{cidr: 10.20.0.0/16, secondaryCidrs: [10.22.0.0/16, 10.21.0.0/16]}",
            ("10.20.0.0/16", "10.21.0.0/16", "10.22.0.0/16"),
        ),
    ],
)
def test_an_internal_load_balancer_answers_the_whole_network(network: str, expected: tuple[str, ...]) -> None:
    text = f"{TEXT}\nnetwork: {{network}}".replace("{network}", network.replace("{", "{{").replace("}", "}}"))
    checked = check_text(text.format(type="network", listeners=TCP, more="").encode(), "cluster.yaml")
    assert checked.spec is not None, checked.findings
    (balancer,) = resolve(checked.spec).load_balancers
    assert balancer.sources.value == expected
