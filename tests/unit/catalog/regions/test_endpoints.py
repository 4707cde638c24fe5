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
    names = expand(["private-cluster", "sts", "kms"], "us-west-2")
    assert names == tuple(sorted((*PRESETS["private-cluster"], "kms")))
    assert expand([], "us-west-2") == ()


@pytest.mark.parametrize("region", ["cn-north-1", "cn-northwest-1"])
def test_the_preset_leaves_out_services_that_have_no_endpoint_in_the_region(region: str) -> None:
    assert set(PRESETS["private-cluster"]) - set(expand(["private-cluster"], region)) == {
        "elasticloadbalancing"
    }
    assert "elasticloadbalancing" in expand(["elasticloadbalancing"], region)


def test_a_name_that_is_none_of_a_region_lacks_no_endpoint() -> None:
    assert expand(["private-cluster"], "nowhere") == PRESETS["private-cluster"]


@pytest.mark.parametrize(
    ("region", "prefix", "own"),
    [
        ("eusc-de-east-1", "eu.amazonaws", {"ecr.api", "ecr.dkr"}),
        ("eu-isoe-west-1", "uk.adc-e.cloud", {"ecr.api", "ecr.dkr", "ebs"}),
        (
            "us-iso-east-1",
            "gov.ic.c2s",
            {"ecr.api", "autoscaling", "ebs", "ec2", "elasticfilesystem", "sns", "sqs"},
        ),
        ("us-iso-west-1", "gov.ic.c2s", {"ecr.dkr", "monitoring", "sqs"}),
        ("us-isob-east-1", "gov.sgov.sc2s", {"ecr.api", "autoscaling", "sns", "sqs"}),
        ("us-isob-west-1", "gov.sgov.sc2s", {"ecr.api", "ecr.dkr"}),
        ("us-isof-east-1", "gov.ic.hci.csp", {"ecr.api", "ecr.dkr", "ebs"}),
        ("us-isof-south-1", "gov.ic.hci.csp", {"ecr.api", "ecr.dkr", "ebs"}),
    ],
)
def test_some_services_of_isolated_regions_have_another_prefix(
    region: str, prefix: str, own: set[str]
) -> None:
    for short in own:
        assert service_name(short, region) == f"{prefix}.{region}.{short}"
    for short in ("kms", "logs", "s3"):
        assert service_name(short, region) == f"com.amazonaws.{region}.{short}"


CHINA = {
    "autoscaling",
    "cloudformation",
    "ebs",
    "ec2",
    "ecr.api",
    "ecr.dkr",
    "eks",
    "eks-auth",
    "elasticfilesystem",
    "lambda",
    "monitoring",
    "sqs",
    "sts",
    "xray",
}


@pytest.mark.parametrize("region", ["cn-north-1", "cn-northwest-1"])
def test_some_services_of_china_have_another_prefix(region: str) -> None:
    found = {short for short in endpoint_names() if service_name(short, region).startswith("cn.")}
    assert found == CHINA


def test_the_private_cluster_preset_is_that_of_the_user_guide() -> None:
    nodes = ("ec2", "ecr.api", "ecr.dkr", "eks", "eks-auth", "elasticloadbalancing", "logs", "s3", "sts")
    assert set(PRESETS["private-cluster"]) == {*nodes, "ssm", "ssmmessages"}
