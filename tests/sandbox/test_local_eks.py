"""EKS as the local AWS offers it, seen through boto3: clusters, node groups and what all share."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any

import pytest
from cryptography import x509

from eksgen.sandbox.boto_clients import boto_client
from eksgen.sandbox.server_file import Sandbox

ACCOUNT = "222233334444"
REGION = "eu-west-1"
NODE_ROLE = f"arn:aws:iam::{ACCOUNT}:role/nodes"
ADMIN = f"arn:aws:iam::{ACCOUNT}:role/people/admin"

Client = Callable[[str], Any]
Refused = Callable[..., tuple[str, int]]


def test_a_cluster_is_active_at_once_with_what_was_asked_for(eks: Any, make: Any) -> None:
    made = make(
        version="1.33",
        upgradePolicy={"supportType": "STANDARD"},
        zonalShiftConfig={"enabled": True},
        computeConfig={"enabled": True, "nodePools": ["system"], "nodeRoleArn": NODE_ROLE},
        storageConfig={"blockStorage": {"enabled": True}},
        kubernetesNetworkConfig={"elasticLoadBalancing": {"enabled": True}},
        controlPlaneScalingConfig={"tier": "tier-xl"},
        remoteNetworkConfig={"remoteNodeNetworks": [{"cidrs": ["10.99.0.0/16"]}]},
    )
    assert made == eks.describe_cluster(name=made["name"])["cluster"]
    assert made["status"] == "ACTIVE"
    assert made["version"] == "1.33"
    assert made["upgradePolicy"] == {"supportType": "STANDARD"}
    assert made["zonalShiftConfig"] == {"enabled": True}
    assert made["computeConfig"]["nodePools"] == ["system"]
    assert made["storageConfig"] == {"blockStorage": {"enabled": True}}
    assert made["kubernetesNetworkConfig"]["elasticLoadBalancing"] == {"enabled": True}
    assert made["controlPlaneScalingConfig"] == {"tier": "tier-xl"}
    assert made["remoteNetworkConfig"]["remoteNodeNetworks"] == [{"cidrs": ["10.99.0.0/16"]}]
    assert made["accessConfig"] == {"authenticationMode": "API"}
    assert made["deletionProtection"] is False


def test_the_certificate_authority_is_a_certificate(make: Any) -> None:
    pem = base64.b64decode(make()["certificateAuthority"]["data"], validate=True)
    assert x509.load_pem_x509_certificate(pem).subject.rfc4514_string() == "CN=kubernetes"


def test_the_cluster_security_group_is_real_and_goes_with_the_cluster(
    refused: Refused, client: Client, eks: Any, make: Any
) -> None:
    network = make()["resourcesVpcConfig"]
    group_id = network["clusterSecurityGroupId"]
    (group,) = client("ec2").describe_security_groups(GroupIds=[group_id])["SecurityGroups"]
    assert group["VpcId"] == network["vpcId"]
    eks.delete_cluster(name=eks.list_clusters()["clusters"][0])
    assert refused(client("ec2").describe_security_groups, GroupIds=[group_id])[0] == "InvalidGroup.NotFound"


def test_subnets_of_one_zone_are_refused(refused: Refused, make: Any, subnets: list[str]) -> None:
    assert refused(make, resourcesVpcConfig={"subnetIds": subnets[:1]})[0] == "InvalidParameterException"


def test_eks_makes_the_log_group_that_nobody_made(client: Client, make: Any) -> None:
    logging = {"clusterLogging": [{"types": ["audit"], "enabled": True}]}
    name = f"/aws/eks/{make(logging=logging)['name']}/cluster"
    found = client("logs").describe_log_groups(logGroupNamePrefix=name)["logGroups"]
    assert [group["logGroupName"] for group in found] == [name]


def test_errors_have_the_shape_and_status_of_eks(refused: Refused, eks: Any, make: Any) -> None:
    assert refused(eks.describe_cluster, name="absent") == ("ResourceNotFoundException", 404)
    name = make()["name"]
    assert refused(make) == ("ResourceInUseException", 409)
    absent: tuple[tuple[Any, dict[str, str]], ...] = (
        (eks.describe_nodegroup, {"nodegroupName": "absent"}),
        (eks.describe_addon, {"addonName": "absent"}),
        (eks.describe_access_entry, {"principalArn": ADMIN}),
        (eks.describe_pod_identity_association, {"associationId": "a-absent"}),
        (eks.describe_fargate_profile, {"fargateProfileName": "absent"}),
    )
    for call, asked in absent:
        assert refused(call, clusterName=name, **asked) == ("ResourceNotFoundException", 404)


def test_an_operation_that_is_missing_is_refused_so_that_nobody_retries(
    refused: Refused, client: Client, eks: Any
) -> None:
    assert refused(eks.list_insights, clusterName="a") == ("UnsupportedInSandbox", 400)
    assert refused(client("ec2").describe_placement_groups) == ("UnsupportedInSandbox", 400)
    assert refused(client("iam").list_service_specific_credentials)[1] == 400


def test_a_change_of_configuration_gives_a_receipt_and_keeps_the_rest(eks: Any, make: Any) -> None:
    made = make(logging={"clusterLogging": [{"types": ["api", "audit"], "enabled": True}]})
    name = made["name"]
    update = eks.update_cluster_config(
        name=name, resourcesVpcConfig={"endpointPrivateAccess": True, "publicAccessCidrs": ["10.0.0.0/8"]}
    )["update"]
    assert (update["status"], update["type"]) == ("Successful", "EndpointAccessUpdate")
    assert eks.describe_update(name=name, updateId=update["id"])["update"] == update
    eks.update_cluster_config(name=name, logging={"clusterLogging": [{"types": ["api"], "enabled": False}]})
    now = eks.describe_cluster(name=name)["cluster"]
    assert now["resourcesVpcConfig"] == {
        **made["resourcesVpcConfig"],
        "endpointPrivateAccess": True,
        "publicAccessCidrs": ["10.0.0.0/8"],
    }
    assert [group["types"] for group in now["logging"]["clusterLogging"] if group["enabled"]] == [["audit"]]
    assert len(eks.list_updates(name=name)["updateIds"]) == 2


def test_a_cluster_goes_up_one_minor_version_at_a_time(refused: Refused, eks: Any, make: Any) -> None:
    name = make(version="1.32")["name"]
    assert refused(eks.update_cluster_version, name=name, version="1.34")[0] == "InvalidParameterException"
    eks.update_cluster_version(name=name, version="1.33")
    assert eks.describe_cluster(name=name)["cluster"]["version"] == "1.33"


def test_a_protected_cluster_is_not_deleted(refused: Refused, eks: Any, make: Any) -> None:
    name = make(deletionProtection=True)["name"]
    assert refused(eks.delete_cluster, name=name)[0] == "InvalidRequestException"
    eks.update_cluster_config(name=name, deletionProtection=False)
    eks.delete_cluster(name=name)


def test_secrets_are_encrypted_once(refused: Refused, eks: Any, make: Any) -> None:
    name = make()["name"]
    config = [{"resources": ["secrets"], "provider": {"keyArn": f"arn:aws:kms:{REGION}:{ACCOUNT}:key/a"}}]
    eks.associate_encryption_config(clusterName=name, encryptionConfig=config)
    assert eks.describe_cluster(name=name)["cluster"]["encryptionConfig"] == config
    again = refused(eks.associate_encryption_config, clusterName=name, encryptionConfig=config)
    assert again[0] == "InvalidRequestException"


def test_a_node_group_has_a_real_auto_scaling_group(
    refused: Refused, client: Client, eks: Any, make: Any, subnets: list[str]
) -> None:
    name = make(version="1.33")["name"]
    scaling = {"minSize": 1, "maxSize": 4, "desiredSize": 2}
    group = eks.create_nodegroup(
        clusterName=name, nodegroupName="web", nodeRole=NODE_ROLE, subnets=subnets, scalingConfig=scaling
    )["nodegroup"]
    assert (group["status"], group["version"], group["updateConfig"]) == (
        "ACTIVE",
        "1.33",
        {"maxUnavailable": 1},
    )
    assert "remoteAccess" not in group
    names = [one["name"] for one in group["resources"]["autoScalingGroups"]]
    autoscaling = client("autoscaling")
    eks.update_nodegroup_config(
        clusterName=name, nodegroupName="web", scalingConfig={**scaling, "maxSize": 9}
    )
    (real,) = autoscaling.describe_auto_scaling_groups(AutoScalingGroupNames=names)["AutoScalingGroups"]
    assert (real["MaxSize"], real["DesiredCapacity"], real["Instances"]) == (9, 2, [])
    assert refused(eks.delete_cluster, name=name) == ("ResourceInUseException", 409)
    eks.delete_nodegroup(clusterName=name, nodegroupName="web")
    assert not autoscaling.describe_auto_scaling_groups(AutoScalingGroupNames=names)["AutoScalingGroups"]


def test_labels_and_taints_of_a_node_group_change_one_by_one(
    refused: Refused, eks: Any, make: Any, subnets: list[str]
) -> None:
    name = make()["name"]
    taint = {"key": "a", "value": "1", "effect": "NO_SCHEDULE"}
    eks.create_nodegroup(
        clusterName=name,
        nodegroupName="web",
        nodeRole=NODE_ROLE,
        subnets=subnets,
        labels={"a": "1", "b": "2"},
        taints=[taint],
    )
    update = eks.update_nodegroup_config(
        clusterName=name,
        nodegroupName="web",
        labels={"addOrUpdateLabels": {"c": "3"}, "removeLabels": ["a"]},
        taints={"addOrUpdateTaints": [{**taint, "value": "2"}]},
        nodeRepairConfig={"enabled": True},
    )["update"]
    group = eks.describe_nodegroup(clusterName=name, nodegroupName="web")["nodegroup"]
    assert group["labels"] == {"b": "2", "c": "3"}
    assert group["taints"] == [{**taint, "value": "2"}]
    assert group["nodeRepairConfig"] == {"enabled": True}
    assert eks.describe_update(name=name, nodegroupName="web", updateId=update["id"])["update"] == update
    assert refused(eks.describe_update, name=name, updateId=update["id"])[1] == 404


def test_nodes_newer_than_the_control_plane_are_refused(
    refused: Refused, eks: Any, make: Any, subnets: list[str]
) -> None:
    name = make(version="1.32")["name"]
    asked = {"clusterName": name, "nodegroupName": "web", "nodeRole": NODE_ROLE, "subnets": subnets}
    assert refused(eks.create_nodegroup, **asked, version="1.33")[0] == "InvalidParameterException"


def test_everything_with_an_arn_has_tags(eks: Any, make: Any, subnets: list[str]) -> None:
    name = make()["name"]
    addon = eks.create_addon(clusterName=name, addonName="vpc-cni", tags={"a": "1"})["addon"]["addonArn"]
    group = eks.create_nodegroup(
        clusterName=name, nodegroupName="web", nodeRole=NODE_ROLE, subnets=subnets, tags={"a": "1"}
    )["nodegroup"]["nodegroupArn"]
    for arn in (addon, group):
        eks.tag_resource(resourceArn=arn, tags={"b": "2", "c": "3"})
        eks.untag_resource(resourceArn=arn, tagKeys=["a", "b"])
        assert eks.list_tags_for_resource(resourceArn=arn)["tags"] == {"c": "3"}


def test_lists_come_in_pages(eks: Any, make: Any) -> None:
    name = make()["name"]
    for addon in ("a", "b", "c"):
        eks.create_addon(clusterName=name, addonName=addon)
    pages = eks.get_paginator("list_addons").paginate(clusterName=name, PaginationConfig={"PageSize": 2})
    assert [page["addons"] for page in pages] == [["a", "b"], ["c"]]


@pytest.mark.parametrize(
    ("region", "partition"), [("cn-northwest-1", "aws-cn"), ("us-gov-west-1", "aws-us-gov")]
)
def test_other_partitions_have_their_own_arns(sandbox: Sandbox, region: str, partition: str) -> None:
    identity = boto_client(sandbox, "sts", ACCOUNT, region).get_caller_identity()
    assert (identity["Account"], identity["Arn"].split(":")[1]) == (ACCOUNT, partition)
    policies = boto_client(sandbox, "eks", ACCOUNT, region).list_access_policies()["accessPolicies"]
    assert {policy["arn"].split(":")[1] for policy in policies} == {partition}
    managed = f"arn:{partition}:iam::aws:policy/AmazonEKSClusterPolicy"
    iam = boto_client(sandbox, "iam", ACCOUNT, region)
    assert iam.get_policy(PolicyArn=managed)["Policy"]["Arn"] == managed


def test_the_images_of_eks_have_public_parameters(client: Client) -> None:
    name = "/aws/service/eks/optimized-ami/1.33/amazon-linux-2023/arm64/standard/recommended"
    ssm = client("ssm")
    image = ssm.get_parameter(Name=f"{name}/image_id")["Parameter"]["Value"]
    assert image == ssm.get_parameter(Name=f"{name}/image_id")["Parameter"]["Value"]
    assert image.startswith("ami-")
    release = ssm.get_parameter(Name=f"{name}/release_version")["Parameter"]["Value"]
    assert release.startswith("1.33.")
