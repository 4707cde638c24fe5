"""Regions where EKS runs, and the zones a cluster can use there.

Goes in: a region name. Comes out: a `Region` or None. The table is `regions.json`, which names its sources.

What zone *names* can and cannot say: EKS refuses zone *ids* (use1-az3, usw1-az2, cac1-az3; EKS user guide,
"Subnet requirements for clusters"), and which name an id carries is shuffled per account. For us-east-1 the
refused zone is us-east-1e in nearly every account, so it is left out. For us-west-1 each account sees two of
the three names, and which two differs: `zones_vary` is then true and a careful caller asks for names.
In cn-north-1 the third zone (d) was short of EKS capacity in 2022. Local and Wavelength zones are not listed.
"""

from dataclasses import dataclass
from functools import cache

from ._data import table
from .partitions import Partition, partition_of_region

REFUSED_ZONE_IDS: dict[str, str] = {
    "us-east-1": "use1-az3",
    "us-west-1": "usw1-az2",
    "ca-central-1": "cac1-az3",
}
"""Zone ids in which EKS takes no cluster subnet (EKS user guide `network-reqs`, read 2026-11-24)."""

_REFUSED_NAMES = frozenset({"us-east-1e"})
_ZONES_VARY = frozenset({"us-west-1"})


@dataclass(frozen=True, slots=True)
class Region:
    """`zones` are all zone names known, `usable_zones` those EKS takes; both in a stable order."""

    name: str
    title: str
    partition: Partition
    zones: tuple[str, ...]
    usable_zones: tuple[str, ...]
    zones_vary: bool


@cache
def region(name: str) -> Region | None:
    """The region called `name`, or None if EKS does not run in such a region."""
    row = table("regions.json")["regions"].get(name)
    if row is None:
        return None
    title, _source, letters = row
    zones = tuple(name + letter for letter in letters)
    usable = tuple(zone for zone in zones if zone not in _REFUSED_NAMES)
    return Region(name, title, partition_of_region(name), zones, usable, name in _ZONES_VARY)


def region_names() -> tuple[str, ...]:
    """Every region name in the table, sorted."""
    return tuple(sorted(table("regions.json")["regions"]))


def usable_zones(name: str) -> tuple[str, ...]:
    """Zone names EKS takes in region `name`, in the order in which they should be used; () if unknown."""
    known = region(name)
    return known.usable_zones if known else ()
