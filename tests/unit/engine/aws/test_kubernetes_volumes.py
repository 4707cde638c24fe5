"""Whose volumes these are: told by tags, by the instance they are attached to, or not at all."""

from __future__ import annotations

from typing import Any

import boto3
import pytest
from botocore.stub import ANY, Stubber

from eksgen.engine.aws.kubernetes_leftovers import KubernetesLeftover, require_no_leftovers
from eksgen.engine.aws.kubernetes_volumes import kubernetes_volumes

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
    """The ids of those of the cluster, and of those that may be; `further` calls are needed for some."""
    ec2: Any = boto3.client("ec2", region_name="eu-west-1", aws_access_key_id="x", aws_secret_access_key="x")
    stub = Stubber(ec2)
    stub.activate()
    here = {"Filters": [{"Name": "vpc-id", "Values": ["vpc-1"]}]}
    stub.add_response("describe_volumes", {"Volumes": volumes}, {"Filters": ANY})
    if further:
        nodes = {"i-ours": {"eks:cluster-name": "prod"}, "i-other": {"eks:cluster-name": "other"}, "i-vm": {}}
        instances = [{"InstanceId": id, "Tags": as_list(tags)} for id, tags in nodes.items()]
        stub.add_response("describe_subnets", {"Subnets": [{"AvailabilityZone": "eu-west-1a"}]}, here)
        stub.add_response("describe_instances", {"Reservations": [{"Instances": instances}]}, here)
    sure, perhaps = kubernetes_volumes(ec2, "prod", "vpc-1")
    stub.assert_no_pending_responses()
    return [one["VolumeId"] for one in sure], [one["VolumeId"] for one in perhaps]


def test_a_tag_that_names_the_cluster_settles_it_without_another_question() -> None:
    ours = volume("vol-ours", zone="eu-west-1f", **{"kubernetes.io/cluster/prod": "owned"})
    other = volume("vol-other", **{"ebs.csi.aws.com/cluster-name": "other"})
    assert looked_up([ours, other], further=False) == (["vol-ours"], [])


@pytest.mark.parametrize(
    ("found", "sure", "perhaps"),
    [
        (volume("vol-1", host="i-ours"), ["vol-1"], []),
        (volume("vol-1", host="i-other"), [], []),
        (volume("vol-1", host="i-vm"), [], []),
        (volume("vol-1", host="i-in-another-vpc"), [], []),
        (volume("vol-1"), [], ["vol-1"]),
        (volume("vol-1", zone="eu-west-1f"), [], []),
    ],
)
def test_one_without_is_of_its_instance_or_may_be_of_any_cluster_in_its_zone(
    found: dict[str, Any], sure: list[str], perhaps: list[str]
) -> None:
    assert looked_up([found]) == (sure, perhaps)


def test_what_may_be_of_the_cluster_stops_no_destroy_and_is_told_when_something_does() -> None:
    require_no_leftovers((), "prod", ("1 volume may be of this cluster",))
    with pytest.raises(Exception, match="would leave 1 object that") as stopped:
        require_no_leftovers(
            (KubernetesLeftover("volume", "vol-1", "", "aws ..."),),
            "prod",
            ("1 volume may be of this cluster",),
        )
    assert stopped.value.notes[-1] == "1 volume may be of this cluster"  # type: ignore[attr-defined]
