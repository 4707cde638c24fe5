"""Load balancer rules."""

import pytest

from eksgen.catalog.load_balancers.kinds import (
    CERTIFICATE_PROTOCOLS,
    KINDS,
    PATH_PROTOCOLS,
    LoadBalancerKind,
    Range,
)


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_every_kind_is_consistent(kind: LoadBalancerKind) -> None:
    assert KINDS[kind.name] is kind
    assert all(kind.targets.values())
    assert all(protocol == protocol.lower() for protocol in (*kind.protocols, *kind.health_protocols))
    ranges = (
        kind.idle_timeout,
        kind.draining,
    )
    assert all(r.contains(r.default) for r in ranges)
    assert CERTIFICATE_PROTOCOLS & set(kind.protocols)
    assert set(kind.health_protocols) >= PATH_PROTOCOLS


def test_protocols_are_those_of_the_three_kinds() -> None:
    assert {name: kind.protocols for name, kind in KINDS.items()} == {
        "network": ("tcp", "tls", "udp", "tcp_udp"),
        "application": ("http", "https"),
        "classic": ("tcp", "ssl", "http", "https"),
    }


def test_udp_is_not_a_health_check_protocol() -> None:
    assert not [name for name, kind in KINDS.items() if "udp" in kind.health_protocols]


def test_classic_listeners_keep_the_layer_of_their_protocol() -> None:
    assert KINDS["classic"].targets["ssl"] == ("tcp", "ssl")
    assert KINDS["classic"].targets["https"] == ("http", "https")


@pytest.mark.parametrize(("value", "contained"), [(4, False), (5, True), (300, True), (301, False)])
def test_both_ends_of_a_range_are_accepted(value: int, contained: bool) -> None:
    assert Range(5, 300, 30).contains(value) is contained
