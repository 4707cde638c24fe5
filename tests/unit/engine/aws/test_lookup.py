"""Look up planned objects in AWS by name and tags."""

from __future__ import annotations

from typing import Any

import boto3
import pytest
from botocore.stub import Stubber

from eksgen.catalog.resources import RESOURCE_TYPES
from eksgen.catalog.terraform.import_lookups import LOOKUPS
from eksgen.engine.aws.lookup import AwsObject, find_object
from eksgen.engine.redact import UNKNOWN

TAGS = {"Name": "demo", "team": "shop"}
AS_LIST = [{"Key": key, "Value": value} for key, value in TAGS.items()]


class Aws:
    """A client with stubbed responses."""

    def __init__(self, service: str) -> None:
        self.client: Any = boto3.client(
            service, region_name="eu-west-1", aws_access_key_id="x", aws_secret_access_key="x"
        )
        self.stub = Stubber(self.client)
        self.stub.activate()

    def look(self, resource_type: str, **planned: Any) -> tuple[AwsObject, ...]:
        found = find_object(self.client, LOOKUPS[resource_type], {"tags_all": TAGS, **planned})
        self.stub.assert_no_pending_responses()
        return found


@pytest.fixture
def iam() -> Aws:
    return Aws("iam")


@pytest.fixture
def ec2() -> Aws:
    return Aws("ec2")


def role(tags: list[dict[str, str]]) -> dict[str, Any]:
    return {
        "Role": {
            "Path": "/", "RoleName": "demo-role", "RoleId": "A" * 16, "CreateDate": "2026-11-24T00:00:00Z",
            "Arn": "arn:aws:iam::111122223333:role/demo-role", "Tags": tags,
        }
    }  # fmt: skip


def test_a_role_with_the_tags_of_the_spec_is_ours(iam: Aws) -> None:
    more = {"Key": "added", "Value": "later"}
    iam.stub.add_response("get_role", role([*AS_LIST, more]), {"RoleName": "demo-role"})
    assert iam.look("aws_iam_role", name="demo-role") == (AwsObject("demo-role", True),)


def test_a_role_with_the_name_but_without_the_tags_is_not_ours(iam: Aws) -> None:
    iam.stub.add_response("get_role", role([{"Key": "Name", "Value": "other"}]))
    assert iam.look("aws_iam_role", name="demo-role") == (AwsObject("demo-role", False),)


def test_not_found_is_no_error_but_access_denied_is(iam: Aws) -> None:
    iam.stub.add_client_error("get_role", "NoSuchEntity")
    assert iam.look("aws_iam_role", name="demo-role") == ()
    iam.stub.add_client_error("get_role", "AccessDenied")
    with pytest.raises(iam.client.exceptions.ClientError):
        iam.look("aws_iam_role", name="demo-role")


def test_no_call_is_made_for_values_that_are_not_known_yet(iam: Aws, ec2: Aws) -> None:
    assert iam.look("aws_iam_role", name=UNKNOWN) == ()
    assert ec2.look("aws_subnet", vpc_id=UNKNOWN, cidr_block="10.0.0.0/24") == ()
    assert ec2.look("aws_vpc", cidr_block="10.0.0.0/16", tags_all={}) == (), "tags alone name a VPC"


def test_a_vpc_is_found_by_its_tags_and_cidr(ec2: Aws) -> None:
    filters = [{"Name": f"tag:{key}", "Values": [value]} for key, value in TAGS.items()]
    found = [
        {"VpcId": "vpc-1", "CidrBlock": "10.0.0.0/16", "Tags": AS_LIST},
        {"VpcId": "vpc-2", "CidrBlock": "10.9.0.0/16", "Tags": AS_LIST},
    ]
    ec2.stub.add_response("describe_vpcs", {"Vpcs": found}, {"Filters": filters})
    assert ec2.look("aws_vpc", cidr_block="10.0.0.0/16") == (AwsObject("vpc-1", True),)


def test_a_rule_for_all_ports_has_ports_of_minus_one(ec2: Aws) -> None:
    rule = {
        "SecurityGroupRuleId": "sgr-1", "IsEgress": True, "IpProtocol": "-1", "FromPort": -1, "ToPort": -1,
        "CidrIpv4": "0.0.0.0/0", "Tags": AS_LIST,
    }  # fmt: skip
    inward = rule | {"SecurityGroupRuleId": "sgr-2", "IsEgress": False}
    ec2.stub.add_response("describe_security_group_rules", {"SecurityGroupRules": [rule, inward]})
    found = ec2.look(
        "aws_vpc_security_group_egress_rule",
        security_group_id="sg-1", ip_protocol="-1", cidr_ipv4="0.0.0.0/0", from_port=None, to_port=None,
    )  # fmt: skip
    assert found == (AwsObject("sgr-1", True),)


RULE = {
    "ip_protocol": "tcp", "from_port": 443, "to_port": 443, "cidr_ipv4": "10.0.0.0/8", "cidr_ipv6": None,
    "referenced_security_group_id": None,
}  # fmt: skip


@pytest.mark.parametrize(
    "other",
    [
        {"ip_protocol": "udp"},
        {"from_port": 80},
        {"to_port": 444},
        {"cidr_ipv4": "10.0.0.0/9"},
        {"cidr_ipv6": "::/0"},
        {"referenced_security_group_id": "sg-2"},
    ],
    ids=lambda other: next(iter(other)),
)
def test_a_rule_that_differs_in_one_attribute_is_another_rule(ec2: Aws, other: dict[str, Any]) -> None:
    rule = {
        "SecurityGroupRuleId": "sgr-1", "IsEgress": False, "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443,
        "CidrIpv4": "10.0.0.0/8", "Tags": AS_LIST,
    }  # fmt: skip
    name = "aws_vpc_security_group_ingress_rule"
    for planned, expected in ((RULE, (AwsObject("sgr-1", True),)), (RULE | other, ())):
        ec2.stub.add_response("describe_security_group_rules", {"SecurityGroupRules": [rule]})
        assert ec2.look(name, security_group_id="sg-1", **planned) == expected


@pytest.mark.parametrize(
    ("attribute", "field", "value"),
    [
        ("destination_cidr_block", "DestinationCidrBlock", "0.0.0.0/0"),
        ("destination_ipv6_cidr_block", "DestinationIpv6CidrBlock", "::/0"),
        ("destination_prefix_list_id", "DestinationPrefixListId", "pl-1"),
    ],
)
def test_a_route_is_found_by_its_destination(ec2: Aws, attribute: str, field: str, value: str) -> None:
    others = [{"DestinationCidrBlock": "10.0.0.0/8"}, {"DestinationIpv6CidrBlock": "2001:db8::/56"}]
    kinds = ("destination_cidr_block", "destination_ipv6_cidr_block", "destination_prefix_list_id")
    planned = dict.fromkeys(kinds) | {attribute: value}
    ec2.stub.add_response("describe_route_tables", {"RouteTables": [{"Routes": [*others, {field: value}]}]})
    found = ec2.look("aws_route", route_table_id="rtb-1", **planned)
    assert found == (AwsObject(f"rtb-1_{value}", True),)


def test_a_deleted_object_that_aws_still_lists_does_not_match(ec2: Aws) -> None:
    gone = {"NatGatewayId": "nat-1", "State": "deleted", "Tags": AS_LIST}
    ec2.stub.add_response("describe_nat_gateways", {"NatGateways": [gone]})
    assert ec2.look("aws_nat_gateway") == ()


@pytest.mark.parametrize("state", ["deleting", "Deleting", "deleted", "Deleted"])
def test_a_state_counts_in_any_case(ec2: Aws, state: str) -> None:
    gone = {"VpcEndpointId": "vpce-1", "State": state, "VpcId": "vpc-1", "ServiceName": "s3", "Tags": AS_LIST}
    ec2.stub.add_response("describe_vpc_endpoints", {"VpcEndpoints": [gone, gone | {"State": "available"}]})
    found = ec2.look("aws_vpc_endpoint", vpc_id="vpc-1", service_name="s3")
    assert found == (AwsObject("vpce-1", True),)


def test_a_key_pending_deletion_does_not_match() -> None:
    kms = Aws("kms")
    kms.stub.add_response("list_keys", {"Keys": [{"KeyId": "1"}, {"KeyId": "2"}]})
    tags = [{"TagKey": key, "TagValue": value} for key, value in TAGS.items()]
    for key, state in (("1", "PendingDeletion"), ("2", "Enabled")):
        kms.stub.add_response("list_resource_tags", {"Tags": tags}, {"KeyId": key})
        kms.stub.add_response("describe_key", {"KeyMetadata": {"KeyId": key, "KeyState": state}})
    assert kms.look("aws_kms_key") == (AwsObject("2", True),)


def test_every_lookup_is_an_existing_api_call() -> None:
    assert LOOKUPS.keys() <= RESOURCE_TYPES.keys()
    clients = {row.service: Aws(row.service).client for row in LOOKUPS.values()}
    for row in LOOKUPS.values():
        calls = [(row.operation, row.parameters)]
        calls += [(row.tags.operation, row.tags.parameters)] if row.tags and row.tags.operation else []
        calls += [row.detail[:2]] if row.detail else []
        for operation, asked in calls:
            name = clients[row.service].meta.method_to_api_mapping[operation]
            shape = clients[row.service].meta.service_model.operation_model(name).input_shape
            assert shape is not None
            assert asked.keys() <= shape.members.keys()


@pytest.mark.parametrize(
    ("name", "tags", "ours"),
    [
        ("/aws/eks/demo/cluster", {}, True),
        ("/aws/eks/demo/cluster", TAGS, True),
        ("/aws/eks/demo/cluster", {"Name": "mine"}, False),
        ("/aws/containerinsights/demo/application", {}, False),
        ("/aws/containerinsights/demo/application", TAGS, True),
        ("/aws/vpc/demo/flow-logs", {}, False),
    ],
)
def test_only_the_log_group_that_eks_creates_again_can_be_imported_without_tags(
    name: str, tags: dict[str, str], ours: bool
) -> None:
    logs = Aws("logs")
    group = {"logGroupName": name, "logGroupArn": f"arn:aws:logs:eu-west-1:111122223333:log-group:{name}"}
    logs.stub.add_response("describe_log_groups", {"logGroups": [group]})
    logs.stub.add_response("list_tags_for_resource", {"tags": tags})
    assert logs.look("aws_cloudwatch_log_group", name=name) == (AwsObject(name, ours),)
