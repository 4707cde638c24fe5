"""Which instance types are built on the Nitro System, as EC2 says."""

from __future__ import annotations

import pytest
from moto.ec2.models.instance_types import INSTANCE_TYPES

from eksgen.catalog.compute.type_names import is_nitro


def test_the_hypervisor_of_every_type_is_that_of_ec2() -> None:
    hypervisors = {name: info.get("Hypervisor") for name, info in INSTANCE_TYPES.items()}
    assert {name for name, kind in hypervisors.items() if (kind == "xen") is is_nitro(name)} == set()


@pytest.mark.parametrize(
    ("name", "nitro"),
    [("p3.2xlarge", False), ("p3dn.24xlarge", True), ("g3s.xlarge", False), ("i3.metal", True)],
)
def test_types_that_are_no_longer_sold(name: str, nitro: bool) -> None:
    assert is_nitro(name) is nitro
