"""The zones of the local AWS."""

from __future__ import annotations

import pytest
from moto.ec2.models.availability_zones_and_regions import RegionsAndZonesBackend

from eksgen.catalog.regions.regions import region_names, usable_zones
from eksgen.sandbox.moto_patches.ec2 import PATCHES


@pytest.mark.parametrize("region", region_names())
def test_every_zone_of_the_catalog_exists(region: str) -> None:
    (patch,) = [patch for patch in PATCHES if patch.owner is RegionsAndZonesBackend]
    zones = patch.wrap(RegionsAndZonesBackend.zones)[region]
    assert {zone.name for zone in zones} >= set(usable_zones(region))
    assert {zone.region_name for zone in zones} == {region}
