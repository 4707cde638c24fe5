"""Rules for ranges, NAT gateways, routes, endpoint policies and flow logs."""

from __future__ import annotations

from ipaddress import IPv4Network

import pytest

from eksgen.catalog.limits.vpc import refused_range
from eksgen.compiler.checks.vpc import endpoints, nat, network, ranges, routes

from ..conftest import Places

TGW = "tgw-0123456789abcdef0"


@pytest.mark.parametrize(
    ("primary", "added", "refused"),
    [
        ("10.20.0.0/16", "10.21.0.0/16", False),
        ("10.20.0.0/16", "100.64.0.0/16", False),
        ("10.20.0.0/16", "203.0.113.0/24", False),
        ("10.20.0.0/16", "172.16.0.0/16", True),
        ("10.20.0.0/16", "192.168.0.0/16", True),
        ("10.20.0.0/16", "198.19.0.0/16", True),
        ("10.20.0.0/16", "10.0.0.0/16", False),
        ("10.1.0.0/16", "10.0.0.0/16", True),
        ("172.20.0.0/16", "172.31.0.0/16", True),
        ("172.20.0.0/16", "172.30.0.0/16", False),
        ("172.20.0.0/16", "10.0.0.0/16", True),
        ("192.168.0.0/16", "10.0.0.0/16", True),
        ("192.168.0.0/17", "192.168.128.0/17", False),
        ("198.19.0.0/17", "198.19.128.0/17", False),
        ("198.19.0.0/16", "10.0.0.0/16", True),
        ("100.64.0.0/16", "100.65.0.0/16", False),
        ("100.64.0.0/16", "10.0.0.0/16", True),
        ("100.64.0.0/16", "198.19.0.0/16", True),
        ("203.0.113.0/24", "169.254.0.0/24", True),
    ],
)
def test_aws_adds_only_some_ranges_to_a_vpc(primary: str, added: str, refused: bool) -> None:
    """The table "IPv4 CIDR block association restrictions" of the VPC user guide."""
    assert bool(refused_range(IPv4Network(primary), IPv4Network(added))) is refused


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("network: {secondaryCidrs: [10.21.0.0/16], podCidr: 100.64.0.0/16}", []),
        ("network: {secondaryCidrs: [10.22.0.0/15]}", ["network-size network.secondaryCidrs[0]"]),
        ("network: {podCidr: 100.64.0.0/26}", ["network-size network.podCidr"]),
        ("network: {podCidr: 100.64.0.0/25}", []),
        ("network: {podCidr: 172.16.0.0/16}", ["refused-range network.podCidr network.cidr"]),
        (
            "network: {secondaryCidrs: [10.20.128.0/17]}",
            ["range-overlap network.secondaryCidrs[0] network.cidr"],
        ),
        (
            "network: {secondaryCidrs: [100.64.0.0/17], podCidr: 100.64.0.0/16}",
            ["range-overlap network.podCidr network.secondaryCidrs[0]"],
        ),
        (
            "{network: {podCidr: 100.64.0.0/16}, addons: {vpc-cni: none}}",
            ["pods-without-cni network.podCidr addons.vpc-cni"],
        ),
        (
            "{network: {podCidr: 100.64.0.0/16}, addons: {vpc-cni: {configuration: {env: {AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG: 'false'}}}}}",
            [
                "pods-without-cni addons.vpc-cni.configuration.env.AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG network.podCidr"
            ],
        ),
        (
            "{network: {podCidr: 100.64.0.0/16}, addons: {vpc-cni: {configuration: {eniConfig: {create: true}}}}}",
            ["pods-without-cni addons.vpc-cni.configuration.eniConfig network.podCidr"],
        ),
    ],
)
def test_ranges_have_a_size_a_place_and_a_use(places: Places, text: str, expected: list[str]) -> None:
    assert places(ranges, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            '{kubernetes: {version: "1.34", serviceCidr: 10.21.0.0/20}, network: {secondaryCidrs: [10.21.0.0/16]}}',
            ["range-overlap kubernetes.serviceCidr network.secondaryCidrs[0]"],
        ),
        # The default range of Services keeps off every range.
        ("network: {cidr: 172.21.0.0/16, secondaryCidrs: [172.20.0.0/16]}", []),
        (
            "network: {zones: [us-west-2a, us-west-2b], secondaryCidrs: [10.21.0.0/16], subnets: {public: {us-west-2a: 10.21.0.0/24, us-west-2b: 10.21.1.0/24}}}",
            [],
        ),
        # Subnets of nodes are not in the range of pods.
        (
            "network: {zones: [us-west-2a, us-west-2b], podCidr: 10.21.0.0/16, subnets: {public: {us-west-2a: 10.21.0.0/24, us-west-2b: 10.20.200.0/24}}}",
            ["subnet-outside-network network.subnets.public.us-west-2a network.cidr"],
        ),
        (f"network: {{nat: none, routes: [{{to: 0.0.0.0/0, via: {TGW}}}]}}", []),
    ],
)
def test_services_and_subnets_know_every_range(places: Places, text: str, expected: list[str]) -> None:
    assert places(network, text) == expected


EIP = "eipalloc-0123456789abcdef"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"nat: {{mode: per-zone, addresses: {{us-west-2a: {EIP}0}}}}", []),
        (f"nat: {{mode: single, addresses: {{us-west-2c: {EIP}0}}}}", []),
        (
            f"nat: {{mode: single, addresses: {{us-west-2a: {EIP}0, us-west-2b: {EIP}1}}}}",
            ["unused-address network.nat.addresses.us-west-2b"],
        ),
        (
            f"nat: {{mode: per-zone, addresses: {{us-west-2d: {EIP}0}}}}",
            ["unused-address network.nat.addresses.us-west-2d"],
        ),
        (
            f"nat: {{mode: per-zone, addresses: {{us-west-2a: {EIP}0, us-west-2b: {EIP}0}}}}",
            ["unused-address network.nat.addresses.us-west-2b network.nat.addresses.us-west-2a"],
        ),
        (
            f"nat: {{mode: regional, addresses: {{us-west-2a: {EIP}0}}}}",
            ["missing-address network.nat.addresses"],
        ),
        ("nat: regional", []),
    ],
)
def test_each_address_is_that_of_one_gateway(places: Places, text: str, expected: list[str]) -> None:
    assert places(nat, f"network: {{{text}}}") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"routes: [{{to: 10.0.0.0/8, via: {TGW}, tiers: [private, public, intra]}}]", []),
        (f"routes: [{{to: pl-0123456789abcdef0, via: {TGW}}}]", []),
        (f"routes: [{{to: 0.0.0.0/0, via: {TGW}}}]", ["duplicate-route network.routes[0] network.nat"]),
        (f"nat: none, routes: [{{to: 0.0.0.0/0, via: {TGW}}}]", []),
        (f"routes: [{{to: 0.0.0.0/0, via: {TGW}, tiers: [intra]}}]", []),
        (
            f"routes: [{{to: 0.0.0.0/0, via: {TGW}, tiers: [public]}}]",
            ["duplicate-route network.routes[0] network.subnets.public"],
        ),
        (
            f"routes: [{{to: 10.0.0.0/8, via: {TGW}}}, {{to: 10.0.0.0/8, via: pcx-01234567, tiers: [intra, private]}}]",
            ["duplicate-route network.routes[1] network.routes[0]"],
        ),
        (
            f"routes: [{{to: 10.0.0.0/8, via: {TGW}, tiers: [private, private]}}]",
            ["duplicate-route network.routes[0]"],
        ),
        (f"routes: [{{to: 10.20.0.0/16, via: {TGW}}}]", ["refused-route network.routes[0] network.cidr"]),
        (
            f"podCidr: 100.64.0.0/16, routes: [{{to: 100.64.0.0/17, via: {TGW}}}]",
            ["refused-route network.routes[0] network.podCidr"],
        ),
        # The first public subnet, through a firewall.
        ("routes: [{to: 10.20.192.0/22, via: vpce-01234567, tiers: [intra]}]", []),
        (
            "routes: [{to: 10.20.192.0/24, via: vpce-01234567}]",
            ["refused-route network.routes[0] network.cidr"],
        ),
        (f"routes: [{{to: 169.254.168.0/24, via: {TGW}}}]", ["refused-route network.routes[0]"]),
        (
            f"subnets: {{intra: none}}, routes: [{{to: 10.0.0.0/8, via: {TGW}, tiers: [intra]}}]",
            ["refused-route network.routes[0] network.subnets.intra"],
        ),
    ],
)
def test_routes_lead_out_of_the_vpc_and_are_no_two(places: Places, text: str, expected: list[str]) -> None:
    assert places(routes, f"network: {{{text}}}") == expected


def test_more_routes_than_the_quota_are_a_warning(places: Places) -> None:
    many = ", ".join(f"{{to: 11.{n // 256}.{n % 256}.0/24, via: {TGW}}}" for n in range(501))
    assert places(routes, f"network: {{routes: [{many}]}}") == ["over-quota network.routes"]


STATEMENT = "{Effect: Allow, Principal: '*', Action: 's3:*', Resource: '*'}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"endpointPolicies: {{s3: {{Statement: [{STATEMENT}]}}}}", []),
        (f"endpointPolicies: {{s3: {{Statement: {STATEMENT}}}}}", []),
        (
            f"endpointPolicies: {{sts: {{Statement: [{STATEMENT}]}}}}",
            ["endpoint-policy network.endpointPolicies.sts"],
        ),
        (f"endpoints: [private-cluster], endpointPolicies: {{sts: {{Statement: [{STATEMENT}]}}}}", []),
        ("endpointPolicies: {s3: {}}", ["endpoint-policy network.endpointPolicies.s3"]),
        ("endpointPolicies: {s3: {Statement: [all]}}", ["endpoint-policy network.endpointPolicies.s3"]),
        (
            "endpointPolicies: {s3: {Statement: [{Effect: Deny, NotPrincipal: a, NotAction: b, NotResource: c}]}}",
            [],
        ),
        (
            f"endpointPolicies: {{s3: {{Id: {'x' * 20_480}, Statement: [{STATEMENT}]}}}}",
            ["endpoint-policy network.endpointPolicies.s3"],
        ),
        ("flowLogs: {to: s3, bucket: 'arn:aws:s3:::logs/vpc/', aggregation: 1m}", []),
        ("flowLogs: {to: s3}", ["flow-logs-fields network.flowLogs.to"]),
        ("flowLogs: {bucket: 'arn:aws:s3:::logs'}", ["flow-logs-fields network.flowLogs.bucket"]),
        (
            "flowLogs: {to: s3, bucket: 'arn:aws:s3:::logs/AWSLogs/'}",
            ["flow-logs-fields network.flowLogs.bucket"],
        ),
        (
            "flowLogs: {to: s3, bucket: 'arn:aws:s3:::logs', retentionDays: 30, kmsKey: aws, role: {path: /a/}}",
            [f"flow-logs-fields network.flowLogs.{key}" for key in ("retentionDays", "kmsKey", "role")],
        ),
    ],
)
def test_policies_and_flow_logs_have_the_parts_they_need(
    places: Places, text: str, expected: list[str]
) -> None:
    assert places(endpoints, f"network: {{{text}}}") == expected
