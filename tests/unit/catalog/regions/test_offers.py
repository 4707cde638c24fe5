"""What EKS and IAM do not have in a partition."""

import pytest

from eksgen.catalog.regions.offers import (
    AUTO_MODE,
    FARGATE,
    HYBRID_NODES,
    MISSING_POLICIES,
    NOT_OFFERED,
    has_policy,
    offered,
)
from eksgen.catalog.regions.partitions import MODULE_PARTITIONS


def test_only_partitions_of_the_modules_lack_something() -> None:
    assert {*NOT_OFFERED, *MISSING_POLICIES} <= MODULE_PARTITIONS - {"aws"}


@pytest.mark.parametrize("feature", [AUTO_MODE, FARGATE, HYBRID_NODES])
def test_the_commercial_regions_have_everything(feature: str) -> None:
    assert offered(feature, "aws")


def test_govcloud_has_no_fargate_and_no_hybrid_nodes() -> None:
    assert [f for f in (AUTO_MODE, FARGATE, HYBRID_NODES) if not offered(f, "aws-us-gov")] == [
        FARGATE,
        HYBRID_NODES,
    ]


@pytest.mark.parametrize("prefix", ["", "arn:aws-cn:iam::aws:policy/"])
def test_a_policy_is_missing_by_its_name_or_arn(prefix: str) -> None:
    assert not has_policy("aws-cn", f"{prefix}AmazonElasticContainerRegistryPublicReadOnly")
    assert has_policy("aws-cn", f"{prefix}AmazonEC2ContainerRegistryPullOnly")
    assert has_policy("aws", f"{prefix}AmazonElasticContainerRegistryPublicReadOnly")
