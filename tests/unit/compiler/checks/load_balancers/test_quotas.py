"""Rules of a load balancer's security group, compared with the default quota."""

from __future__ import annotations

import pytest

from eksgen.compiler.checks.load_balancers import quotas

from ..conftest import Places


@pytest.mark.parametrize(
    ("protocol", "listeners", "sources", "is_many"),
    [
        ("tcp", 1, 60, False),
        ("tcp", 1, 61, True),
        ("tcp", 40, 10, True),
        ("tcp", 6, 10, False),
        ("tcp", 7, 10, True),
        ("tcp-udp", 3, 10, False),
        ("tcp-udp", 4, 10, True),
        ("tcp", 50, 0, False),
    ],
)
def test_one_rule_a_port_and_source(
    places: Places, protocol: str, listeners: int, sources: int, is_many: bool
) -> None:
    ports = [f"{{protocol: {protocol}, port: {n}, targetPort: {n}}}" for n in range(1, listeners + 1)]
    blocks = ", ".join(f"192.0.2.{n}/32" for n in range(sources))
    groups = f", securityGroups: {{from: [{blocks}]}}" if sources else ""
    balancer = f"type: network, targets: {{nodeGroups: [web]}}, listeners: [{', '.join(ports)}]{groups}"
    expected = ["many-rules loadBalancers.lb.listeners"] if is_many else []
    assert places(quotas, f"loadBalancers: {{lb: {{{balancer}}}}}") == expected
