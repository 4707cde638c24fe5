"""Which listed objects are blockers, by their fields and tags, and what the error says about them."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import NoCredentialsError

from eksgen.catalog.destroy_blockers import DESTROY_BLOCKERS
from eksgen.engine.aws.destroy import blockers
from eksgen.engine.aws.destroy.blockers import (
    _blocking_object,
    _Found,
    _other_clusters,
    _without_other_clusters,
)
from eksgen.engine.aws.destroy.blocking_object import BlockingObject, blocked_error, deleted_with_cluster
from eksgen.engine.aws.outside_state import matches
from eksgen.engine.aws.templates import commands

from ..fake_aws import recorded

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
    assert {row.noun for row in rows if matches(item, row, NAMES)} == nouns


@pytest.mark.parametrize(
    ("noun", "item", "with_cluster", "without_cluster"),
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
        ("network ACL", {"IsDefault": True}, False, False),
        ("network ACL", {"IsDefault": False}, True, True),
        ("EC2 Instance Connect endpoint", {"State": "delete-in-progress"}, False, False),
        ("EC2 Instance Connect endpoint", {"State": "create-complete"}, True, True),
        ("pod identity association", {"ownerArn": "arn:aws:eks:addon"}, False, False),
    ],
)
def test_an_object_is_a_blocker_by_its_fields_and_tags(
    noun: str, item: dict[str, Any], with_cluster: bool, without_cluster: bool
) -> None:
    assert matches(item, ROWS[noun], NAMES) is with_cluster
    assert matches(item, ROWS[noun], GONE) is without_cluster


def test_a_command_is_repeated_for_each_value_of_a_list() -> None:
    table = {"Associations": [{"RouteTableAssociationId": "a-1"}, {"RouteTableAssociationId": "a-2"}]}
    disassociate, delete = ROWS["route table"].commands
    names = {**NAMES, "id": "rtb-1"}
    assert list(commands(disassociate, names, table)) == [
        "aws ec2 disassociate-route-table --association-id a-1",
        "aws ec2 disassociate-route-table --association-id a-2",
    ]
    assert list(commands(disassociate, names, {})) == []
    assert list(commands(delete, names, table)) == ["aws ec2 delete-route-table --route-table-id rtb-1"]


def test_values_of_others_are_quoted_for_the_shell() -> None:
    item = running(**{"aws:autoscaling:groupName": "my group; reboot"})
    (template,) = ROWS["instance of an Auto Scaling group"].commands
    (command,) = commands(template, {**NAMES, "id": "my group; reboot"}, item)
    assert command.endswith("--auto-scaling-group-name 'my group; reboot'")


def test_a_network_acl_leaves_its_subnets_to_the_default_one() -> None:
    acl = {
        "NetworkAclId": "acl-1",
        "Associations": [{"NetworkAclAssociationId": "a-1"}, {"NetworkAclAssociationId": "a-2"}],
    }
    known = {**NAMES, "region": "eu-west-1", "id": "acl-1", "default": "acl-0"}
    replace = "aws ec2 replace-network-acl-association --network-acl-id acl-0 --association-id"
    assert _blocking_object(ROWS["network ACL"], "acl-1", acl, known).commands == (
        f"{replace} a-1 --region eu-west-1",
        f"{replace} a-2 --region eu-west-1",
        "aws ec2 delete-network-acl --network-acl-id acl-1 --region eu-west-1",
    )


class Eks:
    def can_paginate(self, _operation: str) -> bool:
        return False

    def list_clusters(self) -> dict[str, Any]:
        return {"clusters": ["prod", "other", "elsewhere"]}


def test_what_belongs_to_another_cluster_in_the_vpc_is_not_named_one_by_one() -> None:
    def found(noun: str, id: str, item: dict[str, Any]) -> _Found:
        known = {**NAMES, "region": "eu-west-1", "id": id, "default": ""}
        return _Found(ROWS[noun], _blocking_object(ROWS[noun], id, item, known), item)

    def group(cluster: str) -> dict[str, Any]:
        return {"GroupName": f"eks-cluster-sg-{cluster}", **tagged(**{"aws:eks:cluster-name": cluster})}

    other, gone = (found("EKS cluster", name, group(name)) for name in ("other", "gone"))
    of_other = [
        found(
            "node of Karpenter",
            "i-1",
            running(**{"eks:eks-cluster-name": "other", "karpenter.sh/nodepool": "a"}),
        ),
        found("instance", "i-2", running(**{"kubernetes.io/cluster/other": "owned"})),
        found("network interface", "eni-1", {**INTERFACE, "Description": "Amazon EKS other"}),
        found("security group", "sg-1", group("other")),
    ]
    rest = [found("instance", "i-3", running()), found("security group", "sg-2", group("gone"))]
    assert (other.blocker.commands, other.blocker.note) == ((), "it uses this VPC; delete it first")
    everything = [other, gone, *of_other, *rest]
    others = _other_clusters(lambda _service: Eks(), everything)
    assert others == {"other"}
    left = [blocker.id for blocker in _without_other_clusters(everything, others)]
    assert left == ["other", "i-3", "sg-2"], "the group of a deleted cluster is removed by its command"
    assert _other_clusters(lambda _service: None, rest) == frozenset(), "EKS is asked only if there is one"


@pytest.mark.parametrize(
    ("tags", "ours"),
    [
        ({}, True),
        ({"cluster.k8s.amazonaws.com/name": "prod"}, True),
        ({"cluster.k8s.amazonaws.com/name": "other"}, False),
    ],
)
def test_an_interface_of_another_cluster_is_not_ours(tags: dict[str, str], ours: bool) -> None:
    interface = {**INTERFACE, "Description": "aws-K8S-i-0a1b", "TagSet": tagged(**tags)["Tags"]}
    assert matches(interface, ROWS["network interface"], NAMES) is not ours


def test_the_error_names_each_blocker_and_its_commands_and_nothing_that_goes_with_the_cluster() -> None:
    group = BlockingObject("node group", "by-hand", "", "DeleteCluster", ("aws eks delete-nodegroup",))
    subnet = BlockingObject("subnet", "subnet-1", "mine", "DeleteVpc", ("aws ec2 delete-subnet",))
    other = BlockingObject("EKS cluster", "other", blocks="DeleteSubnet", note="it uses this VPC")
    addon = BlockingObject("add-on", "metrics-server")
    error = blocked_error((group, other, addon, subnet), (), "prod", ("AWS could not be asked",))
    assert error is not None
    assert error.message == "a destroy of prod would stop half way: 3 objects block it"
    assert error.notes == (
        "node group by-hand blocks DeleteCluster",
        "EKS cluster other blocks DeleteSubnet; it uses this VPC",
        "subnet subnet-1 (mine) blocks DeleteVpc",
        "AWS could not be asked",
    )
    assert error.helps[:2] == ("aws eks delete-nodegroup", "aws ec2 delete-subnet")
    assert blocked_error((addon,), (), "prod") is None
    (remark,) = deleted_with_cluster((group, addon, subnet))
    assert remark == "EKS deletes with the cluster what is not in the spec: add-on metrics-server"
    assert deleted_with_cluster((group,)) == ()


def test_objects_of_kubernetes_come_first_as_its_controllers_must_run_to_delete_them() -> None:
    volume = BlockingObject("volume", "vol-1", commands=("kubectl delete pvc data",), owner="pvc data")
    group = BlockingObject("node group", "by-hand", "", "DeleteCluster", ("aws eks delete-nodegroup",))
    both = blocked_error((group,), (volume,), "prod")
    assert both is not None
    assert both.message == "a destroy of prod would stop half way: 1 object blocks it"
    assert both.notes[0] == "volume vol-1, of pvc data"
    assert both.helps[0] == "kubectl delete pvc data"
    only = blocked_error((), (volume,), "prod", ("AWS could not be asked",))
    assert only is not None
    assert only.code == "kubernetes-objects"
    assert only.notes[-1] == "AWS could not be asked"


def test_a_failure_of_many_calls_is_said_once(monkeypatch: pytest.MonkeyPatch) -> None:
    def client(_workspace: object, _service: str, _region: str) -> Any:
        raise NoCredentialsError

    monkeypatch.setattr(blockers, "client", client)
    workspace: Any = None
    document = recorded(("aws_eks_cluster", {"name": "prod"}), ("aws_vpc", {"id": "vpc-1"}))
    assert blockers.find_destroy_blockers(workspace, document) == (
        (),
        ("could not look up objects outside the state: Unable to locate credentials",),
    )
