"""What EC2 Auto Scaling refuses, and what it keeps."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError

from .conftest import Client

IMAGE = (
    "resolve:ssm:/aws/service/eks/optimized-ami/1.35/amazon-linux-2023/x86_64/standard/recommended/image_id"
)
ZONES = ["eu-west-1a", "eu-west-1b"]


@pytest.fixture
def template(client: Client) -> Iterator[str]:
    yield from made_template(client, "own", IMAGE)


@pytest.fixture
def nowhere(client: Client) -> Iterator[str]:
    yield from made_template(client, "nowhere", "resolve:ssm:/mine/image_id")


def made_template(client: Client, name: str, image: str) -> Iterator[str]:
    data = {"ImageId": image, "InstanceType": "m7i.large"}
    made = client("ec2").create_launch_template(LaunchTemplateName=name, LaunchTemplateData=data)
    yield made["LaunchTemplate"]["LaunchTemplateId"]
    for group in client("autoscaling").describe_auto_scaling_groups()["AutoScalingGroups"]:
        name = group["AutoScalingGroupName"]
        client("autoscaling").delete_auto_scaling_group(AutoScalingGroupName=name, ForceDelete=True)
    client("ec2").delete_launch_template(LaunchTemplateId=made["LaunchTemplate"]["LaunchTemplateId"])


def create(client: Client, template: str, **settings: Any) -> dict[str, Any]:
    sizes = {"MinSize": 1, "MaxSize": 9, "DesiredCapacity": 3, "AvailabilityZones": ZONES}
    chosen = {"LaunchTemplate": {"LaunchTemplateId": template, "Version": "1"}}
    named = {"AutoScalingGroupName": "own", **sizes, **({} if "MixedInstancesPolicy" in settings else chosen)}
    client("autoscaling").create_auto_scaling_group(**named, **settings)
    return described(client)


def described(client: Client) -> dict[str, Any]:
    groups = client("autoscaling").describe_auto_scaling_groups(AutoScalingGroupNames=["own"])
    group: dict[str, Any] = groups["AutoScalingGroups"][0]
    return group


def policy(template: str, overrides: list[dict[str, Any]], **distribution: Any) -> dict[str, Any]:
    specification = {"LaunchTemplateId": template, "Version": "1"}
    chosen = {"LaunchTemplateSpecification": specification, "Overrides": overrides}
    return {"LaunchTemplate": chosen, "InstancesDistribution": distribution}


TYPES = [{"InstanceType": "m7i.large"}, {"InstanceType": "m6i.large"}]
ANY = {"InstanceRequirements": {"VCpuCount": {"Min": 2}, "MemoryMiB": {"Min": 4096}}}


@pytest.mark.parametrize(
    "settings",
    [
        {"MaxInstanceLifetime": 3600},
        {"MixedInstancesPolicy": (TYPES, {"SpotAllocationStrategy": "capacity-optimized", "SpotInstancePools": 2})},
        {"MixedInstancesPolicy": ([{**TYPES[0], "WeightedCapacity": "2"}, TYPES[1]], {})},
        {"MixedInstancesPolicy": ([ANY], {"SpotAllocationStrategy": "capacity-optimized-prioritized"})},
    ],
    ids=["lifetime", "pools", "weights", "order"],
)  # fmt: skip
def test_a_group_is_refused(client: Client, template: str, settings: dict[str, Any]) -> None:
    if chosen := settings.get("MixedInstancesPolicy"):
        settings = {"MixedInstancesPolicy": policy(template, chosen[0], **chosen[1])}
    with pytest.raises(ClientError, match="ValidationError"):
        create(client, template, **settings)


def test_the_image_behind_a_parameter_must_exist(client: Client, template: str, nowhere: str) -> None:
    assert create(client, template)["AutoScalingGroupName"] == "own"
    with pytest.raises(ClientError, match="not found"):
        create(client, nowhere)


def test_a_warm_pool_has_no_spot_capacity(client: Client, template: str) -> None:
    create(
        client,
        template,
        MixedInstancesPolicy=policy(template, TYPES, OnDemandPercentageAboveBaseCapacity=50),
    )
    with pytest.raises(ClientError, match="Spot Instances"):
        client("autoscaling").put_warm_pool(AutoScalingGroupName="own", MinSize=1)


def test_settings_stay_until_a_request_changes_them(client: Client, template: str) -> None:
    mixed = policy(template, TYPES, OnDemandPercentageAboveBaseCapacity=50)
    create(client, template, MixedInstancesPolicy=mixed, MaxInstanceLifetime=604800, CapacityRebalance=True)
    client("autoscaling").update_auto_scaling_group(AutoScalingGroupName="own", MaxSize=5)
    group = described(client)
    assert group["MaxInstanceLifetime"] == 604800
    assert group["CapacityRebalance"] is True
    assert group["MixedInstancesPolicy"]["LaunchTemplate"]["Overrides"] == TYPES
    assert group["MaxSize"] == 5


def test_protected_instances_stay_until_they_are_not_protected(client: Client, template: str) -> None:
    create(client, template, NewInstancesProtectedFromScaleIn=True)
    scaling = client("autoscaling")
    scaling.update_auto_scaling_group(AutoScalingGroupName="own", MinSize=0, DesiredCapacity=0)
    ids = [instance["InstanceId"] for instance in described(client)["Instances"]]
    assert len(ids) == 3
    scaling.set_instance_protection(
        AutoScalingGroupName="own", InstanceIds=ids[:2], ProtectedFromScaleIn=False
    )
    assert len(described(client)["Instances"]) == 1


def test_a_group_is_in_fifty_target_groups_and_fifty_classic_load_balancers(
    client: Client, template: str
) -> None:
    create(client, template)
    api, prefix = client("autoscaling"), "arn:aws:elasticloadbalancing:eu-west-1:222233334444:targetgroup/g"
    arns = [f"{prefix}{number:02}/0123456789abcdef" for number in range(51)]
    for first in range(0, 50, 10):
        api.attach_load_balancer_target_groups(
            AutoScalingGroupName="own", TargetGroupARNs=arns[first : first + 10]
        )
        names = [f"classic-{number}" for number in range(first, first + 10)]
        api.attach_load_balancers(AutoScalingGroupName="own", LoadBalancerNames=names)
    calls: list[tuple[Any, dict[str, list[str]]]] = [
        (api.attach_load_balancer_target_groups, {"TargetGroupARNs": arns[50:]}),
        (api.attach_load_balancers, {"LoadBalancerNames": ["classic-50"]}),
    ]
    for call, names_of in calls:
        with pytest.raises(ClientError) as caught:
            call(AutoScalingGroupName="own", **names_of)
        assert caught.value.response["Error"]["Code"] == "LimitExceeded"
