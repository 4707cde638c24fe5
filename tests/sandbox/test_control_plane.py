"""The control plane in the sandbox: what EKS fills in, keeps and refuses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from .conftest import ExpectError

Client = Callable[[str], Any]
REFUSED = ("InvalidParameterException", 400)
STANDARD = {"controlPlaneScalingConfig": {"tier": "standard"}}
LARGE = {"controlPlaneScalingConfig": {"tier": "tier-xl"}}


def sync(period: str) -> dict[str, Any]:
    autoscaler = {"horizontalPodAutoscalerSyncPeriod": period}
    return {"kubeControllerManagerConfig": {"horizontalPodAutoscalerControllerConfig": autoscaler}}


def ports(low: int, high: int) -> dict[str, Any]:
    return {"kubeApiServerConfig": {"serviceNodePortRange": {"minPort": low, "maxPort": high}}}


def scoring(**strategy: Any) -> dict[str, Any]:
    return {"kubeSchedulerConfig": {"nodeResourcesFit": {"scoringStrategy": strategy}}}


def test_eks_returns_every_setting_also_those_that_nobody_set(create_cluster: Any) -> None:
    cluster = create_cluster(kubeApiServerConfig={"eventTtl": "10m"})
    assert cluster["controlPlaneScalingConfig"] == {"tier": "standard"}
    assert cluster["resourcesVpcConfig"]["controlPlaneEgressMode"] == "AWS_MANAGED"
    assert cluster["deletionProtection"] is False
    assert "zonalShiftConfig" not in cluster
    assert cluster["kubeApiServerConfig"] == {
        "eventTtl": "10m",
        "serviceNodePortRange": {"minPort": 30000, "maxPort": 32767},
    }
    assert cluster["kubeControllerManagerConfig"] == sync("15s")["kubeControllerManagerConfig"]
    assert cluster["kubeSchedulerConfig"]["nodeResourcesFit"]["scoringStrategy"]["type"] == "LeastAllocated"


def test_an_update_keeps_what_it_leaves_out(eks: Any, create_cluster: Any) -> None:
    name = create_cluster(kubeApiServerConfig={"eventTtl": "10m"}, zonalShiftConfig={"enabled": True})["name"]
    eks.update_cluster_config(name=name, **ports(20000, 32767), **scoring(type="MostAllocated"))
    cluster = eks.describe_cluster(name=name)["cluster"]
    assert cluster["kubeApiServerConfig"]["eventTtl"] == "10m"
    assert cluster["kubeApiServerConfig"]["serviceNodePortRange"]["minPort"] == 20000
    assert cluster["zonalShiftConfig"] == {"enabled": True}


@pytest.mark.parametrize(
    "settings",
    [
        {"controlPlaneScalingConfig": {"tier": "xl"}},
        {"kubeApiServerConfig": {"eventTtl": "5m"}},
        {"kubeApiServerConfig": {"eventTtl": "1h30m"}},
        ports(10259, 32767),
        ports(32000, 31000),
        ports(30000, 32768),
        scoring(type="RequestedToCapacityRatio"),
        scoring(type="MostAllocated", resources=[{"name": "disk", "weight": 1}]),
        sync("10s"),
        sync("15s"),
        LARGE | sync("9s"),
    ],
)
def test_a_setting_that_eks_refuses(
    create_cluster: Any, expect_error: ExpectError, settings: dict[str, Any]
) -> None:
    assert expect_error(create_cluster, **settings) == REFUSED


def test_the_standard_tier_needs_the_default_sync_period(
    eks: Any, create_cluster: Any, expect_error: ExpectError
) -> None:
    name = create_cluster(**LARGE, **sync("10s"))["name"]
    assert expect_error(eks.update_cluster_config, name=name, **STANDARD) == REFUSED
    eks.update_cluster_config(name=name, **sync("15s"))
    eks.update_cluster_config(name=name, **STANDARD)
    assert expect_error(eks.update_cluster_config, name=name, **sync("10s")) == REFUSED


def test_the_way_out_of_the_control_plane_never_goes_back(
    eks: Any, create_cluster: Any, expect_error: ExpectError
) -> None:
    name = create_cluster()["name"]
    own = {"controlPlaneEgressMode": "CUSTOMER_ROUTED"}
    update = eks.update_cluster_config(name=name, resourcesVpcConfig=own)["update"]
    assert update["type"] == "ControlPlaneEgressUpdate"
    back = {"controlPlaneEgressMode": "AWS_MANAGED"}
    assert expect_error(eks.update_cluster_config, name=name, resourcesVpcConfig=back) == REFUSED


@pytest.mark.parametrize(
    ("changes", "accepted"),
    [
        ({"deletionProtection": False}, True),
        ({"deletionProtection": True} | LARGE, False),
        (ports(20000, 32767) | scoring(type="MostAllocated"), True),
        (ports(20000, 32767) | LARGE, False),
        ({"resourcesVpcConfig": {"endpointPrivateAccess": True, "publicAccessCidrs": ["10.0.0.0/8"]}}, True),
        (
            {"resourcesVpcConfig": {"endpointPrivateAccess": True, "controlPlaneEgressMode": "AWS_MANAGED"}},
            False,
        ),
        (
            {"resourcesVpcConfig": {"endpointPrivateAccess": True}, "zonalShiftConfig": {"enabled": True}},
            False,
        ),
    ],
)
def test_a_request_makes_one_kind_of_update(
    eks: Any, create_cluster: Any, expect_error: ExpectError, changes: dict[str, Any], accepted: bool
) -> None:
    name = create_cluster()["name"]
    if accepted:
        assert eks.update_cluster_config(name=name, **changes)["update"]["status"] == "Successful"
    else:
        assert expect_error(eks.update_cluster_config, name=name, **changes) == REFUSED


def test_the_groups_are_five_of_the_vpc_and_cannot_be_deleted_meanwhile(
    client: Client, eks: Any, create_cluster: Any, expect_error: ExpectError
) -> None:
    ec2, cluster = client("ec2"), create_cluster()
    name, vpc = cluster["name"], cluster["resourcesVpcConfig"]["vpcId"]
    other = ec2.create_vpc(CidrBlock="10.200.0.0/16")["Vpc"]["VpcId"]
    own = [
        ec2.create_security_group(GroupName=f"{name}-{n}", Description="d", VpcId=vpc)["GroupId"]
        for n in range(6)
    ]
    foreign = ec2.create_security_group(GroupName=f"{name}-other", Description="d", VpcId=other)["GroupId"]
    for groups in (own, [foreign], ["sg-0123456789abcdeff"]):
        config = {"securityGroupIds": groups}
        assert expect_error(eks.update_cluster_config, name=name, resourcesVpcConfig=config) == REFUSED
    eks.update_cluster_config(name=name, resourcesVpcConfig={"securityGroupIds": own[:5]})
    assert expect_error(ec2.delete_security_group, GroupId=own[0])[0] == "DependencyViolation"
    eks.update_cluster_config(name=name, resourcesVpcConfig={"securityGroupIds": own[1:5]})
    ec2.delete_security_group(GroupId=own[0])
