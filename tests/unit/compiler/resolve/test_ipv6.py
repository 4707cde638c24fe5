"""The IPv6 address plan: a /64 for each subnet, and none moves when a zone or a tier is added."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from eksgen.compiler.resolve.vpc.ipv6 import ipv6_subnets

TIERS = ("private", "public", "intra")
ZONES = st.sets(st.sampled_from([f"us-east-1{letter}" for letter in "abcdef"]))
PLANS = st.dictionaries(st.sampled_from(TIERS), ZONES)


@given(PLANS)
def test_every_subnet_has_a_number_of_its_own_in_a_range_of_56_bits(zones: dict[str, set[str]]) -> None:
    numbers = ipv6_subnets(zones)
    assert set(numbers) == {(tier, zone) for tier, own in zones.items() for zone in own}
    assert len(set(numbers.values())) == len(numbers)
    assert all(0 <= number < 256 for number in numbers.values())


@given(PLANS, PLANS)
def test_a_zone_or_a_tier_that_is_added_moves_no_subnet(
    zones: dict[str, set[str]], added: dict[str, set[str]]
) -> None:
    more = {tier: zones.get(tier, set()) | added.get(tier, set()) for tier in TIERS}
    assert ipv6_subnets(zones).items() <= ipv6_subnets(more).items()


def test_the_plan_of_clusters_that_exist_stays() -> None:
    zones = dict.fromkeys(TIERS, ("us-west-2a", "us-west-2c"))
    assert list(ipv6_subnets(zones).values()) == [0, 2, 16, 18, 32, 34]
