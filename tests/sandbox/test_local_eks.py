"""EKS as the local AWS offers it, seen through boto3."""

from __future__ import annotations

import base64
import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from cryptography import x509

from eksgen.sandbox import control
from eksgen.sandbox.environment import boto_client
from eksgen.sandbox.state import Sandbox

pytestmark = pytest.mark.skipif(os.environ.get("EKSGEN_SKIP_SANDBOX") == "1", reason="EKSGEN_SKIP_SANDBOX=1")

ACCOUNT = "111122223333"
REGION = "eu-west-1"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/cluster"
NODE_ROLE = f"arn:aws:iam::{ACCOUNT}:role/nodes"
ADMIN = f"arn:aws:iam::{ACCOUNT}:role/people/admin"
VIEW = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy"

Client = Callable[[str], Any]


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    directory = tmp_path_factory.mktemp("sandbox")
    yield control.start(directory)
    control.stop(directory)


@pytest.fixture
def client(sandbox: Sandbox) -> Client:
    return lambda service: boto_client(sandbox, service, ACCOUNT, REGION)


@pytest.fixture
def eks(client: Client) -> Any:
    return client("eks")


@pytest.fixture
def subnets(client: Client) -> list[str]:
    found = client("ec2").describe_subnets()["Subnets"]
    return [subnet["SubnetId"] for subnet in sorted(found, key=lambda one: one["AvailabilityZone"])]


@pytest.fixture
def make(eks: Any, subnets: list[str], request: pytest.FixtureRequest) -> Iterator[Callable[..., Any]]:
    """Makes a cluster that is named after the test, and deletes it with all it holds."""
    name = request.node.name[:60].replace("[", "-").replace("]", "")

    def create(**more: Any) -> Any:
        asked = {
            "name": name,
            "roleArn": ROLE,
            "resourcesVpcConfig": {"subnetIds": subnets},
            "accessConfig": {"authenticationMode": "API"},
            **more,
        }
        return eks.create_cluster(**asked)["cluster"]

    yield create
    if name in eks.list_clusters()["clusters"]:
        for group in eks.list_nodegroups(clusterName=name)["nodegroups"]:
            eks.delete_nodegroup(clusterName=name, nodegroupName=group)
        eks.delete_cluster(name=name)


def refused(call: Callable[..., Any], **asked: Any) -> tuple[str, int]:
    """The error code and HTTP status of a call that must fail."""
    from botocore.exceptions import ClientError

    with pytest.raises(ClientError) as caught:
        call(**asked)
    answer = caught.value.response
    return answer["Error"]["Code"], answer["ResponseMetadata"]["HTTPStatusCode"]


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
    client: Client, eks: Any, make: Any
) -> None:
    network = make()["resourcesVpcConfig"]
    group_id = network["clusterSecurityGroupId"]
    (group,) = client("ec2").describe_security_groups(GroupIds=[group_id])["SecurityGroups"]
    assert group["VpcId"] == network["vpcId"]
    eks.delete_cluster(name=eks.list_clusters()["clusters"][0])
    assert refused(client("ec2").describe_security_groups, GroupIds=[group_id])[0] == "InvalidGroup.NotFound"


def test_subnets_of_one_zone_are_refused(make: Any, subnets: list[str]) -> None:
    assert refused(make, resourcesVpcConfig={"subnetIds": subnets[:1]})[0] == "InvalidParameterException"


def test_eks_makes_the_log_group_that_nobody_made(client: Client, make: Any) -> None:
    logging = {"clusterLogging": [{"types": ["audit"], "enabled": True}]}
    name = f"/aws/eks/{make(logging=logging)['name']}/cluster"
    found = client("logs").describe_log_groups(logGroupNamePrefix=name)["logGroups"]
    assert [group["logGroupName"] for group in found] == [name]


def test_errors_have_the_shape_and_status_of_eks(eks: Any, make: Any) -> None:
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


def test_an_operation_that_is_missing_is_refused_so_that_nobody_retries(client: Client, eks: Any) -> None:
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


def test_a_cluster_goes_up_one_minor_version_at_a_time(eks: Any, make: Any) -> None:
    name = make(version="1.32")["name"]
    assert refused(eks.update_cluster_version, name=name, version="1.34")[0] == "InvalidParameterException"
    eks.update_cluster_version(name=name, version="1.33")
    assert eks.describe_cluster(name=name)["cluster"]["version"] == "1.33"


def test_a_protected_cluster_is_not_deleted(eks: Any, make: Any) -> None:
    name = make(deletionProtection=True)["name"]
    assert refused(eks.delete_cluster, name=name)[0] == "InvalidRequestException"
    eks.update_cluster_config(name=name, deletionProtection=False)
    eks.delete_cluster(name=name)


def test_secrets_are_encrypted_once(eks: Any, make: Any) -> None:
    name = make()["name"]
    config = [{"resources": ["secrets"], "provider": {"keyArn": f"arn:aws:kms:{REGION}:{ACCOUNT}:key/a"}}]
    eks.associate_encryption_config(clusterName=name, encryptionConfig=config)
    assert eks.describe_cluster(name=name)["cluster"]["encryptionConfig"] == config
    again = refused(eks.associate_encryption_config, clusterName=name, encryptionConfig=config)
    assert again[0] == "InvalidRequestException"


def test_a_node_group_has_a_real_auto_scaling_group(
    client: Client, eks: Any, make: Any, subnets: list[str]
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


def test_labels_and_taints_of_a_node_group_change_one_by_one(eks: Any, make: Any, subnets: list[str]) -> None:
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


def test_nodes_newer_than_the_control_plane_are_refused(eks: Any, make: Any, subnets: list[str]) -> None:
    name = make(version="1.32")["name"]
    asked = {"clusterName": name, "nodegroupName": "web", "nodeRole": NODE_ROLE, "subnets": subnets}
    assert refused(eks.create_nodegroup, **asked, version="1.33")[0] == "InvalidParameterException"


def test_the_role_of_a_node_group_gets_its_access_entry(eks: Any, make: Any, subnets: list[str]) -> None:
    name = make()["name"]
    eks.create_nodegroup(clusterName=name, nodegroupName="web", nodeRole=NODE_ROLE, subnets=subnets)
    entry = eks.describe_access_entry(clusterName=name, principalArn=NODE_ROLE)["accessEntry"]
    assert (entry["type"], entry["kubernetesGroups"]) == ("EC2_LINUX", ["system:nodes"])


def test_access_entries_and_their_policies(eks: Any, make: Any) -> None:
    name = make()["name"]
    who = {"clusterName": name, "principalArn": ADMIN}
    groups = refused(eks.create_access_entry, **who, kubernetesGroups=["system:masters"])
    assert groups[0] == "InvalidParameterException"
    entry = eks.create_access_entry(**who, kubernetesGroups=["ops"])["accessEntry"]
    assert entry["username"] == f"arn:aws:sts::{ACCOUNT}:assumed-role/admin/" + "{{SessionName}}"
    assert refused(eks.create_access_entry, **who) == ("ResourceInUseException", 409)
    eks.associate_access_policy(**who, policyArn=VIEW, accessScope={"type": "namespace", "namespaces": ["a"]})
    (policy,) = eks.list_associated_access_policies(**who)["associatedAccessPolicies"]
    assert (policy["policyArn"], policy["accessScope"]["namespaces"]) == (VIEW, ["a"])
    assert eks.list_access_entries(clusterName=name, associatedPolicyArn=VIEW)["accessEntries"] == [ADMIN]
    eks.disassociate_access_policy(**who, policyArn=VIEW)
    assert eks.list_associated_access_policies(**who)["associatedAccessPolicies"] == []
    eks.update_access_entry(**who, kubernetesGroups=[])
    assert eks.describe_access_entry(**who)["accessEntry"]["kubernetesGroups"] == []
    eks.delete_access_entry(**who)
    assert eks.list_access_entries(clusterName=name)["accessEntries"] == []


def test_access_entries_need_the_api_mode(eks: Any, make: Any) -> None:
    name = make(accessConfig={"authenticationMode": "CONFIG_MAP"})["name"]
    asked = {"clusterName": name, "principalArn": ADMIN}
    assert refused(eks.create_access_entry, **asked)[0] == "InvalidRequestException"
    eks.update_cluster_config(name=name, accessConfig={"authenticationMode": "API_AND_CONFIG_MAP"})
    eks.create_access_entry(**asked)


def test_an_addon_owns_its_pod_identities(eks: Any, make: Any) -> None:
    name = make()["name"]
    identity = {"serviceAccount": "ebs-csi-controller-sa", "roleArn": ROLE}
    addon = eks.create_addon(
        clusterName=name, addonName="aws-ebs-csi-driver", podIdentityAssociations=[identity]
    )["addon"]
    (association,) = eks.list_pod_identity_associations(clusterName=name)["associations"]
    assert addon["podIdentityAssociations"] == [association["associationArn"]]
    assert association["ownerArn"] == addon["addonArn"]
    again = {"clusterName": name, "namespace": "kube-system", **identity}
    assert refused(eks.create_pod_identity_association, **again) == ("ResourceInUseException", 409)
    update = eks.update_addon(
        clusterName=name, addonName="aws-ebs-csi-driver", configurationValues='{"a": 1}'
    )["update"]
    found = eks.describe_update(name=name, addonName="aws-ebs-csi-driver", updateId=update["id"])
    assert found["update"]["status"] == "Successful"
    assert eks.list_pod_identity_associations(clusterName=name)["associations"] == [association]
    eks.delete_addon(clusterName=name, addonName="aws-ebs-csi-driver")
    assert eks.list_pod_identity_associations(clusterName=name)["associations"] == []


def test_addon_versions_fit_the_kubernetes_version(eks: Any, make: Any) -> None:
    name = make(version="1.33")["name"]
    (known,) = eks.describe_addon_versions(addonName="kube-proxy", kubernetesVersion="1.33")["addons"]
    newest = known["addonVersions"][0]["addonVersion"]
    assert newest.startswith("v1.33.")
    assert eks.create_addon(clusterName=name, addonName="kube-proxy")["addon"]["addonVersion"] == newest
    schema = eks.describe_addon_configuration(addonName="kube-proxy", addonVersion=newest)
    assert schema["configurationSchema"].startswith("{")


def test_an_identity_provider_comes_and_goes(eks: Any, make: Any) -> None:
    name = make()["name"]
    oidc = {"identityProviderConfigName": "a", "issuerUrl": "https://a.example", "clientId": "k"}
    eks.associate_identity_provider_config(clusterName=name, oidc=oidc)
    which = {"clusterName": name, "identityProviderConfig": {"type": "oidc", "name": "a"}}
    found = eks.describe_identity_provider_config(**which)["identityProviderConfig"]["oidc"]
    assert (found["status"], found["issuerUrl"]) == ("ACTIVE", "https://a.example")
    eks.disassociate_identity_provider_config(**which)
    assert refused(eks.describe_identity_provider_config, **which)[1] == 404


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
