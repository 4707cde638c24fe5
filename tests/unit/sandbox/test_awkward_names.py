"""The calls that the modules cause, with the most awkward names that AWS allows.

The patterns and lengths are those of the service models of botocore 1.44.5 and of the EC2 and ELB API
references. `module_operations.txt` lists what apply, drift and destroy of `examples/full.yaml` call.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from botocore import xform_name

from .conftest import ACCOUNT, LIST_OF_TAGS, REGION, TAGS, Client, as_dict

HERE = Path(__file__).parent

IAM = f"arn:aws:iam::{ACCOUNT}:"
PRINCIPALS = {
    "identity center": "role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Admin_0123456789abcdef",
    "signs": "role/a+b/c=,.@-z",
    "no region": "role/x.eu-central-9.amazonaws.com/admin",
    "printable ASCII": "user/~!#$%^&*()?;:'\"<>[]{}|\\/x.y",
    "encoded slash": "role/a%2Fb/c",
    "empty parts": "role//x//y",
    "words of the API": "role/access-policies/access-policies",
    "long": f"role/{'p' * 500}/{'r' * 64}",
}
CLUSTER_NAME = "A" + "b-_" * 33
VIEW = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy"
TRUST = (
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole",'
    '"Principal":{"Service":"eks.amazonaws.com"}}]}'
)
POLICY = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}'
ROLE_NAME = "+=,.@-_" + "r" * 57
ROLE_PATH = "/aws-reserved/sso.amazonaws.com/eu-west-1/"
ROLE = f"arn:aws:iam::{ACCOUNT}:role{ROLE_PATH}{ROLE_NAME}"


@pytest.fixture(scope="module")
def subnets(client: Client) -> list[str]:
    return [subnet["SubnetId"] for subnet in client("ec2").describe_subnets()["Subnets"]]


@pytest.fixture(scope="module")
def cluster(client: Client, subnets: list[str]) -> Iterator[str]:
    """A cluster with a name of 100 characters."""
    eks = client("eks")
    eks.create_cluster(
        name=CLUSTER_NAME, roleArn=ROLE, resourcesVpcConfig={"subnetIds": subnets}, tags=TAGS,
        accessConfig={"authenticationMode": "API"},
    )  # fmt: skip
    yield CLUSTER_NAME
    eks.delete_cluster(name=CLUSTER_NAME)


def assert_tags_can_change(eks: Any, arn: str) -> None:
    eks.tag_resource(resourceArn=arn, tags={"+ ä": "b", **TAGS})
    assert eks.list_tags_for_resource(resourceArn=arn)["tags"] == {"+ ä": "b", **TAGS}
    eks.untag_resource(resourceArn=arn, tagKeys=["+ ä"])
    assert eks.list_tags_for_resource(resourceArn=arn)["tags"] == TAGS


def test_a_cluster_can_have_100_characters(client: Client, cluster: str) -> None:
    eks = client("eks")
    found = eks.describe_cluster(name=cluster)["cluster"]
    assert (found["name"], found["tags"]) == (cluster, TAGS)
    assert found["arn"] == f"arn:aws:eks:{REGION}:{ACCOUNT}:cluster/{cluster}"
    update = eks.update_cluster_config(name=cluster, upgradePolicy={"supportType": "STANDARD"})["update"]
    assert eks.describe_update(name=cluster, updateId=update["id"])["update"]["status"] == "Successful"
    assert eks.list_updates(name=cluster)["updateIds"]
    assert_tags_can_change(eks, found["arn"])


@pytest.mark.parametrize("principal", PRINCIPALS.values(), ids=PRINCIPALS)
def test_an_access_entry_can_have_every_legal_principal(client: Client, cluster: str, principal: str) -> None:
    eks, entry_id = client("eks"), {"clusterName": cluster, "principalArn": IAM + principal}
    created = eks.create_access_entry(**entry_id, tags=TAGS)["accessEntry"]
    assert eks.describe_access_entry(**entry_id)["accessEntry"] == created
    assert eks.list_access_entries(clusterName=cluster)["accessEntries"] == [IAM + principal]
    eks.associate_access_policy(**entry_id, policyArn=VIEW, accessScope={"type": "cluster"})
    (policy,) = eks.list_associated_access_policies(**entry_id)["associatedAccessPolicies"]
    assert policy["policyArn"] == VIEW
    eks.update_access_entry(**entry_id, kubernetesGroups=["a:b/c.d"])
    assert eks.describe_access_entry(**entry_id)["accessEntry"]["kubernetesGroups"] == ["a:b/c.d"]
    assert_tags_can_change(eks, created["accessEntryArn"])
    eks.disassociate_access_policy(**entry_id, policyArn=VIEW)
    eks.delete_access_entry(**entry_id)
    assert eks.list_access_entries(clusterName=cluster)["accessEntries"] == []


def test_the_event_history_has_the_principal(client: Client, cluster: str) -> None:
    eks, principal = client("eks"), IAM + PRINCIPALS["identity center"]
    eks.create_access_entry(clusterName=cluster, principalArn=principal)
    eks.update_access_entry(clusterName=cluster, principalArn=principal, username="ann")
    eks.delete_access_entry(clusterName=cluster, principalArn=principal)
    attribute = {"AttributeKey": "EventSource", "AttributeValue": "eks.amazonaws.com"}
    events = client("cloudtrail").lookup_events(LookupAttributes=[attribute])["Events"]
    changes = [event for event in events if event["EventName"].endswith("AccessEntry")][:3]
    requests = [json.loads(event["CloudTrailEvent"])["requestParameters"] for event in changes]
    assert [(event["EventName"], r["principalArn"]) for event, r in zip(changes, requests, strict=True)] == [
        ("DeleteAccessEntry", quote(principal, safe="")),
        ("UpdateAccessEntry", quote(principal, safe="")),
        ("CreateAccessEntry", principal),
    ]


def test_node_groups_and_launch_templates(client: Client, cluster: str, subnets: list[str]) -> None:
    eks, ec2, name = client("eks"), client("ec2"), "n" + "-_" * 31
    template_name = "(a./_-)" + "t" * 121
    template = ec2.create_launch_template(
        LaunchTemplateName=template_name, LaunchTemplateData={"ImageId": "ami-1"}, VersionDescription="ä",
        TagSpecifications=[{"ResourceType": "launch-template", "Tags": LIST_OF_TAGS}],
    )["LaunchTemplate"]  # fmt: skip
    template_id, later = template["LaunchTemplateId"], {"later": "1", "größe": "2"}

    def tags() -> dict[str, str]:
        (found,) = ec2.describe_launch_templates(LaunchTemplateNames=[template_name])["LaunchTemplates"]
        return as_dict(found["Tags"])

    assert tags() == TAGS
    ec2.create_tags(Resources=[template_id], Tags=[{"Key": key, "Value": later[key]} for key in later])
    assert tags() == {**TAGS, **later}
    ec2.delete_tags(Resources=[template_id], Tags=[{"Key": "later"}])
    assert tags() == {**TAGS, "größe": "2"}
    ec2.create_launch_template_version(LaunchTemplateId=template_id, LaunchTemplateData={"ImageId": "ami-2"})
    ec2.modify_launch_template(LaunchTemplateId=template_id, DefaultVersion="2")
    (version,) = ec2.describe_launch_template_versions(LaunchTemplateId=template_id, Versions=["$Default"])[
        "LaunchTemplateVersions"
    ]
    assert version["LaunchTemplateData"]["ImageId"] == "ami-2"
    group = {"clusterName": cluster, "nodegroupName": name}
    created = eks.create_nodegroup(
        **group, nodeRole=ROLE, subnets=subnets, tags=TAGS, labels={"a.b/c_d-e": "v.w_x-y"},
        launchTemplate={"id": template_id, "version": "1"},
    )["nodegroup"]  # fmt: skip
    assert eks.describe_nodegroup(**group)["nodegroup"]["tags"] == TAGS
    assert eks.list_nodegroups(clusterName=cluster)["nodegroups"] == [name]
    (auto_scaling_group,) = created["resources"]["autoScalingGroups"]
    (live,) = client("autoscaling").describe_auto_scaling_groups(
        AutoScalingGroupNames=[auto_scaling_group["name"]]
    )["AutoScalingGroups"]
    assert as_dict(live["Tags"])["eks:cluster-name"] == cluster
    update = eks.update_nodegroup_config(**group, labels={"addOrUpdateLabels": {"x": "y"}})["update"]
    assert eks.describe_update(name=cluster, nodegroupName=name, updateId=update["id"])
    eks.update_nodegroup_version(**group, launchTemplate={"id": template_id, "version": "2"})
    assert_tags_can_change(eks, created["nodegroupArn"])
    eks.delete_nodegroup(**group)
    ec2.delete_launch_template(LaunchTemplateId=template_id)


def test_addons_profiles_and_associations(client: Client, cluster: str, subnets: list[str]) -> None:
    eks = client("eks")
    addon_id = {"clusterName": cluster, "addonName": "vendor_name-product.1"}
    addon = eks.create_addon(**addon_id, serviceAccountRoleArn=ROLE, tags=TAGS)["addon"]
    assert eks.describe_addon(**addon_id)["addon"]["serviceAccountRoleArn"] == ROLE
    update = eks.update_addon(**addon_id, configurationValues='{"ä": "+"}')["update"]
    assert eks.describe_update(name=cluster, addonName=addon_id["addonName"], updateId=update["id"])
    assert_tags_can_change(eks, addon["addonArn"])
    eks.delete_addon(**addon_id)
    assert eks.list_addons(clusterName=cluster)["addons"] == []
    profile_id = {"clusterName": cluster, "fargateProfileName": "f" + "-_f" * 33}
    profile = eks.create_fargate_profile(
        **profile_id, podExecutionRoleArn=ROLE, subnets=subnets, selectors=[{"namespace": "*"}], tags=TAGS
    )["fargateProfile"]
    assert eks.describe_fargate_profile(**profile_id)["fargateProfile"]["podExecutionRoleArn"] == ROLE
    assert_tags_can_change(eks, profile["fargateProfileArn"])
    eks.delete_fargate_profile(**profile_id)
    assert eks.list_fargate_profiles(clusterName=cluster)["fargateProfileNames"] == []
    association = eks.create_pod_identity_association(
        clusterName=cluster, namespace="a-b", serviceAccount="c.d", roleArn=ROLE, tags=TAGS
    )["association"]
    association_id = {"clusterName": cluster, "associationId": association["associationId"]}
    found = eks.describe_pod_identity_association(**association_id)["association"]
    assert (found["roleArn"], found["serviceAccount"]) == (ROLE, "c.d")
    assert_tags_can_change(eks, association["associationArn"])
    eks.delete_pod_identity_association(**association_id)


def test_roles_and_their_policies(client: Client) -> None:
    iam, role, inline = client("iam"), {"RoleName": ROLE_NAME}, "+=,.@-_" + "p" * 121
    attached = "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy"
    created = iam.create_role(
        **role, Path=ROLE_PATH, AssumeRolePolicyDocument=TRUST, Description="ä", Tags=LIST_OF_TAGS
    )["Role"]
    assert created["Arn"] == ROLE
    assert as_dict(iam.get_role(**role)["Role"]["Tags"]) == TAGS
    iam.put_role_policy(**role, PolicyName=inline, PolicyDocument=POLICY)
    assert iam.list_role_policies(**role)["PolicyNames"] == [inline]
    assert iam.get_role_policy(**role, PolicyName=inline)["RoleName"] == ROLE_NAME
    iam.attach_role_policy(**role, PolicyArn=attached)
    assert len(iam.list_attached_role_policies(**role)["AttachedPolicies"]) == 1
    assert iam.list_instance_profiles_for_role(**role)["InstanceProfiles"] == []
    iam.update_assume_role_policy(**role, PolicyDocument=TRUST)
    iam.tag_role(**role, Tags=[{"Key": "+ ä", "Value": "b"}])
    iam.untag_role(**role, TagKeys=["+ ä"])
    assert as_dict(iam.list_role_tags(**role)["Tags"]) == TAGS
    iam.detach_role_policy(**role, PolicyArn=attached)
    iam.delete_role_policy(**role, PolicyName=inline)
    iam.delete_role(**role)


def test_keys_and_aliases(client: Client) -> None:
    kms, alias = client("kms"), "alias/eks/" + "k-_/" * 61
    tags = [{"TagKey": key, "TagValue": value} for key, value in TAGS.items()]
    key = {"KeyId": kms.create_key(Description="ä", Tags=tags)["KeyMetadata"]["KeyId"]}
    kms.create_alias(AliasName=alias, TargetKeyId=key["KeyId"])
    assert alias in [found["AliasName"] for found in kms.list_aliases()["Aliases"]]
    assert kms.describe_key(KeyId=alias)["KeyMetadata"]["KeyId"] == key["KeyId"]
    kms.tag_resource(**key, Tags=[{"TagKey": "+ ä", "TagValue": "b"}])
    kms.untag_resource(**key, TagKeys=["+ ä"])
    assert {tag["TagKey"]: tag["TagValue"] for tag in kms.list_resource_tags(**key)["Tags"]} == TAGS
    kms.update_key_description(**key, Description="ö")
    kms.put_key_policy(**key, PolicyName="default", Policy=POLICY)
    assert kms.get_key_policy(**key, PolicyName="default")["Policy"] == POLICY
    kms.enable_key_rotation(**key)
    assert kms.get_key_rotation_status(**key)["KeyRotationEnabled"]
    kms.delete_alias(AliasName=alias)
    kms.schedule_key_deletion(**key, PendingWindowInDays=30)


@pytest.mark.parametrize("name", [f"/aws/eks/{CLUSTER_NAME}/cluster", "a.-_/#" + "l" * 506])
def test_a_log_group_keeps_its_settings_and_tags(client: Client, name: str) -> None:
    logs, group = client("logs"), {"logGroupName": name}
    logs.create_log_group(**group, tags=TAGS)
    (found,) = logs.describe_log_groups(logGroupNamePrefix=name)["logGroups"]
    arn = found["arn"].removesuffix(":*")
    logs.put_retention_policy(**group, retentionInDays=30)
    logs.associate_kms_key(**group, kmsKeyId=f"arn:aws:kms:{REGION}:{ACCOUNT}:key/a")
    logs.tag_resource(resourceArn=arn, tags={"+ ä": "b"})
    logs.untag_resource(resourceArn=arn, tagKeys=["+ ä"])
    assert logs.list_tags_for_resource(resourceArn=arn)["tags"] == TAGS
    logs.disassociate_kms_key(**group)
    logs.delete_log_group(**group)
    assert logs.describe_log_groups(logGroupNamePrefix=name)["logGroups"] == []


def test_every_operation_of_the_modules_is_called_here() -> None:
    calls = "".join(file.read_text("utf-8") for file in HERE.glob("test_awkward_*.py"))
    operations = (HERE / "module_operations.txt").read_text("utf-8").split()
    names = {operation: xform_name(operation.partition(":")[2]) for operation in operations}
    assert [operation for operation, name in names.items() if f".{name}(" not in calls] == []


def test_a_log_group_that_is_created_again_has_no_tags_of_the_old_one(client: Client) -> None:
    logs, name = client("logs"), "/aws/eks/again/cluster"
    for tags in (TAGS, {}):
        logs.create_log_group(logGroupName=name, **({"tags": tags} if tags else {}))
        (group,) = logs.describe_log_groups(logGroupNamePrefix=name)["logGroups"]
        assert logs.list_tags_for_resource(resourceArn=group["logGroupArn"])["tags"] == tags
        logs.delete_log_group(logGroupName=name)
