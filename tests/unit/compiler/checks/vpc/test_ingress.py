"""Rules for who reaches the Kubernetes API, nodes and load balancers."""

from __future__ import annotations

import pytest

from eksgen.compiler.checks.vpc import ingress

from ..conftest import Find, Places


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "controlPlane: {endpoint: {private: false, public: false}}",
            ["unreachable-endpoint controlPlane.endpoint.private"],
        ),
        (
            "controlPlane: {endpoint: {private: true, public: false}}",
            ["closed-endpoint controlPlane.endpoint.from"],
        ),
        ("controlPlane: {endpoint: {from: [10.0.0.0/8]}}", []),
        ("controlPlane: {endpoint: {public: [203.0.113.0/24]}}", []),
        (
            "controlPlane: {endpoint: {private: true, public: true}}",
            ["open-endpoint controlPlane.endpoint.public"],
        ),
        (
            "controlPlane: {endpoint: {private: false, public: true}}",
            [
                "open-endpoint controlPlane.endpoint.public",
                "nodes-through-internet controlPlane.endpoint.private",
            ],
        ),
        (
            "controlPlane: {endpoint: {private: false, public: [203.0.113.0/24]}}",
            ["nodes-through-internet controlPlane.endpoint.private controlPlane.endpoint.public"],
        ),
        (
            "controlPlane: {endpoint: {public: [203.0.113.0/24, 0.0.0.0/0]}}",
            ["open-endpoint controlPlane.endpoint.public"],
        ),
        (
            "controlPlane: {endpoint: {public: [0.0.0.0/1, 128.0.0.0/1]}}",
            ["open-endpoint controlPlane.endpoint.public"],
        ),
        ("controlPlane: {endpoint: {public: [0.0.0.0/1, 128.0.0.0/2]}}", []),
    ],
)
def test_who_reaches_the_kubernetes_api(places: Places, text: str, expected: list[str]) -> None:
    assert places(ingress, text) == expected


@pytest.mark.parametrize(
    "reserved",
    ["10.1.0.0/16", "172.31.0.0/24", "192.168.0.0/16", "100.64.0.0/10", "127.0.0.1/32", "169.254.0.0/16"],
)
def test_a_range_that_the_internet_never_sees_is_refused(places: Places, reserved: str) -> None:
    text = (
        f"controlPlane: {{endpoint: {{public: [203.0.113.0/24, {reserved}, 100.128.0.0/10, 172.32.0.0/16]}}}}"
    )
    assert places(ingress, text) == ["private-range controlPlane.endpoint.public[1]"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{from: [10.0.0.0/8, sg-0123456789abcdef0, pl-01234567]}", []),
        ("{from: [10.0.0.0/8, 10.0.0.0/8]}", ["duplicate-source controlPlane.endpoint.from[1]"]),
        (
            "{private: false, public: [203.0.113.0/24], from: [10.0.0.0/8]}",
            ["unused-sources controlPlane.endpoint.from"],
        ),
    ],
)
def test_sources_open_the_private_endpoint(places: Places, text: str, expected: list[str]) -> None:
    found = places(ingress, f"controlPlane: {{endpoint: {text}}}")
    assert [place for place in found if not place.startswith("nodes-through")] == expected


FROM_NODES = "closed-endpoint controlPlane.endpoint.from"


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ("{from: 10.0.0.0/8, ports: 443}", []),
        ("{from: 10.0.0.0/8, ports: '0-65535', protocol: udp}", []),
        ("{from: sg-0123456789abcdef0, protocol: icmp}, {from: pl-01234567, protocol: all}", []),
        ("{from: 10.0.0.0/8}", ["wrong-ports network.nodeIngress[0]"]),
        ("{from: 10.0.0.0/8, protocol: udp}", ["wrong-ports network.nodeIngress[0]"]),
        ("{from: 10.0.0.0/8, protocol: icmp, ports: 8}", ["wrong-ports network.nodeIngress[0].ports"]),
        ("{from: 10.0.0.0/8, protocol: all, ports: 8}", ["wrong-ports network.nodeIngress[0].ports"]),
        (
            "{from: 10.0.0.0/8, ports: 1}, {from: 10.0.0.0/8, protocol: tcp, ports: 1, description: again}",
            ["duplicate-source network.nodeIngress[1] network.nodeIngress[0]"],
        ),
        ("{from: 10.0.0.0/8, ports: 1}, {from: 10.0.0.0/8, protocol: udp, ports: 1}", []),
        ("{from: '2001:db8::/32', protocol: icmp}", ["ipv6-source network.nodeIngress[0].from"]),
    ],
)
def test_rules_of_nodes(places: Places, rules: str, expected: list[str]) -> None:
    found = places(ingress, f"network: {{nodeIngress: [{rules}]}}")
    assert [place for place in found if place != FROM_NODES] == expected


def load_balancer(scheme: str, *sources: str) -> str:
    return (
        f"loadBalancers: {{lb: {{type: network, scheme: {scheme}, targets: {{nodeGroups: [web]}}, "
        f"listeners: [{{protocol: tcp, port: 80, targetPort: 1}}], "
        f"securityGroups: {{from: [{', '.join(sources)}]}}}}}}"
    )


@pytest.mark.parametrize(
    ("scheme", "source", "reported"),
    [
        ("internet-facing", "10.0.0.0/8", True),
        ("internet-facing", "192.168.1.0/24", True),
        ("internet-facing", "100.64.0.0/10", True),
        ("internet-facing", "sg-0123456789abcdef0", True),
        ("internet-facing", "pl-0123456789abcdef0", False),
        ("internet-facing", "0.0.0.0/0", False),
        ("internet-facing", "203.0.113.0/24", False),
        ("internal", "10.0.0.0/8", False),
        ("internal", "sg-0123456789abcdef0", False),
    ],
)
def test_a_private_source_never_reaches_a_public_address(
    places: Places, scheme: str, source: str, reported: bool
) -> None:
    place = "private-source loadBalancers.lb.securityGroups.from[0] loadBalancers.lb.scheme"
    found = [place for place in places(ingress, load_balancer(scheme, source)) if place != FROM_NODES]
    assert found == ([place] if reported else [])


def test_every_list_of_sources_has_the_same_rules(places: Places) -> None:
    lists = {
        "controlPlane.endpoint.from": "controlPlane: {endpoint: {from: [SOURCES]}}",
        "loadBalancers.lb.securityGroups.from": load_balancer("internal", "SOURCES"),
    }
    for path, text in lists.items():
        found = places(ingress, text.replace("SOURCES", "'2001:db8::/32', 10.0.0.0/8, 10.0.0.0/8"))
        assert [place for place in found if place != FROM_NODES] == [
            f"duplicate-source {path}[2]",
            f"ipv6-source {path}[0]",
        ]


@pytest.mark.parametrize(
    ("groups", "message", "session"),
    [
        ("", "nothing reaches the Kubernetes API", False),
        ("a: {}, b: {ssm: false}", "only nodes and pods reach the Kubernetes API", True),
        ("a: {ssm: false}", "only nodes and pods reach the Kubernetes API", False),
    ],
)
def test_a_closed_endpoint_names_only_ways_that_exist(
    find: Find, groups: str, message: str, session: bool
) -> None:
    (finding,) = find(ingress, f"nodeGroups: {{{groups}}}")
    assert (finding.code, finding.message) == ("closed-endpoint", message)
    assert ("Session Manager" in finding.note) == session


@pytest.mark.parametrize(
    ("groups", "nat", "public"),
    [
        ("a: {}", True, False),
        ("a: {subnets: public}", False, True),
        ("a: {}, b: {subnets: public}", True, True),
    ],
)
def test_the_addresses_of_nodes_depend_on_their_subnets(
    find: Find, groups: str, nat: bool, public: bool
) -> None:
    text = (
        f"nodeGroups: {{{groups}}}\ncontrolPlane: {{endpoint: {{private: false, public: [203.0.113.0/24]}}}}"
    )
    (finding,) = find(ingress, text)
    assert finding.code == "nodes-through-internet"
    assert ("NAT gateway" in finding.note, "public addresses" in finding.note) == (nat, public)
