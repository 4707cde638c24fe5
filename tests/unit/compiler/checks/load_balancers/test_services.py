"""Rules for load balancers that Kubernetes makes of a Service."""

from __future__ import annotations

import pytest

from eksgen.compiler.checks import load_balancers

from ..conftest import Find, Places

CONTROLLER = "identity: {serviceAccounts: {kube-system/lb: {wellKnown: [aws-load-balancer-controller]}}}\n"
IPV6 = "kubernetes: {version: '1.34', ipFamily: ipv6}\n"
AUTO = "controlPlane: {autoMode: {}}\n"
TLS = "certificate: 'arn:aws:acm:us-west-2:111122223333:certificate/a'"
OTHER = "certificate: 'arn:aws:acm:us-west-2:111122223333:certificate/b'"


def balancer(options: str = "", listeners: str = "{protocol: tcp, port: 80}", kind: str = "network") -> str:
    """A load balancer of a Service with a selector, unless the options describe it."""
    service = "" if "service:" in options else ", service: {selector: {app: web}}"
    more = f", {options}" if options else ""
    return f"loadBalancers: {{lb: {{type: {kind}, managedBy: kubernetes, listeners: [{listeners}]{service}{more}}}}}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (balancer(), []),
        (CONTROLLER + balancer(), ["needs-controller loadBalancers.lb.managedBy"]),
        (AUTO + balancer(), []),
        (balancer(kind="classic"), []),
        (
            AUTO + balancer(kind="classic"),
            ["wrong-option loadBalancers.lb.managedBy controlPlane.autoMode"],
        ),
        (CONTROLLER + balancer(kind="classic"), ["service-taken loadBalancers.lb.type"]),
        (
            "kubernetes: {version: '1.34', ipFamily: ipv6}\n" + balancer(),
            ["ipv6-unsupported loadBalancers.lb.managedBy kubernetes.ipFamily"],
        ),
        (balancer("service: {}"), ["wrong-targets loadBalancers.lb.service"]),
        (
            balancer("targets: {service: shop/web, port: http}, service: {selector: {a: b}}"),
            ["wrong-targets loadBalancers.lb.targets.service"],
        ),
        (balancer("targets: {nodeGroups: [web]}"), []),
        (
            "nodeGroups: {web: {}, api: {}}\n" + balancer("targets: {nodeGroups: [web, api]}"),
            ["wrong-targets loadBalancers.lb.targets.nodeGroups[1]"],
        ),
        (
            "nodeGroups: {web: {kind: self-managed}}\n" + balancer("targets: {nodeGroups: [web]}"),
            ["wrong-targets loadBalancers.lb.targets.nodeGroups[0]"],
        ),
        (balancer("service: {selector: {a: b}, externalTrafficPolicy: Local}"), []),
        (
            AUTO + balancer("service: {selector: {a: b}, externalTrafficPolicy: Local}"),
            ["wrong-option loadBalancers.lb.service.externalTrafficPolicy"],
        ),
        (
            balancer(
                "service: {selector: {a: b}, externalTrafficPolicy: Local}, healthCheck: {protocol: tcp}"
            ),
            [
                "wrong-health-check loadBalancers.lb.healthCheck.protocol "
                "loadBalancers.lb.service.externalTrafficPolicy"
            ],
        ),
        (
            balancer(
                listeners="{protocol: tcp, port: 80, targetPort: 30080}, {protocol: tcp, port: 81, targetPort: 30080}"
            ),
            [
                "duplicate-port loadBalancers.lb.listeners[1].targetPort loadBalancers.lb.listeners[0].targetPort"
            ],
        ),
        (
            AUTO
            + balancer(
                listeners="{protocol: tcp, port: 80, targetPort: 30080}, {protocol: tcp, port: 81, targetPort: 30080}"
            ),
            [],
        ),
        (
            CONTROLLER + IPV6 + balancer(),
            ["needs-controller loadBalancers.lb.managedBy", "wrong-option loadBalancers.lb"],
        ),
        (
            CONTROLLER + IPV6 + balancer("scheme: internet-facing"),
            ["needs-controller loadBalancers.lb.managedBy"],
        ),
        (
            CONTROLLER + IPV6 + balancer("securityGroups: {from: ['2001:db8::/32']}"),
            ["needs-controller loadBalancers.lb.managedBy"],
        ),
    ],
)
def test_makers_and_targets(places: Places, text: str, expected: list[str]) -> None:
    assert places(load_balancers, text) == expected


LISTENERS = [
    (balancer(listeners="{protocol: tcp, port: 80}, {protocol: udp, port: 81}"), ["wrong-protocol listeners[1].protocol"]),
    (CONTROLLER + balancer(listeners="{protocol: tcp, port: 80}, {protocol: udp, port: 81}"), []),
    (balancer(listeners="{protocol: tcp-udp, port: 53}"), ["wrong-protocol listeners[0].protocol"]),
    (AUTO + balancer(listeners="{protocol: tcp-udp, port: 53}"), ["wrong-protocol listeners[0].protocol"]),
    (CONTROLLER + balancer(listeners="{protocol: tcp-udp, port: 53}"), []),
    (balancer(listeners="{protocol: udp, port: 53}"), ["missing-health-port listeners"]),
    (balancer("healthCheck: {port: 8080}", listeners="{protocol: udp, port: 53}"), []),
    (balancer(listeners="{protocol: tcp, port: 53, targetProtocol: tcp-udp}"), ["wrong-protocol listeners[0].targetProtocol"]),
    (balancer(listeners=f"{{protocol: tls, port: 1, {TLS}}}, {{protocol: tls, port: 2, {TLS}}}"), []),
    (balancer(listeners=f"{{protocol: tls, port: 1, {TLS}}}, {{protocol: tls, port: 2, {OTHER}}}"), ["wrong-option listeners[1] listeners[0]"]),
    (balancer(listeners=f"{{protocol: tls, port: 1, {TLS}}}, {{protocol: tls, port: 2, {TLS}, targetProtocol: tls}}"), ["wrong-protocol listeners[1] listeners[0]"]),
    (balancer(listeners=f"{{protocol: tls, port: 1, {TLS}, additionalCertificates: ['arn:aws:acm:us-west-2:111122223333:certificate/c']}}"), ["wrong-option listeners[0].additionalCertificates"]),
    (balancer(kind="classic", listeners=f"{{protocol: http, port: 1}}, {{protocol: https, port: 2, {TLS}}}"), []),
    (balancer(kind="classic", listeners=f"{{protocol: tcp, port: 1}}, {{protocol: https, port: 2, {TLS}, targetProtocol: https}}"), []),
    (balancer(kind="classic", listeners=f"{{protocol: http, port: 1}}, {{protocol: ssl, port: 2, {TLS}}}"), ["wrong-protocol listeners[1].protocol"]),
    (balancer(kind="classic", listeners="{protocol: http, port: 1, targetProtocol: https}"), ["wrong-protocol listeners[0].targetProtocol"]),
    (balancer(kind="classic", listeners="{protocol: tcp, port: 1, targetProtocol: ssl}"), ["wrong-protocol listeners[0].targetProtocol"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), LISTENERS)
def test_listeners_agree(places: Places, text: str, expected: list[str]) -> None:
    found = [line.replace("loadBalancers.lb.", "") for line in places(load_balancers, text)]
    assert [line for line in found if not line.startswith("needs-controller")] == expected


OPTIONS = [
    (balancer("proxyProtocol: {}"), ["wrong-option proxyProtocol"]),
    (CONTROLLER + balancer("proxyProtocol: {}"), []),
    (balancer("preserveClientIp: false"), ["wrong-option preserveClientIp"]),
    (balancer("preserveClientIp: true"), []),
    (balancer("stickiness: {}", kind="classic", listeners="{protocol: http, port: 1}"), ["wrong-option stickiness"]),
    (CONTROLLER + balancer("stickiness: {}"), []),
    (CONTROLLER + balancer("stickiness: {}", listeners=f"{{protocol: tls, port: 1, {TLS}}}, {{protocol: tcp, port: 2}}"), ["wrong-option stickiness"]),
    (balancer("securityGroups: {from: [10.0.0.0/8]}"), []),
    (balancer("securityGroups: {from: [sg-0123456789abcdef0, pl-0123456789abcdef0, '2001:db8::/32']}"), ["wrong-option securityGroups.from[0]", "wrong-option securityGroups.from[1]", "wrong-option securityGroups.from[2]"]),
    (CONTROLLER + balancer("securityGroups: {from: [pl-0123456789abcdef0, 10.0.0.0/8]}"), []),
    (CONTROLLER + balancer("securityGroups: {from: [10.0.0.0/8, '2001:db8::/32']}"), ["wrong-option securityGroups.from[1]"]),
    (AUTO + balancer("securityGroups: {from: ['2001:db8::/32']}"), ["wrong-option securityGroups.from[0]"]),
    (balancer("tags: {a: b=c}"), ["wrong-option tags.a"]),
    (CONTROLLER + balancer("tags: {a: b=c}"), []),
    (CONTROLLER + balancer("tags: {a=b: c}"), ["wrong-option tags.a=b"]),
    (AUTO + balancer("tags: {a: b}"), ["missing-permissions tags"]),
    (balancer("dns: {zone: Z0123456789ABCDEFGHIJ, name: a.example.com}"), ["wrong-option dns"]),
    ("addons: {external-dns: {}}\n" + balancer("dns: {zone: Z0123456789ABCDEFGHIJ, name: a.example.com}"), []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), OPTIONS)
def test_options_have_annotations(places: Places, text: str, expected: list[str]) -> None:
    found = [line.replace("loadBalancers.lb.", "") for line in places(load_balancers, text)]
    assert [line for line in found if not line.startswith("needs-controller")] == expected


def test_two_services_have_two_names(places: Places) -> None:
    one = balancer("service: {name: web, selector: {app: web}}").removeprefix("loadBalancers: {lb: ")[:-1]
    assert places(load_balancers, f"loadBalancers: {{lb: {one}, b: {one}}}") == [
        "wrong-targets loadBalancers.b.service loadBalancers.lb.service"
    ]


def test_a_service_whose_name_begins_with_a_digit_is_named(find: Find) -> None:
    text = balancer().replace("{lb:", "{1st:")
    assert [finding.code for finding in find(load_balancers, text)] == ["invalid-name"]
