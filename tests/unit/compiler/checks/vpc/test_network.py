"""Rules for the network and the service CIDR."""

from __future__ import annotations

import pytest

from eksgen.compiler.checks.vpc import network, way_out

from ..conftest import Find, Places


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("network: {cidr: 10.0.0.0/15}", ["network-size network.cidr"]),
        ("network: {cidr: 10.0.0.0/16}", []),
        ("network: {cidr: 10.0.0.0/17}", []),
        ("network: {cidr: 10.0.0.0/28}", ["subnets-do-not-fit network.cidr"]),
        ("network: {cidr: 10.0.0.0/29}", ["network-size network.cidr"]),
        ("network: {cidr: 10.0.0.0/16, subnets: {private: {prefix: 19}}}", []),
        (
            "network: {cidr: 10.0.0.0/16, subnets: {private: {prefix: 18}}}",
            ["subnets-do-not-fit network.cidr"],
        ),
    ],
)
def test_a_vpc_is_a_16_to_28_with_space_for_all_subnets(
    places: Places, text: str, expected: list[str]
) -> None:
    assert places(network, text) == expected


@pytest.mark.parametrize(
    ("cidr", "accepted"),
    [
        ("0.0.0.0/16", False),
        ("1.0.0.0/16", True),
        ("126.0.0.0/16", True),
        ("127.255.0.0/16", False),
        ("169.254.0.0/16", False),
        ("169.255.0.0/16", True),
        ("223.255.0.0/16", True),
        ("224.0.0.0/16", False),
        ("240.0.0.0/20", False),
        ("255.255.0.0/16", False),
        ("100.64.0.0/16", True),
    ],
)
def test_a_vpc_has_addresses_that_ec2_accepts(places: Places, cidr: str, accepted: bool) -> None:
    assert places(network, f"network: {{cidr: {cidr}}}") == (
        [] if accepted else ["network-range network.cidr"]
    )


def test_a_network_of_all_addresses_is_one_error(places: Places) -> None:
    assert places(network, "network: {cidr: 0.0.0.0/0}") == ["network-size network.cidr"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('kubernetes: {version: "1.34", serviceCidr: 172.16.0.0/12}', []),
        (
            '{kubernetes: {version: "1.34", serviceCidr: 10.0.0.0/11}, network: {cidr: 10.96.0.0/16}}',
            ["service-range kubernetes.serviceCidr"],
        ),
        ('kubernetes: {version: "1.34", serviceCidr: 192.168.1.0/24}', []),
        (
            'kubernetes: {version: "1.34", serviceCidr: 192.168.1.0/25}',
            ["service-range kubernetes.serviceCidr"],
        ),
        (
            'kubernetes: {version: "1.34", serviceCidr: 100.64.0.0/16}',
            ["service-range kubernetes.serviceCidr"],
        ),
        (
            'kubernetes: {version: "1.34", serviceCidr: 10.20.0.0/24}',
            ["range-overlap kubernetes.serviceCidr network.cidr"],
        ),
        (
            '{kubernetes: {version: "1.34", serviceCidr: 172.20.0.0/16}, network: {cidr: 172.20.0.0/16}}',
            ["range-overlap kubernetes.serviceCidr network.cidr"],
        ),
        ("network: {cidr: 172.20.0.0/16}", []),
        ("network: {cidr: 10.100.0.0/16}", []),
    ],
)
def test_the_service_cidr_is_a_private_12_to_24_outside_the_network(
    places: Places, text: str, expected: list[str]
) -> None:
    assert places(network, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("network: {zones: 4}", []),
        ("metadata: {name: demo, region: us-west-1}", ["account-zones metadata.region"]),
        (
            "{metadata: {name: demo, region: us-west-1}, network: {zones: 2}}",
            ["account-zones metadata.region"],
        ),
        (
            "{metadata: {name: demo, region: us-west-1}, network: {zones: [us-west-1a, us-west-1b]}}",
            [],
        ),
        (
            "{metadata: {name: demo, region: us-west-1}, network: {zones: [us-west-1b, us-west-1c]}}",
            ["not-in-catalog network.zones[1]"],
        ),
        (
            "{metadata: {name: demo, region: ap-northeast-1}, network: {zones: [ap-northeast-1a, ap-northeast-1b]}}",
            ["not-in-catalog network.zones[1]"],
        ),
        ("network: {zones: [us-west-2a, us-west-2f]}", ["not-in-catalog network.zones[1]"]),
        (
            "network: {subnets: {private: {us-west-2a: 10.20.0.0/24, us-west-2z: 10.20.1.0/24}}}",
            ["unknown-zone network.subnets.private.us-west-2z"],
        ),
        (
            "network: {subnets: {private: {us-west-2a: 10.20.0.0/24, us-west-2c: 10.20.1.0/24}}}",
            [],
        ),
        ("network: {zones: 5}", ["too-many-zones network.zones"]),
        ("network: {zones: [us-west-2a, us-west-2b, us-west-2a]}", ["duplicate-zone network.zones[2]"]),
        ("network: {zones: [us-west-2a, us-west-2z]}", ["unknown-zone network.zones[1]"]),
        (
            "{metadata: {name: demo, region: us-east-1}, network: {zones: [us-east-1a, us-east-1e]}}",
            ["account-zones network.zones[1]"],
        ),
        ("{metadata: {name: demo, region: mars-1}, network: {zones: 6}}", []),
    ],
)
def test_zones_are_those_of_the_region_that_eks_supports(
    places: Places, text: str, expected: list[str]
) -> None:
    assert places(network, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "network: {zones: [us-west-2a, us-west-2b], subnets: {public: {us-west-2a: 10.20.0.0/24, us-west-2b: 10.20.1.0/28}}}",
            [],
        ),
        (
            "network: {zones: [us-west-2a, us-west-2b], subnets: {private: {us-west-2a: 10.20.0.0/24, us-west-2c: 10.20.1.0/24}}}",
            ["unknown-zone network.subnets.private.us-west-2c", "missing-subnet network.subnets.private"],
        ),
        (
            "network: {zones: [us-west-2a, us-west-2b], subnets: {private: {us-west-2a: 10.20.0.0/24, us-west-2b: 10.21.1.0/24}}}",
            ["subnet-outside-network network.subnets.private.us-west-2b network.cidr"],
        ),
        (
            "network: {zones: [us-west-2a, us-west-2b], subnets: {public: {us-west-2a: 10.20.0.0/29, us-west-2b: 10.20.1.0/28}}}",
            ["subnet-size network.subnets.public.us-west-2a"],
        ),
        (
            "network: {zones: [us-west-2a, us-west-2b], subnets: {public: {us-west-2a: 10.20.0.0/24, us-west-2b: 10.20.0.128/25}}}",
            ["range-overlap network.subnets.public.us-west-2b network.subnets.public.us-west-2a"],
        ),
        (
            "network: {zones: [us-west-2a, us-west-2b], subnets: {public: {us-west-2a: 10.20.0.0/24, us-west-2b: 10.20.1.0/24}, intra: {us-west-2a: 10.20.1.0/28, us-west-2b: 10.20.2.0/28}}}",
            ["range-overlap network.subnets.intra.us-west-2a network.subnets.public.us-west-2b"],
        ),
    ],
)
def test_explicit_subnets_cover_every_zone_and_lie_apart_in_the_network(
    places: Places, text: str, expected: list[str]
) -> None:
    assert places(network, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("network: {nat: none}", ["no-way-out network.nat"]),
        ("network: {nat: single}", []),
        ("network: {subnets: {public: none}}", ["no-way-out network.subnets.public"]),
        ("network: {subnets: {public: none}, endpoints: [private-cluster]}", []),
        ("network: {nat: per-zone}", []),
        ("network: {nat: none, endpoints: [private-cluster]}", []),
        ("network: {nat: none, endpoints: [ec2, ecr.api, ecr.dkr, eks-auth, s3, ssm, ssmmessages, sts]}", []),
        ("{network: {nat: none}, nodeGroups: {web: {subnets: public}}}", []),
        ("{network: {nat: none}, nodeGroups: {web: {subnets: public}, db: {}}}", ["no-way-out network.nat"]),
        ("{network: {nat: none}, nodeGroups: {}}", []),
        ("network: {endpoints: [sts, athena]}", ["not-in-catalog network.endpoints[1]"]),
        ("network: {endpoints: [sts, ec2-messages]}", ["unknown-endpoint network.endpoints[1]"]),
    ],
)
def test_private_nodes_need_nat_or_every_endpoint_of_the_preset(
    places: Places, text: str, expected: list[str]
) -> None:
    assert places(way_out, text) == expected


NEEDED = ("ec2", "ecr.api", "ecr.dkr", "s3", "sts", "eks-auth", "ssm", "ssmmessages")


@pytest.mark.parametrize("missing", NEEDED)
@pytest.mark.parametrize(
    ("more", "spared"),
    [
        ("", ()),
        ("nodeGroups: {web: {ssm: false}}", ("ssm", "ssmmessages")),
        ("addons: {ebs-csi: none}", ("eks-auth",)),
        ("addons: {ebs-csi: none, efs-csi: {}}", ()),
        ("nodeGroups: {web: {subnets: public}}", NEEDED),
        ("nodeGroups: {}", NEEDED),
    ],
)
def test_private_nodes_without_nat_need_exactly_these_endpoints(
    find: Find, missing: str, more: str, spared: tuple[str, ...]
) -> None:
    listed = [name for name in NEEDED if name != missing and name not in spared]
    found = find(way_out, f"network: {{nat: none, endpoints: [{', '.join([*listed, 'athena'])}]}}\n{more}")
    ways = [finding for finding in found if finding.code == "no-way-out"]
    assert [finding.note for finding in ways] == (
        [] if missing in spared else [f"without NAT they need VPC endpoints: {missing}"]
    )
    assert all(finding.help == "write `endpoints: [private-cluster, athena]`" for finding in ways)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{network: {subnets: {intra: none}}, controlPlane: {zones: [us-west-2a, us-west-2b]}}", []),
        (
            "{network: {zones: [us-west-2a, us-west-2b], subnets: {intra: none}}, controlPlane: {zones: [us-west-2a, us-west-2d]}}",
            ["missing-subnet controlPlane.zones network.subnets.intra"],
        ),
        # A written range leaves no space for the third block of the tier.
        (
            "network: {subnets: {public: {us-west-2a: 10.20.0.0/19, us-west-2b: 10.20.32.0/19, us-west-2c: 10.20.64.0/19}}}",
            ["subnets-do-not-fit network.subnets.private"],
        ),
        (
            "network: {subnets: {public: {us-west-2a: 10.20.0.0/22, us-west-2b: 10.20.4.0/22, us-west-2c: 10.20.8.0/22}}}",
            [],
        ),
    ],
)
def test_every_subnet_has_a_place(places: Places, text: str, expected: list[str]) -> None:
    assert places(network, text) == expected
