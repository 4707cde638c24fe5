"""The address plan: ranges inside the network, apart from each other, and never moved by a zone that is added."""

from __future__ import annotations

from ipaddress import IPv4Network
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from eksgen.compiler.resolve.network import subnets_of
from eksgen.compiler.resolve.subnets import SLOTS, allocate_subnets, default_prefixes
from eksgen.schemas.cluster import ClusterSpec

NETWORKS = st.builds(
    lambda start, prefix: str(IPv4Network((start, prefix), strict=False)),
    st.integers(10 << 24, (11 << 24) - 1),
    st.integers(16, 24),
)


@given(
    NETWORKS, st.fixed_dictionaries({tier: st.integers(17, 28) for tier in ("private", "public", "intra")})
)
def test_planned_subnets_are_inside_the_network_and_do_not_overlap(
    cidr: str, prefixes: dict[str, int]
) -> None:
    placed = allocate_subnets(cidr, prefixes)
    if placed is None:
        needed = sum(SLOTS << (32 - prefix) for prefix in prefixes.values())
        assert needed > IPv4Network(cidr).num_addresses
        return
    ranges = [IPv4Network(slot) for slots in placed.values() for slot in slots]
    assert all(one.subnet_of(IPv4Network(cidr)) for one in ranges)
    assert not any(one.overlaps(other) for one, other in combinations(ranges, 2))
    assert {tier: {IPv4Network(slot).prefixlen for slot in slots} for tier, slots in placed.items()} == {
        tier: {prefix} for tier, prefix in prefixes.items()
    }


@given(NETWORKS, st.lists(NETWORKS, max_size=3), st.integers(20, 28))
def test_planned_subnets_do_not_overlap_ranges_in_use(cidr: str, taken: list[str], prefix: int) -> None:
    placed = allocate_subnets(cidr, {"public": prefix}, taken)
    for slot in (placed or {}).get("public", ()):
        assert not any(IPv4Network(slot).overlaps(IPv4Network(one)) for one in taken)


def test_default_subnets_fit_into_networks_from_16_to_23() -> None:
    for size in range(16, 24):
        assert allocate_subnets(f"10.0.0.0/{size}", default_prefixes(f"10.0.0.0/{size}")) is not None


def spec(**network: object) -> ClusterSpec:
    return ClusterSpec.model_validate(
        {
            "apiVersion": "eksgen/v1alpha1", "kind": "Cluster", "metadata": {"name": "a", "region": "us-west-2"},
            "kubernetes": {"version": "1.34"}, "access": {"admins": ("arn:aws:iam::111122223333:role/a",)}, "network": network,
        }
    )  # fmt: skip


def test_adding_a_zone_moves_no_subnet() -> None:
    two, four = subnets_of(spec(zones=2)), subnets_of(spec(zones=4))
    for tier, zones in two.items():
        assert all(four[tier][zone] == at for zone, at in zones.items())


def test_the_subnet_of_a_zone_does_not_depend_on_other_zones() -> None:
    alone, all_zones = subnets_of(spec(zones=("us-west-2b", "us-west-2d"))), subnets_of(spec(zones=4))
    assert alone["private"]["us-west-2b"] == all_zones["private"]["us-west-2b"]


def test_subnets_that_are_left_out_keep_their_space_while_there_is_enough() -> None:
    for size in range(16, 24):
        full, without = (
            subnets_of(spec(cidr=f"10.20.0.0/{size}", **more))
            for more in ({}, {"subnets": {"public": "none"}})
        )
        assert (without["private"], without["intra"]) == (full["private"], full["intra"])
    assert subnets_of(spec(cidr="10.20.0.0/24"))["private"] == {}
    tight = subnets_of(spec(cidr="10.20.0.0/24", subnets={"public": "none"}))
    assert [len(zones) for zones in tight.values()] == [3, 0, 3]
    assert subnets_of(spec(subnets={"public": "none", "intra": {"prefix": 21}, "private": {"prefix": 19}}))[
        "intra"
    ]


def test_written_subnets_decide_the_zones() -> None:
    written = {"us-west-2b": "10.20.0.0/24", "us-west-2d": "10.20.1.0/24"}
    for tier in ("private", "public", "intra"):
        found = subnets_of(spec(subnets={tier: written}))
        assert [tuple(zones) for zones in found.values()] == [("us-west-2b", "us-west-2d")] * 3
    assert tuple(subnets_of(spec(zones=2, subnets={"private": written}))["public"]) == (
        "us-west-2a",
        "us-west-2b",
    )


def test_a_zone_that_the_table_does_not_list_moves_no_other() -> None:
    listed, more = (
        subnets_of(spec(zones=("us-west-2a", "us-west-2b", *zones))) for zones in ((), ("us-west-2f",))
    )
    for tier, zones in listed.items():
        assert {zone: more[tier][zone] for zone in zones} == zones
        assert len(set(more[tier].values())) == 3
