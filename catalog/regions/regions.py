"""Regions with EKS, and the availability zones that a cluster can use.

The table is `regions.json`, which names its sources.

EKS refuses three zones by *id* (use1-az3, usw1-az2, cac1-az3; EKS user guide, "Subnet requirements for
clusters", `network-reqs`, read 2026-11-24), and the name of a zone id differs between accounts. In us-east-1
the refused zone is us-east-1e in nearly every account, so it is used only if a spec names it. In us-west-1
each account has two of the names a, b and c, and which two differs: the spec should name the zones. Older
accounts also have zones that the table does not list, such as ap-northeast-1b. In cn-north-1 the third zone
(d) was short of EKS capacity in 2022. Local and Wavelength Zones are not listed.
"""

import re
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache

from .._data import table
from .partitions import Partition, partition_of_region

REGION_NAME = re.compile(r"[a-z]{2,4}(-[a-z]+)+-[0-9]")
REFUSED_ZONE_IDS = {"us-east-1e": "use1-az3"}
"""Names of zones that EKS refuses in most accounts, with the zone id that it refuses."""
BY_ACCOUNT = frozenset({"us-west-1"})
"""Regions whose accounts have different zones."""
_LETTERS = "abcdef"


@dataclass(frozen=True, slots=True)
class Region:
    """A region; `zones` are all known zone names, `usable_zones` those that EKS accepts, both in order."""

    name: str
    title: str
    partition: Partition
    zones: tuple[str, ...]
    usable_zones: tuple[str, ...]


@cache
def region(name: str) -> Region | None:
    """Return the region called `name`, or None if EKS does not exist there."""
    row = table("regions/regions.json")["regions"].get(name)
    if row is None:
        return None
    title, _source, letters = row
    zones = tuple(name + letter for letter in letters)
    usable = tuple(zone for zone in zones if zone not in REFUSED_ZONE_IDS)
    return Region(name, title, partition_of_region(name), zones, usable)


def region_names() -> tuple[str, ...]:
    """Return all region names in the table, sorted."""
    return tuple(sorted(table("regions/regions.json")["regions"]))


def regions_like(name: str) -> tuple[str, ...]:
    """Return regions that somebody may mean: of the same city, with another number, or spelled alike."""
    words = [word for word in re.findall("[a-z]+", name.lower()) if word not in _AREAS]
    rows = table("regions/regions.json")["regions"]
    of_city = tuple(key for key in sorted(rows) if any(word in rows[key][0].lower() for word in words))
    numbered = tuple(key for key in region_names() if key.rstrip("0123456789") == name.rstrip("0123456789"))
    return of_city or numbered or tuple(get_close_matches(name.lower(), region_names(), 3, 0.7))


_AREAS = frozenset(
    re.findall(
        "[a-z]+",
        "us eu ap ca cn sa af me il mx gov iso isob isof eusc "
        "north south east west central northeast southeast northwest southwest",
    )
)
"""Words in names of regions; the others are words of a city."""


def usable_zones(name: str) -> tuple[str, ...]:
    """Return the zone names that EKS accepts in a region, in the order of use; () for an unknown region."""
    known = region(name)
    return known.usable_zones if known else ()


@cache
def zone_slots(name: str) -> tuple[str, ...]:
    """Return the names that zones of a region can have: the known zones, then the others; always six."""
    known = region(name)
    zones = known.zones if known else ()
    return (*zones, *(name + letter for letter in _LETTERS if name + letter not in zones))
