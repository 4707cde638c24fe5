"""What is in AWS and in no state, and who did it: drift tells; a destroy stops for what Kubernetes made."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from eksgen.sandbox.leftovers import leftovers

from .conftest import Place

ACCOUNT, CLUSTER = "100000000015", "quickstart"


@pytest.fixture(scope="module")
def place(new_place: Callable[..., Place]) -> Iterator[Place]:
    made = new_place("unmanaged", ACCOUNT)
    made.eksgen("apply", "--yes")
    yield made
    made.eksgen("destroy", "--yes")
    assert leftovers(made.sandbox, made.account, made.region) == ()


def the_vpc(place: Place) -> str:
    vpcs = place.client("ec2").describe_vpcs(Filters=[{"Name": "is-default", "Values": ["false"]}])["Vpcs"]
    return str(vpcs[0]["VpcId"])


def subnets(place: Place) -> list[str]:
    found = place.client("ec2").describe_subnets(Filters=[{"Name": "vpc-id", "Values": [the_vpc(place)]}])[
        "Subnets"
    ]
    by_zone = {subnet["AvailabilityZone"]: subnet["SubnetId"] for subnet in found}
    return [by_zone[zone] for zone in sorted(by_zone)]


def balancer(place: Place, tags: dict[str, str]) -> Callable[[], None]:
    elb = place.client("elbv2")
    arn = elb.create_load_balancer(
        Name="by-hand", Type="network", Subnets=subnets(place)[:2],
        Tags=[{"Key": key, "Value": value} for key, value in tags.items()],
    )["LoadBalancers"][0]["LoadBalancerArn"]  # fmt: skip
    return lambda: elb.delete_load_balancer(LoadBalancerArn=arn)


def test_an_untouched_cluster_has_nothing_unmanaged(place: Place) -> None:
    assert place.counted(code=0) == []


def test_whatever_was_made_beside_the_spec_is_told_once_with_its_level(place: Place) -> None:
    eks = place.client("eks")
    role = f"arn:aws:iam::{ACCOUNT}:role/quickstart-node-web"
    guest = f"arn:aws:iam::{ACCOUNT}:role/Guest"
    group = eks.list_nodegroups(clusterName=CLUSTER)["nodegroups"][0]
    role = eks.describe_nodegroup(clusterName=CLUSTER, nodegroupName=group)["nodegroup"]["nodeRole"]
    eks.create_nodegroup(clusterName=CLUSTER, nodegroupName="by-hand", nodeRole=role, subnets=subnets(place))
    eks.create_addon(clusterName=CLUSTER, addonName="metrics-server")
    eks.create_access_entry(clusterName=CLUSTER, principalArn=guest)
    remove_balancer = balancer(place, {"team": "shop"})
    assert {(f["type"], f["name"]) for f in place.findings(code=3) if f["kind"] == "unmanaged"} == {
        ("aws_eks_node_group", "by-hand"),
        ("aws_eks_addon", "metrics-server"),
        ("aws_eks_access_entry", guest),
        ("aws_lb", "by-hand"),
    }
    assert place.counted("--no-unmanaged", code=0) == []
    eks.delete_nodegroup(clusterName=CLUSTER, nodegroupName="by-hand")
    eks.delete_addon(clusterName=CLUSTER, addonName="metrics-server")
    eks.delete_access_entry(clusterName=CLUSTER, principalArn=guest)
    remove_balancer()


def client_of_alice(place: Place, service: str) -> Any:
    """A client as somebody has it who logged in through IAM Identity Center."""
    import boto3

    role = "aws-reserved/sso.amazonaws.com/AWSReservedSSO_AdminAccess_0123456789abcdef"
    keys = place.client("sts").assume_role(
        RoleArn=f"arn:aws:iam::{ACCOUNT}:role/{role}", RoleSessionName="alice@corp.example"
    )["Credentials"]
    return boto3.client(
        service, region_name=place.region, endpoint_url=place.sandbox.endpoint,
        aws_access_key_id=keys["AccessKeyId"], aws_secret_access_key=keys["SecretAccessKey"],
        aws_session_token=keys["SessionToken"],
    )  # fmt: skip


def test_drift_names_the_person_who_changed_deleted_or_made_something(place: Place) -> None:
    eks, ec2, iam = (client_of_alice(place, service) for service in ("eks", "ec2", "iam"))
    group = eks.list_nodegroups(clusterName=CLUSTER)["nodegroups"][0]
    eks.update_nodegroup_config(
        clusterName=CLUSTER, nodegroupName=group, labels={"addOrUpdateLabels": {"by": "hand"}}
    )
    eks.create_addon(clusterName=CLUSTER, addonName="metrics-server")
    eks.delete_addon(clusterName=CLUSTER, addonName="kube-proxy")
    ec2.create_tags(Resources=[the_vpc(place)], Tags=[{"Key": "by", "Value": "hand"}])
    role = eks.describe_cluster(name=CLUSTER)["cluster"]["roleArn"].rpartition("/")[2]
    statement = {"Effect": "Deny", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}
    iam.update_assume_role_policy(
        RoleName=role, PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    )
    told = place.eksgen("drift", "--who", "--format", "markdown", code=3)
    for call in (
        "UpdateNodegroupConfig",
        "CreateAddon",
        "DeleteAddon",
        "CreateTags",
        "UpdateAssumeRolePolicy",
    ):
        assert f"with `{call}`" in told, told
    assert "alice@corp.example" in told
    assert "through `SSO AdminAccess`" in told
    assert "does not tell" not in told
    eks.delete_addon(clusterName=CLUSTER, addonName="metrics-server")
    place.eksgen("apply", "--yes")
    place.client("eks").update_nodegroup_config(
        clusterName=CLUSTER, nodegroupName=group, labels={"addOrUpdateLabels": {"by": "key"}}
    )
    told = place.eksgen("drift", "--who", "--format", "markdown", code=3)
    assert "by `sandbox` through `IAM user`" in told, told
    place.eksgen("apply", "--yes")
    assert "No drift" in place.eksgen("drift", "--who")


def csi_volume(ec2: Any, claim: str, tags: dict[str, str]) -> str:
    """A volume as the CSI driver of some cluster makes it."""
    tags = tags | {
        "CSIVolumeName": f"pvc-{claim}",
        "ebs.csi.aws.com/cluster": "true",
        "kubernetes.io/created-for/pvc/namespace": "shop",
        "kubernetes.io/created-for/pvc/name": claim,
    }
    made = ec2.create_volume(
        AvailabilityZone="us-west-2a", Size=8,
        TagSpecifications=[{"ResourceType": "volume", "Tags": [{"Key": k, "Value": v} for k, v in tags.items()]}],
    )  # fmt: skip
    return str(made["VolumeId"])


def test_a_destroy_stops_for_what_kubernetes_made_and_says_how_to_remove_it(place: Place) -> None:
    remove = balancer(place, {"elbv2.k8s.aws/cluster": CLUSTER, "service.k8s.aws/stack": "shop/web"})
    ec2 = place.client("ec2")
    volume = csi_volume(ec2, "data", {f"kubernetes.io/cluster/{CLUSTER}": "owned"})
    other = csi_volume(ec2, "data", {"KubernetesCluster": "other"})
    nobodys = csi_volume(ec2, "cache", {})
    group = ec2.create_security_group(
        GroupName="k8s-elb-a1b2c3", VpcId=the_vpc(place),
        Description="Security group for Kubernetes ELB a1b2c3 (shop/front)",
        TagSpecifications=[{"ResourceType": "security-group", "Tags": [
            {"Key": f"kubernetes.io/cluster/{CLUSTER}", "Value": "owned"},
        ]}],
    )["GroupId"]  # fmt: skip
    _, said = place.run("destroy", "cluster.yaml", "--yes", code=1)
    assert "would leave 3 objects that Kubernetes made" in said
    assert f"security group {group}, of service shop/front" in said
    assert "kubectl delete service -n shop front" in said
    assert f"1 volume that Kubernetes made may be of this cluster, as nothing says whose: {nobodys}" in said
    assert other not in said
    assert "kubernetes-objects" in said
    assert "service shop/web" in said
    assert f"volume {volume}, of pvc shop/data" in said
    assert "kubectl delete service -n shop web" in said
    assert "kubectl delete pvc -n shop data" in said
    assert the_vpc(place), "nothing was destroyed"
    assert place.counted(code=0) == [], "Kubernetes's own is not unmanaged"
    remove()
    ec2.delete_security_group(GroupId=group)
    for one in (volume, other, nobodys):
        ec2.delete_volume(VolumeId=one)
