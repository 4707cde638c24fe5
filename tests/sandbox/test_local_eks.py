"""The EKS API of the sandbox through boto3: clusters, node groups, tags, pages and partitions."""

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
ExpectError = Callable[..., tuple[str, int]]


def test_a_new_cluster_is_active_and_has_the_requested_settings(eks: Any, create_cluster: Any) -> None:
    cluster = create_cluster(
        version="1.33",
        upgradePolicy={"supportType": "STANDARD"},
        zonalShiftConfig={"enabled": True},
        computeConfig={"enabled": True, "nodePools": ["system"], "nodeRoleArn": NODE_ROLE},
        storageConfig={"blockStorage": {"enabled": True}},
        kubernetesNetworkConfig={"elasticLoadBalancing": {"enabled": True}},
        controlPlaneScalingConfig={"tier": "tier-xl"},
        remoteNetworkConfig={"remoteNodeNetworks": [{"cidrs": ["10.99.0.0/16"]}]},
    )
    assert cluster == eks.describe_cluster(name=cluster["name"])["cluster"]
    assert cluster["status"] == "ACTIVE"
    assert cluster["version"] == "1.33"
    assert cluster["upgradePolicy"] == {"supportType": "STANDARD"}
    assert cluster["zonalShiftConfig"] == {"enabled": True}
    assert cluster["computeConfig"]["nodePools"] == ["system"]
    assert cluster["storageConfig"] == {"blockStorage": {"enabled": True}}
    assert cluster["kubernetesNetworkConfig"]["elasticLoadBalancing"] == {"enabled": True}
    assert cluster["controlPlaneScalingConfig"] == {"tier": "tier-xl"}
    assert cluster["remoteNetworkConfig"]["remoteNodeNetworks"] == [{"cidrs": ["10.99.0.0/16"]}]
    assert cluster["accessConfig"] == {"authenticationMode": "API"}
    assert cluster["deletionProtection"] is False


def test_the_certificate_authority_is_a_certificate(create_cluster: Any) -> None:
    pem = base64.b64decode(create_cluster()["certificateAuthority"]["data"], validate=True)
    assert x509.load_pem_x509_certificate(pem).subject.rfc4514_string() == "CN=kubernetes"


def test_the_cluster_security_group_exists_in_ec2_and_is_deleted_with_the_cluster(
    expect_error: ExpectError, client: Client, eks: Any, create_cluster: Any
) -> None:
    network = create_cluster()["resourcesVpcConfig"]
    group_id = network["clusterSecurityGroupId"]
    (group,) = client("ec2").describe_security_groups(GroupIds=[group_id])["SecurityGroups"]
    assert group["VpcId"] == network["vpcId"]
    eks.delete_cluster(name=eks.list_clusters()["clusters"][0])
    assert (
        expect_error(client("ec2").describe_security_groups, GroupIds=[group_id])[0]
        == "InvalidGroup.NotFound"
    )


def test_subnets_of_one_zone_are_refused(
    expect_error: ExpectError, create_cluster: Any, subnets: list[str]
) -> None:
    assert (
        expect_error(create_cluster, resourcesVpcConfig={"subnetIds": subnets[:1]})[0]
        == "InvalidParameterException"
    )


def test_eks_creates_a_missing_log_group(client: Client, create_cluster: Any) -> None:
    logging = {"clusterLogging": [{"types": ["audit"], "enabled": True}]}
    name = f"/aws/eks/{create_cluster(logging=logging)['name']}/cluster"
    groups = client("logs").describe_log_groups(logGroupNamePrefix=name)["logGroups"]
    assert [group["logGroupName"] for group in groups] == [name]


def test_errors_have_the_codes_and_statuses_of_eks(
    expect_error: ExpectError, eks: Any, create_cluster: Any
) -> None:
    assert expect_error(eks.describe_cluster, name="absent") == ("ResourceNotFoundException", 404)
    name = create_cluster()["name"]
    assert expect_error(create_cluster) == ("ResourceInUseException", 409)
    missing_resources: tuple[tuple[Any, dict[str, str]], ...] = (
        (eks.describe_nodegroup, {"nodegroupName": "absent"}),
        (eks.describe_addon, {"addonName": "absent"}),
        (eks.describe_access_entry, {"principalArn": ADMIN}),
        (eks.describe_pod_identity_association, {"associationId": "a-absent"}),
        (eks.describe_fargate_profile, {"fargateProfileName": "absent"}),
    )
    for call, parameters in missing_resources:
        assert expect_error(call, clusterName=name, **parameters) == ("ResourceNotFoundException", 404)


def test_a_missing_operation_is_refused_with_an_error_that_is_not_retried(
    expect_error: ExpectError, client: Client, eks: Any
) -> None:
    assert expect_error(eks.list_eks_anywhere_subscriptions) == ("UnsupportedInSandbox", 400)
    assert expect_error(client("ec2").describe_verified_access_groups) == ("UnsupportedInSandbox", 400)
    assert expect_error(client("iam").list_service_specific_credentials)[1] == 400


def test_a_configuration_change_is_recorded_as_an_update_and_keeps_other_settings(
    eks: Any, create_cluster: Any
) -> None:
    cluster = create_cluster(logging={"clusterLogging": [{"types": ["api", "audit"], "enabled": True}]})
    name = cluster["name"]
    update = eks.update_cluster_config(
        name=name, resourcesVpcConfig={"endpointPrivateAccess": True, "publicAccessCidrs": ["10.0.0.0/8"]}
    )["update"]
    assert (update["status"], update["type"]) == ("Successful", "EndpointAccessUpdate")
    assert eks.describe_update(name=name, updateId=update["id"])["update"] == update
    eks.update_cluster_config(name=name, logging={"clusterLogging": [{"types": ["api"], "enabled": False}]})
    now = eks.describe_cluster(name=name)["cluster"]
    assert now["resourcesVpcConfig"] == {
        **cluster["resourcesVpcConfig"],
        "endpointPrivateAccess": True,
        "publicAccessCidrs": ["10.0.0.0/8"],
    }
    assert [group["types"] for group in now["logging"]["clusterLogging"] if group["enabled"]] == [["audit"]]
    assert len(eks.list_updates(name=name)["updateIds"]) == 2


def test_everybody_reaches_an_endpoint_that_is_opened_without_ranges(
    eks: Any, create_cluster: Any, subnets: list[str]
) -> None:
    private = {"subnetIds": subnets, "endpointPublicAccess": False, "endpointPrivateAccess": True}
    cluster = create_cluster(resourcesVpcConfig=private)
    assert cluster["resourcesVpcConfig"]["publicAccessCidrs"] == []
    eks.update_cluster_config(name=cluster["name"], resourcesVpcConfig={"endpointPublicAccess": True})
    opened = eks.describe_cluster(name=cluster["name"])["cluster"]["resourcesVpcConfig"]
    assert opened["publicAccessCidrs"] == ["0.0.0.0/0"]


def test_a_cluster_is_upgraded_one_minor_version_at_a_time(
    expect_error: ExpectError, eks: Any, create_cluster: Any
) -> None:
    name = create_cluster(version="1.32")["name"]
    assert (
        expect_error(eks.update_cluster_version, name=name, version="1.34")[0] == "InvalidParameterException"
    )
    eks.update_cluster_version(name=name, version="1.33")
    assert eks.describe_cluster(name=name)["cluster"]["version"] == "1.33"


def test_a_protected_cluster_cannot_be_deleted(
    expect_error: ExpectError, eks: Any, create_cluster: Any
) -> None:
    name = create_cluster(deletionProtection=True)["name"]
    assert expect_error(eks.delete_cluster, name=name)[0] == "InvalidRequestException"
    eks.update_cluster_config(name=name, deletionProtection=False)
    eks.delete_cluster(name=name)


def test_encryption_of_secrets_cannot_be_configured_twice(
    expect_error: ExpectError, eks: Any, create_cluster: Any
) -> None:
    name = create_cluster()["name"]
    config = [
        {
            "resources": ["secrets"],
            "provider": {
                "keyArn": f"arn:aws:kms:{REGION}:{ACCOUNT}:key/0f4c1b7e-0000-4000-8000-00000000000a"
            },
        }
    ]
    eks.associate_encryption_config(clusterName=name, encryptionConfig=config)
    assert eks.describe_cluster(name=name)["cluster"]["encryptionConfig"] == config
    error = expect_error(eks.associate_encryption_config, clusterName=name, encryptionConfig=config)
    assert error[0] == "InvalidRequestException"


def test_a_node_group_has_an_auto_scaling_group_with_its_sizes(
    expect_error: ExpectError, client: Client, eks: Any, create_cluster: Any, subnets: list[str]
) -> None:
    name = create_cluster(version="1.33")["name"]
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
    names = [scaling_group["name"] for scaling_group in group["resources"]["autoScalingGroups"]]
    autoscaling = client("autoscaling")
    eks.update_nodegroup_config(
        clusterName=name, nodegroupName="web", scalingConfig={**scaling, "maxSize": 9}
    )
    (scaling_group,) = autoscaling.describe_auto_scaling_groups(AutoScalingGroupNames=names)[
        "AutoScalingGroups"
    ]
    assert (scaling_group["MaxSize"], scaling_group["DesiredCapacity"], scaling_group["Instances"]) == (
        9,
        2,
        [],
    )
    assert expect_error(eks.delete_cluster, name=name) == ("ResourceInUseException", 409)
    eks.delete_nodegroup(clusterName=name, nodegroupName="web")
    assert not autoscaling.describe_auto_scaling_groups(AutoScalingGroupNames=names)["AutoScalingGroups"]


def test_labels_and_taints_of_a_node_group_can_be_changed_separately(
    expect_error: ExpectError, eks: Any, create_cluster: Any, subnets: list[str]
) -> None:
    name = create_cluster()["name"]
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
    assert expect_error(eks.describe_update, name=name, updateId=update["id"])[1] == 404


def test_nodes_newer_than_the_control_plane_are_refused(
    expect_error: ExpectError, eks: Any, create_cluster: Any, subnets: list[str]
) -> None:
    name = create_cluster(version="1.32")["name"]
    parameters = {"clusterName": name, "nodegroupName": "web", "nodeRole": NODE_ROLE, "subnets": subnets}
    assert expect_error(eks.create_nodegroup, **parameters, version="1.33")[0] == "InvalidParameterException"


def test_public_subnets_that_assign_no_addresses_are_refused(
    expect_error: ExpectError, client: Client, eks: Any, create_cluster: Any, subnets: list[str]
) -> None:
    ec2 = client("ec2")
    (vpc,) = {subnet["VpcId"] for subnet in ec2.describe_subnets(SubnetIds=subnets)["Subnets"]}
    gateway = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
    ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc)
    table = ec2.create_route_table(VpcId=vpc)["RouteTable"]["RouteTableId"]
    ec2.create_route(RouteTableId=table, DestinationCidrBlock="0.0.0.0/0", GatewayId=gateway)
    public = ec2.create_subnet(VpcId=vpc, CidrBlock="172.31.200.0/24", AvailabilityZone=f"{REGION}a")
    subnet = public["Subnet"]["SubnetId"]
    ec2.associate_route_table(RouteTableId=table, SubnetId=subnet)
    cluster = {"clusterName": create_cluster()["name"], "nodeRole": NODE_ROLE}
    for assigns, refused in ((False, True), (True, False)):
        ec2.modify_subnet_attribute(SubnetId=subnet, MapPublicIpOnLaunch={"Value": assigns})
        group = {**cluster, "nodegroupName": f"web-{assigns}", "subnets": [subnet]}
        if refused:
            assert expect_error(eks.create_nodegroup, **group)[0] == "InvalidParameterException"
        else:
            assert eks.create_nodegroup(**group)["nodegroup"]["status"] == "ACTIVE"


def test_resources_with_an_arn_can_be_tagged(eks: Any, create_cluster: Any, subnets: list[str]) -> None:
    name = create_cluster()["name"]
    addon = eks.create_addon(clusterName=name, addonName="vpc-cni", tags={"a": "1"})["addon"]["addonArn"]
    group = eks.create_nodegroup(
        clusterName=name, nodegroupName="web", nodeRole=NODE_ROLE, subnets=subnets, tags={"a": "1"}
    )["nodegroup"]["nodegroupArn"]
    for arn in (addon, group):
        eks.tag_resource(resourceArn=arn, tags={"b": "2", "c": "3"})
        eks.untag_resource(resourceArn=arn, tagKeys=["a", "b"])
        assert eks.list_tags_for_resource(resourceArn=arn)["tags"] == {"c": "3"}


def test_lists_are_paginated(eks: Any, create_cluster: Any) -> None:
    name = create_cluster()["name"]
    for addon in ("a", "b", "c"):
        eks.create_addon(clusterName=name, addonName=addon)
    pages = eks.get_paginator("list_addons").paginate(clusterName=name, PaginationConfig={"PageSize": 2})
    assert [page["addons"] for page in pages] == [["a", "b"], ["c"]]


@pytest.mark.parametrize(
    ("region", "partition"), [("cn-northwest-1", "aws-cn"), ("us-gov-west-1", "aws-us-gov")]
)
def test_arns_have_the_partition_of_the_region(sandbox: Sandbox, region: str, partition: str) -> None:
    identity = boto_client(sandbox, "sts", ACCOUNT, region).get_caller_identity()
    assert (identity["Account"], identity["Arn"].split(":")[1]) == (ACCOUNT, partition)
    policies = boto_client(sandbox, "eks", ACCOUNT, region).list_access_policies()["accessPolicies"]
    assert {policy["arn"].split(":")[1] for policy in policies} == {partition}
    managed = f"arn:{partition}:iam::aws:policy/AmazonEKSClusterPolicy"
    iam = boto_client(sandbox, "iam", ACCOUNT, region)
    assert iam.get_policy(PolicyArn=managed)["Policy"]["Arn"] == managed


def test_eks_images_have_public_parameters(client: Client) -> None:
    name = "/aws/service/eks/optimized-ami/1.33/amazon-linux-2023/arm64/standard/recommended"
    ssm = client("ssm")
    image = ssm.get_parameter(Name=f"{name}/image_id")["Parameter"]["Value"]
    assert image == ssm.get_parameter(Name=f"{name}/image_id")["Parameter"]["Value"]
    assert image.startswith("ami-")
    release = ssm.get_parameter(Name=f"{name}/release_version")["Parameter"]["Value"]
    assert release.startswith("1.33.")
