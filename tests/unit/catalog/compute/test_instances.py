"""Instance types."""

import pytest

from eksgen.catalog.compute.ami import ami_type
from eksgen.catalog.compute.instances import (
    instance_type,
    instance_type_names,
    named_by_aws,
    offered_in,
    similar_in,
    suggest,
)
from eksgen.catalog.regions.regions import region_names


def test_every_type_has_plausible_figures() -> None:
    for name in instance_type_names():
        known = instance_type(name)
        assert known is not None
        assert known.name == name
        assert known.vcpus >= 1, name
        assert 1 <= known.max_enis <= 24, name
        assert 2 <= known.ipv4_per_eni <= 64, name
        assert (known.gpus > 0) == bool(known.gpu_manufacturer), name


def test_the_table_has_current_families() -> None:
    families = {name.partition(".")[0] for name in instance_type_names()}
    assert len(instance_type_names()) > 1300
    assert families >= {"m7i", "m8i", "c8i", "r8i", "m8g", "g6e", "p5en", "p6-b200", "trn2", "inf2", "t4g"}


@pytest.mark.parametrize(
    ("name", "architecture", "enis", "addresses"),
    [("m7i.large", "x86_64", 3, 10), ("m7g.large", "arm64", 3, 10), ("t3.small", "x86_64", 3, 4)],
)
def test_interfaces_and_addresses_are_those_that_aws_publishes(
    name: str, architecture: str, enis: int, addresses: int
) -> None:
    known = instance_type(name)
    assert known is not None
    assert (known.architecture, known.max_enis, known.ipv4_per_eni) == (architecture, enis, addresses)


def test_only_the_default_network_card_counts_for_pods() -> None:
    known = instance_type("p5.48xlarge")
    assert known is not None
    assert known.max_enis * (known.ipv4_per_eni - 1) + 2 == 100


@pytest.mark.parametrize(
    ("name", "accelerator"),
    [("m7i.large", "none"), ("g6.xlarge", "nvidia"), ("g6f.large", "nvidia"), ("inf2.xlarge", "neuron")],
)
def test_the_accelerator_decides_the_ami_type(name: str, accelerator: str) -> None:
    known = instance_type(name)
    assert known is not None
    assert known.accelerator == accelerator
    assert ami_type("al2023", known.architecture, known.accelerator)


def test_mac_types_are_not_listed() -> None:
    assert not [name for name in instance_type_names() if name.startswith("mac")]


@pytest.mark.parametrize("name", ["m7i.lagre", "m7i.", "", "M7I.large"])
def test_an_unknown_type_is_none(name: str) -> None:
    assert instance_type(name) is None


@pytest.mark.parametrize(("wrong", "right"), [("m7i.lagre", "m7i.large"), ("M7I.LARGE", "m7i.large")])
def test_the_intended_type_is_suggested_for_a_typing_error(wrong: str, right: str) -> None:
    assert suggest(wrong)[0] == right


def test_nothing_is_suggested_for_nonsense() -> None:
    assert suggest("qqqqqqqqqq") == ()


def test_a_type_without_figures_is_named_by_aws() -> None:
    assert instance_type("g4ad.xlarge") is None
    assert named_by_aws("g4ad.xlarge")
    assert not named_by_aws("g4ad.xlagre")


def test_offerings_are_per_region_and_none_where_unknown() -> None:
    assert offered_in("m7i.large", "us-west-2") is True
    assert offered_in("p5.48xlarge", "af-south-1") is False
    assert offered_in("m7i.large", "us-iso-east-1") is None
    assert offered_in("c5.large", "cn-north-1") is True
    assert offered_in("p5.48xlarge", "cn-north-1") is None
    assert offered_in("nosuch.large", "us-west-2") is None


def test_every_type_is_offered_somewhere() -> None:
    for name in instance_type_names():
        assert any(offered_in(name, region) for region in region_names()), name


@pytest.mark.parametrize("name", ["m7i.large", "g4ad.xlarge", "p3.2xlarge", "dl1.24xlarge"])
def test_a_type_with_or_without_figures_is_named_by_aws(name: str) -> None:
    assert named_by_aws(name)


@pytest.mark.parametrize(("limit", "number"), [(1, 1), (3, 3)])
def test_no_more_names_are_suggested_than_asked_for(limit: int, number: int) -> None:
    assert len(suggest("m7i.lagre", limit)) == number
    assert len(similar_in("m7i.large", "us-west-2", limit)) == number


def test_similar_types_have_the_same_size_architecture_and_accelerator_and_are_offered() -> None:
    original = instance_type("m7i.xlarge")
    assert original
    names = similar_in("m7i.xlarge", "eu-west-1", 1000)
    assert len(names) > 20
    assert "m7i.xlarge" not in names
    for name in names:
        other = instance_type(name)
        assert other
        assert name.endswith(".xlarge")
        assert (other.architecture, other.accelerator) == (original.architecture, original.accelerator)
        assert offered_in(name, "eu-west-1")
    assert similar_in("nosuch.xlarge", "eu-west-1") == ()


@pytest.mark.parametrize(
    ("name", "gpus", "neuron_devices", "spot"),
    [
        ("m7i.large", 0, 0, True),
        ("t2.nano", 0, 0, False),
        ("c5.metal", 0, 0, True),
        ("p5.48xlarge", 8, 0, True),
        ("inf2.xlarge", 0, 1, True),
        ("hpc7a.12xlarge", 0, 0, False),
    ],
)
def test_properties_of_a_type(name: str, gpus: int, neuron_devices: int, spot: bool) -> None:
    known = instance_type(name)
    assert known
    assert (known.gpus, known.neuron_devices, known.spot) == (gpus, neuron_devices, spot)
