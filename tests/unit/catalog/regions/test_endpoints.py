"""VPC endpoints."""

import pytest

from eksgen.catalog.regions.endpoints import (
    GATEWAY_ENDPOINTS,
    INTERFACE_ENDPOINTS,
    PRESETS,
    endpoint_names,
    expand,
    is_gateway,
    service_name,
)


def test_names_are_sorted_and_every_endpoint_has_one_kind() -> None:
    assert list(INTERFACE_ENDPOINTS) == sorted(INTERFACE_ENDPOINTS)
    assert not set(GATEWAY_ENDPOINTS) & set(INTERFACE_ENDPOINTS)
    assert endpoint_names() == tuple(sorted(set(endpoint_names())))
    assert [name for name in endpoint_names() if is_gateway(name)] == ["dynamodb", "s3"]


@pytest.mark.parametrize(
    ("short", "region", "expected"),
    [
        ("ecr.api", "us-west-2", "com.amazonaws.us-west-2.ecr.api"),
        ("ecr.api", "us-gov-west-1", "com.amazonaws.us-gov-west-1.ecr.api"),
        ("ecr.api", "cn-north-1", "cn.com.amazonaws.cn-north-1.ecr.api"),
        ("eks", "cn-northwest-1", "cn.com.amazonaws.cn-northwest-1.eks"),
        ("logs", "cn-north-1", "com.amazonaws.cn-north-1.logs"),
        ("ssm", "cn-north-1", "com.amazonaws.cn-north-1.ssm"),
        ("s3", "cn-northwest-1", "com.amazonaws.cn-northwest-1.s3"),
        ("ecr.dkr", "us-iso-east-1", "gov.ic.c2s.us-iso-east-1.ecr.dkr"),
        ("something-new", "eu-west-1", "com.amazonaws.eu-west-1.something-new"),
    ],
)
def test_the_service_name_has_the_prefix_of_its_region(short: str, region: str, expected: str) -> None:
    assert service_name(short, region) == expected


def test_a_service_name_needs_a_region() -> None:
    with pytest.raises(ValueError, match="not the name of an AWS region"):
        service_name("sts", "nowhere")


def test_a_preset_contains_known_names_and_is_not_an_endpoint() -> None:
    for preset, names in PRESETS.items():
        assert preset not in endpoint_names()
        assert list(names) == sorted(set(names))
        assert set(names) <= set(endpoint_names())


def test_the_private_cluster_preset_has_registry_and_credentials() -> None:
    assert set(PRESETS["private-cluster"]) >= {"ec2", "ecr.api", "ecr.dkr", "s3", "sts", "eks-auth", "logs"}


def test_expanding_presets_removes_duplicates() -> None:
    assert expand(["private-cluster", "sts", "kms"]) == tuple(sorted((*PRESETS["private-cluster"], "kms")))
    assert expand([]) == ()
