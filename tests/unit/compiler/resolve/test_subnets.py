"""The address plan: ranges inside the network, apart from each other, and never moved by a zone that is added."""

from __future__ import annotations

from ipaddress import IPv4Network
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from eksgen.compiler.resolve.network import subnets_of
from eksgen.compiler.resolve.vpc.subnets import SLOTS, allocate_subnets, default_prefixes, pod_blocks, slot_of
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
        # At most one block of space is lost where a larger tier follows a smaller one.
        lost = max(1 << (32 - prefix) for prefix in prefixes.values())
        assert needed + lost > IPv4Network(cidr).num_addresses
        return
    ranges = [IPv4Network(slot) for slots in placed.values() for slot in slots if slot]
    assert all(one.subnet_of(IPv4Network(cidr)) for one in ranges)
    assert not any(one.overlaps(other) for one, other in combinations(ranges, 2))
    assert {
        tier: {IPv4Network(slot or "").prefixlen for slot in slots} for tier, slots in placed.items()
    } == {tier: {prefix} for tier, prefix in prefixes.items()}


@given(NETWORKS, st.lists(NETWORKS, max_size=3), st.integers(20, 28))
def test_planned_subnets_do_not_overlap_ranges_in_use(cidr: str, taken: list[str], prefix: int) -> None:
    placed = allocate_subnets(cidr, {"public": prefix, "intra": 28}, {"private": taken}) or {}
    ranges = [IPv4Network(slot) for slots in placed.values() for slot in slots if slot]
    assert all(one.subnet_of(IPv4Network(cidr)) for one in ranges)
    assert not any(one.overlaps(other) for one, other in combinations(ranges, 2))
    assert not any(one.overlaps(IPv4Network(other)) for one in ranges for other in taken)


PREFIXES = st.fixed_dictionaries(
    {tier: st.integers(low, 28) for tier, low in (("private", 19), ("public", 21), ("intra", 21))}
)


@given(NETWORKS, PREFIXES, st.sampled_from(["public", "intra"]))
def test_a_tier_that_is_added_moves_no_subnet(cidr: str, prefixes: dict[str, int], added: str) -> None:
    after = allocate_subnets(cidr, prefixes)
    before = allocate_subnets(cidr, {tier: prefix for tier, prefix in prefixes.items() if tier != added})
    assert after is None or before == {tier: blocks for tier, blocks in after.items() if tier != added}


@given(NETWORKS, st.data(), st.sampled_from(["private", "public", "intra"]))
def test_a_range_that_is_added_moves_only_the_subnets_in_its_way(
    cidr: str, data: st.DataObject, written: str
) -> None:
    """A zone whose range is written adds it beside those that exist; a block that is at home stays there."""
    choices = st.sampled_from([str(block) for block in IPv4Network(cidr).subnets(prefixlen_diff=4)])
    ranges = data.draw(st.lists(choices, min_size=1, max_size=4, unique=True))
    sizes = {tier: size for tier, size in default_prefixes(cidr).items() if tier != written}
    home, before, after = (
        allocate_subnets(cidr, sizes, {written: taken}) or {} for taken in ([], ranges[:-1], ranges)
    )
    for tier, slots in before.items():
        for block, own, later in zip(slots, home[tier], after[tier], strict=True):
            in_the_way = block is None or IPv4Network(ranges[-1]).overlaps(IPv4Network(block))
            assert later == block or block != own or in_the_way


@given(st.integers(16, 21), st.data())
def test_blocks_that_are_away_from_home_do_not_take_each_others_place(
    prefix: int, data: st.DataObject
) -> None:
    """Where a network has room for 128 subnets, each slot has places of its own, whatever ranges are added."""
    cidr = f"10.0.0.0/{prefix}"
    choices = st.sampled_from([str(block) for block in IPv4Network(cidr).subnets(prefixlen_diff=4)])
    ranges = data.draw(st.lists(choices, min_size=1, max_size=3, unique=True))
    size = {"public": prefix + 7}
    before, after = (
        allocate_subnets(cidr, size, {"private": taken}) or {} for taken in (ranges[:-1], ranges)
    )
    for block, later in zip(before.get("public", ()), after.get("public", ()), strict=True):
        assert later == block or IPv4Network(ranges[-1]).overlaps(IPv4Network(block or cidr))


def test_a_small_network_has_places_for_what_three_ranges_move() -> None:
    """In a /24 a slot has one or two places of its own, those of a tier that may come later included."""
    written = ["10.0.0.0/28", "10.0.0.112/28", "10.0.0.96/28"]
    before, after = (
        allocate_subnets("10.0.0.0/24", {"public": 28}, {"private": r}) for r in (written[:-1], written)
    )
    assert before
    assert after
    assert after["public"][1:] == before["public"][1:]


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


def test_the_slot_of_a_zone_is_its_letter() -> None:
    """So a zone that a region gets, such as ap-northeast-1b, moves no subnet."""
    assert [slot_of(zone) for zone in ("ap-northeast-1a", "ap-northeast-1c", "us-east-1f")] == [0, 2, 5]


def test_a_tier_that_is_left_out_moves_no_subnet() -> None:
    everything = subnets_of(spec())
    for tier in ("public", "intra"):
        rest = subnets_of(spec(subnets={tier: "none"}))
        assert rest == everything | {tier: {}}


def test_pods_have_a_block_for_each_of_six_zones() -> None:
    assert pod_blocks("100.64.0.0/16")[:2] == ("100.64.0.0/19", "100.64.32.0/19")
    assert len(pod_blocks("100.64.0.0/16")) == SLOTS
