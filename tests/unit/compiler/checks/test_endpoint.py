"""Rules for the endpoint of the Kubernetes API."""

from __future__ import annotations

import pytest

from eksgen.compiler.checks import endpoint

from .conftest import Find, Places


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
    assert places(endpoint, text) == expected


@pytest.mark.parametrize(
    "reserved",
    ["10.1.0.0/16", "172.31.0.0/24", "192.168.0.0/16", "100.64.0.0/10", "127.0.0.1/32", "169.254.0.0/16"],
)
def test_a_range_that_the_internet_never_sees_is_refused(places: Places, reserved: str) -> None:
    text = (
        f"controlPlane: {{endpoint: {{public: [203.0.113.0/24, {reserved}, 100.128.0.0/10, 172.32.0.0/16]}}}}"
    )
    assert places(endpoint, text) == ["private-range controlPlane.endpoint.public[1]"]


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
    found = places(endpoint, f"controlPlane: {{endpoint: {text}}}")
    assert [place for place in found if not place.startswith("nodes-through")] == expected


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
    (finding,) = find(endpoint, f"nodeGroups: {{{groups}}}")
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
    (finding,) = find(endpoint, text)
    assert finding.code == "nodes-through-internet"
    assert ("NAT gateway" in finding.note, "public addresses" in finding.note) == (nat, public)
