"""Regions, zones and partitions."""

import pytest

from eksgen.catalog.regions.partitions import (
    PARTITIONS,
    access_policy_arn,
    managed_policy_arn,
    partition_of_region,
    service_principal,
    service_principals,
)
from eksgen.catalog.regions.regions import region, region_names, usable_zones


@pytest.mark.parametrize(
    ("name", "partition"),
    [
        ("us-west-2", "aws"),
        ("mx-central-1", "aws"),
        ("cn-north-1", "aws-cn"),
        ("us-gov-east-1", "aws-us-gov"),
        ("us-iso-east-1", "aws-iso"),
        ("us-isob-east-1", "aws-iso-b"),
        ("us-isof-south-1", "aws-iso-f"),
        ("eusc-de-east-1", "aws-eusc"),
        ("eu-south-99", "aws"),
    ],
)
def test_the_partition_is_found_by_the_region_name(name: str, partition: str) -> None:
    assert partition_of_region(name).name == partition


@pytest.mark.parametrize("name", ["", "us-west", "uswest2", "us-west-2a", "moon-base-1", "us-west-2\n"])
def test_a_name_that_is_not_a_region_is_an_error(name: str) -> None:
    with pytest.raises(ValueError, match="not the name of an AWS region"):
        partition_of_region(name)


def test_each_known_region_matches_exactly_one_partition() -> None:
    import re

    for name in region_names():
        assert sum(bool(re.fullmatch(p.region_pattern, name)) for p in PARTITIONS) == 1, name


def test_suffixes_are_those_of_botocore() -> None:
    from botocore.loaders import create_loader

    loaded = create_loader().load_data("partitions")["partitions"]
    assert {p.name: p.dns_suffix for p in PARTITIONS} == {p["id"]: p["outputs"]["dnsSuffix"] for p in loaded}


def test_partition_names_are_unique() -> None:
    assert len({partition.name for partition in PARTITIONS}) == len(PARTITIONS)


@pytest.mark.parametrize(
    ("service", "name", "principals"),
    [
        ("eks", "us-west-2", ("eks.amazonaws.com",)),
        ("eks", "cn-north-1", ("eks.amazonaws.com",)),
        ("pods.eks", "cn-northwest-1", ("pods.eks.amazonaws.com",)),
        ("ec2", "us-gov-west-1", ("ec2.amazonaws.com",)),
        ("ec2", "cn-north-1", ("ec2.amazonaws.com", "ec2.amazonaws.com.cn")),
        ("logs", "us-west-2", ("logs.us-west-2.amazonaws.com",)),
        ("logs", "cn-north-1", ("logs.cn-north-1.amazonaws.com.cn",)),
        ("vpc-flow-logs", "cn-north-1", ("vpc-flow-logs.amazonaws.com",)),
        ("ec2", "eusc-de-east-1", ("ec2.amazonaws.com",)),
        ("eks", "eusc-de-east-1", ("eks.amazonaws.com",)),
        ("logs", "eusc-de-east-1", ("logs.eusc-de-east-1.amazonaws.com",)),
    ],
)
def test_service_principals_have_the_suffix_of_the_partition(
    service: str, name: str, principals: tuple[str, ...]
) -> None:
    assert service_principals(service, name) == principals
    assert service_principal(service, name) == principals[0]


def test_policy_arns_have_the_partition_and_the_path() -> None:
    policy = managed_policy_arn("aws-cn", "service-role/AmazonEBSCSIDriverPolicy")
    assert policy == "arn:aws-cn:iam::aws:policy/service-role/AmazonEBSCSIDriverPolicy"
    access = access_policy_arn("aws-us-gov", "AmazonEKSViewPolicy")
    assert access == "arn:aws-us-gov:eks::aws:cluster-access-policy/AmazonEKSViewPolicy"


@pytest.mark.parametrize("name", region_names())
def test_every_region_has_at_least_two_usable_zones_in_order(name: str) -> None:
    known = region(name)
    assert known is not None
    assert len(known.usable_zones) >= 2
    assert list(known.zones) == sorted(set(known.zones))
    assert all(zone[:-1] == name and zone[-1].isalpha() for zone in known.zones)
    assert set(known.usable_zones) <= set(known.zones)


@pytest.mark.parametrize("partition", ["aws", "aws-cn", "aws-us-gov", "aws-eusc"])
def test_every_supported_partition_has_regions(partition: str) -> None:
    assert [n for n in region_names() if partition_of_region(n).name == partition]


def test_only_us_west_1_has_fewer_than_three_usable_zones() -> None:
    assert [name for name in region_names() if len(usable_zones(name)) < 3] == ["us-west-1"]


def test_the_zone_that_eks_refuses_in_us_east_1_is_not_usable() -> None:
    known = region("us-east-1")
    assert known is not None
    assert "us-east-1e" in known.zones
    assert "us-east-1e" not in known.usable_zones


def test_the_chinese_regions_have_three_zones() -> None:
    assert usable_zones("cn-northwest-1") == ("cn-northwest-1a", "cn-northwest-1b", "cn-northwest-1c")
    assert usable_zones("cn-north-1") == ("cn-north-1a", "cn-north-1b", "cn-north-1d")


@pytest.mark.parametrize("name", ["us-west-9", "", "US-WEST-2", "aws-global"])
def test_an_unknown_region_is_none_and_has_no_zones(name: str) -> None:
    assert region(name) is None
    assert usable_zones(name) == ()
