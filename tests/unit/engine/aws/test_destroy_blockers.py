"""Which listed objects are blockers, by their fields and tags, and what the error says about them."""

from __future__ import annotations

from typing import Any

import pytest

from eksgen.catalog.destroy_blockers import DESTROY_BLOCKERS
from eksgen.engine.aws.destroy_blockers import (
    BlockingObject,
    _commands,
    _matches,
    blocked_error,
    deleted_with_cluster,
)

NAMES = {"cluster": "prod", "vpc": "vpc-1"}
GONE = {"cluster": "", "vpc": "vpc-1"}
ROWS = {row.noun: row for row in DESTROY_BLOCKERS}
INTERFACE = {"NetworkInterfaceId": "eni-1", "Status": "available", "InterfaceType": "interface"}


def tagged(**tags: str) -> dict[str, Any]:
    return {"Tags": [{"Key": key, "Value": value} for key, value in tags.items()]}


def running(**tags: str) -> dict[str, Any]:
    return {"InstanceId": "i-1", "State": {"Name": "running"}, **tagged(**tags)}


@pytest.mark.parametrize(
    ("item", "nouns"),
    [
        (running(), {"instance"}),
        (running(**{"eks:nodegroup-name": "web", "aws:autoscaling:groupName": "eks-web"}), set()),
        (running(**{"aws:autoscaling:groupName": "mine"}), {"instance of an Auto Scaling group"}),
        (running(**{"karpenter.sh/nodepool": "general"}), {"node of Karpenter"}),
        ({**running(), "State": {"Name": "terminated"}}, set()),
    ],
)
def test_an_instance_belongs_to_the_row_whose_command_does_not_start_another(
    item: dict[str, Any], nouns: set[str]
) -> None:
    rows = [row for row in DESTROY_BLOCKERS if row.operation == "describe_instances"]
    assert {row.noun for row in rows if _matches(item, row, NAMES)} == nouns


@pytest.mark.parametrize(
    ("noun", "item", "matches", "matches_without_cluster"),
    [
        ("network interface", INTERFACE, True, True),
        ("network interface", {**INTERFACE, "Status": "in-use"}, False, False),
        ("network interface", {**INTERFACE, "RequesterManaged": True}, False, False),
        ("network interface", {**INTERFACE, "Description": "Amazon EKS prod"}, False, True),
        ("network interface", {**INTERFACE, "Description": "Amazon EKS other"}, True, True),
        ("network interface", {**INTERFACE, "Description": "aws-K8S-i-0a1b"}, False, True),
        ("network interface", {**INTERFACE, "InterfaceType": "nat_gateway"}, False, False),
        ("network interface of an AWS service", INTERFACE, False, False),
        (
            "network interface of an AWS service",
            {**INTERFACE, "Status": "in-use", "Description": "RDSNetworkInterface"},
            True,
            True,
        ),
        ("security group", {"GroupName": "default"}, False, False),
        ("security group", {"GroupName": "mine"}, True, True),
        ("security group", {"GroupName": "x", **tagged(**{"aws:eks:cluster-name": "prod"})}, False, True),
        ("security group", {"GroupName": "x", **tagged(**{"elbv2.k8s.aws/cluster": "prod"})}, False, True),
        ("load balancer", {"VpcId": "vpc-1", **tagged(team="shop")}, True, True),
        ("load balancer", {"VpcId": "vpc-2"}, False, False),
        ("load balancer", {"VpcId": "vpc-1", **tagged(**{"elbv2.k8s.aws/cluster": "prod"})}, False, True),
        ("route table", {"Associations": [{"Main": False}, {"Main": True}]}, False, False),
        ("route table", {"Associations": [{"Main": False}]}, True, True),
        ("route table", {}, True, True),
        ("VPN gateway", {"State": "available", "VpcAttachments": [{"State": "attached"}]}, True, True),
        ("VPN gateway", {"State": "available", "VpcAttachments": [{"State": "detached"}]}, False, False),
        ("NAT gateway", {"State": "deleted"}, False, False),
        ("pod identity association", {"ownerArn": "arn:aws:eks:addon"}, False, False),
    ],
)
def test_an_object_is_a_blocker_by_its_fields_and_tags(
    noun: str, item: dict[str, Any], matches: bool, matches_without_cluster: bool
) -> None:
    assert _matches(item, ROWS[noun], NAMES) is matches
    assert _matches(item, ROWS[noun], GONE) is matches_without_cluster


def test_a_command_is_repeated_for_each_value_of_a_list() -> None:
    table = {"Associations": [{"RouteTableAssociationId": "a-1"}, {"RouteTableAssociationId": "a-2"}]}
    disassociate, delete = ROWS["route table"].commands
    names = {**NAMES, "id": "rtb-1"}
    assert list(_commands(disassociate, table, names)) == [
        "aws ec2 disassociate-route-table --association-id a-1",
        "aws ec2 disassociate-route-table --association-id a-2",
    ]
    assert list(_commands(disassociate, {}, names)) == []
    assert list(_commands(delete, table, names)) == ["aws ec2 delete-route-table --route-table-id rtb-1"]


def test_the_error_names_each_blocker_and_its_commands_and_nothing_that_goes_with_the_cluster() -> None:
    group = BlockingObject("node group", "by-hand", "", "DeleteCluster", ("aws eks delete-nodegroup",))
    subnet = BlockingObject("subnet", "subnet-1", "mine", "DeleteVpc", ("aws ec2 delete-subnet",))
    addon = BlockingObject("add-on", "metrics-server", "", "", ("aws eks delete-addon",))
    error = blocked_error((group, addon, subnet), "prod")
    assert error is not None
    assert error.message == "a destroy of prod would stop half way: 2 objects outside its state"
    assert error.notes == (
        "node group by-hand blocks DeleteCluster",
        "subnet subnet-1 (mine) blocks DeleteVpc",
    )
    assert error.helps[:2] == ("aws eks delete-nodegroup", "aws ec2 delete-subnet")
    assert blocked_error((addon,), "prod") is None
    (remark,) = deleted_with_cluster((group, addon, subnet))
    assert remark == "EKS deletes with the cluster what is not in the spec: add-on metrics-server"
    assert deleted_with_cluster((group,)) == ()
