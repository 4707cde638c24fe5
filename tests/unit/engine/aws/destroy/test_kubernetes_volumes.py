"""Which cluster a volume belongs to: by its tags, by its instance, or unknown."""

from __future__ import annotations

from typing import Any

import boto3
import pytest
from botocore.stub import ANY, Stubber

from eksgen.engine.aws.destroy.blocking_object import BlockingObject, blocked_error
from eksgen.engine.aws.destroy.kubernetes_volumes import kubernetes_volumes

CSI = {"CSIVolumeName": "pvc-1", "ebs.csi.aws.com/cluster": "true"}


def volume(id: str, zone: str = "eu-west-1a", host: str = "", **tags: str) -> dict[str, Any]:
    return {
        "VolumeId": id,
        "AvailabilityZone": zone,
        "Attachments": [{"InstanceId": host}] if host else [],
        "Tags": as_list({**CSI, **tags}),
    }


def as_list(tags: dict[str, str]) -> list[dict[str, str]]:
    return [{"Key": key, "Value": value} for key, value in tags.items()]


def looked_up(volumes: list[dict[str, Any]], *, further: bool = True) -> tuple[list[str], list[str]]:
    """Return ids of volumes of the cluster and of possible ones; `further`: more calls are needed."""
    ec2: Any = boto3.client("ec2", region_name="eu-west-1", aws_access_key_id="x", aws_secret_access_key="x")
    stub = Stubber(ec2)
    stub.activate()
    in_vpc = {"Filters": [{"Name": "vpc-id", "Values": ["vpc-1"]}]}
    stub.add_response("describe_volumes", {"Volumes": volumes}, {"Filters": ANY})
    if further:
        nodes = {"i-ours": {"eks:cluster-name": "prod"}, "i-other": {"eks:cluster-name": "other"}, "i-vm": {}}
        instances = [{"InstanceId": id, "Tags": as_list(tags)} for id, tags in nodes.items()]
        stub.add_response("describe_subnets", {"Subnets": [{"AvailabilityZone": "eu-west-1a"}]}, in_vpc)
        stub.add_response("describe_instances", {"Reservations": [{"Instances": instances}]}, in_vpc)
    sure, possible = kubernetes_volumes(ec2, "prod", "vpc-1")
    stub.assert_no_pending_responses()
    return [volume["VolumeId"] for volume in sure], [volume["VolumeId"] for volume in possible]


def test_a_tag_that_names_the_cluster_needs_no_further_calls() -> None:
    ours = volume("vol-ours", zone="eu-west-1f", **{"kubernetes.io/cluster/prod": "owned"})
    other = volume("vol-other", **{"ebs.csi.aws.com/cluster-name": "other"})
    assert looked_up([ours, other], further=False) == (["vol-ours"], [])


@pytest.mark.parametrize(
    ("found", "sure", "possible"),
    [
        (volume("vol-1", host="i-ours"), ["vol-1"], []),
        (volume("vol-1", host="i-other"), [], []),
        (volume("vol-1", host="i-vm"), [], []),
        (volume("vol-1", host="i-in-another-vpc"), [], []),
        (volume("vol-1"), [], ["vol-1"]),
        (volume("vol-1", zone="eu-west-1f"), [], []),
    ],
)
def test_an_untagged_volume_belongs_to_the_cluster_of_its_instance_or_may_belong_to_any_in_its_zone(
    found: dict[str, Any], sure: list[str], possible: list[str]
) -> None:
    assert looked_up([found]) == (sure, possible)


def test_possible_volumes_do_not_stop_a_destroy_but_are_noted_when_other_objects_do() -> None:
    assert blocked_error((), (), "prod", ("1 volume may belong to this cluster",)) is None
    stopped = blocked_error(
        (),
        (BlockingObject("volume", "vol-1", commands=("aws ...",)),),
        "prod",
        ("1 volume may belong to this cluster",),
    )
    assert stopped is not None
    assert stopped.message == "a destroy of prod would leave 1 object created by Kubernetes"
    assert stopped.notes[-1] == "1 volume may belong to this cluster"
