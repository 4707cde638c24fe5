"""EC2 refuses ranges, routes and endpoints that a VPC cannot take, and so does the sandbox."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError

from eksgen.sandbox.boto_clients import boto_client
from eksgen.sandbox.server_file import Sandbox

from .conftest import ACCOUNT, Client


@pytest.fixture(scope="module")
def ec2(client: Client) -> Any:
    return client("ec2")


@pytest.fixture
def vpc(ec2: Any) -> Iterator[str]:
    vpc: str = ec2.create_vpc(CidrBlock="10.20.0.0/16")["Vpc"]["VpcId"]
    yield vpc
    ec2.delete_vpc(VpcId=vpc)


def code(error: pytest.ExceptionInfo[ClientError]) -> str:
    return str(error.value.response["Error"]["Code"])


@pytest.mark.parametrize("cidr", ["10.20.128.0/17", "10.0.0.0/8", "172.16.0.0/16", "198.19.0.0/24"])
def test_a_range_that_does_not_go_with_the_first_is_refused(ec2: Any, vpc: str, cidr: str) -> None:
    with pytest.raises(ClientError) as error:
        ec2.associate_vpc_cidr_block(VpcId=vpc, CidrBlock=cidr)
    assert code(error) == "InvalidVpc.Range"


def test_a_sixth_range_is_refused(ec2: Any, vpc: str) -> None:
    for number in range(21, 25):
        ec2.associate_vpc_cidr_block(VpcId=vpc, CidrBlock=f"10.{number}.0.0/16")
    with pytest.raises(ClientError) as error:
        ec2.associate_vpc_cidr_block(VpcId=vpc, CidrBlock="10.25.0.0/16")
    assert code(error) == "CidrLimitExceeded"


def test_a_range_is_kept_while_a_subnet_uses_it(ec2: Any, vpc: str) -> None:
    made = ec2.associate_vpc_cidr_block(VpcId=vpc, CidrBlock="100.64.0.0/16")["CidrBlockAssociation"]
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="100.64.0.0/19", AvailabilityZone="eu-west-1a")["Subnet"]
    with pytest.raises(ClientError) as error:
        ec2.disassociate_vpc_cidr_block(AssociationId=made["AssociationId"])
    assert code(error) == "DependencyViolation"
    ec2.delete_subnet(SubnetId=subnet["SubnetId"])
    ec2.disassociate_vpc_cidr_block(AssociationId=made["AssociationId"])


@pytest.mark.parametrize(
    ("to", "refused"),
    [
        ("10.20.0.0/16", "InvalidParameterValue"),
        ("10.20.4.0/24", "InvalidParameterValue"),
        ("169.254.168.0/24", "InvalidParameterValue"),
        ("10.0.0.0/8", ""),
    ],
)
def test_a_route_that_fights_the_local_one_is_refused(ec2: Any, vpc: str, to: str, refused: str) -> None:
    table = ec2.create_route_table(VpcId=vpc)["RouteTable"]["RouteTableId"]
    route = {"RouteTableId": table, "DestinationCidrBlock": to, "TransitGatewayId": "tgw-0123456789abcdef0"}
    if refused:
        with pytest.raises(ClientError) as error:
            ec2.create_route(**route)
        assert code(error) == refused
    else:
        # A transit gateway that a spec names was made by somebody else.
        ec2.create_route(**route)
        routes = ec2.describe_route_tables(RouteTableIds=[table])["RouteTables"][0]["Routes"]
        assert {"10.0.0.0/8": "tgw-0123456789abcdef0"}.items() <= {
            one["DestinationCidrBlock"]: one.get("TransitGatewayId") for one in routes
        }.items()
    ec2.delete_route_table(RouteTableId=table)


@pytest.mark.parametrize(("region", "refused"), [("cn-north-1", True), ("eu-west-1", False)])
def test_an_endpoint_of_a_service_that_has_none_in_the_region_is_refused(
    local_aws: Sandbox, region: str, refused: bool
) -> None:
    ec2 = boto_client(local_aws, "ec2", ACCOUNT, region)
    vpc = ec2.create_vpc(CidrBlock="10.20.0.0/16")["Vpc"]["VpcId"]
    endpoint = {
        "VpcId": vpc,
        "ServiceName": f"com.amazonaws.{region}.elasticloadbalancing",
        "VpcEndpointType": "Interface",
    }
    if refused:
        with pytest.raises(ClientError) as error:
            ec2.create_vpc_endpoint(**endpoint)
        assert code(error) == "InvalidServiceName"
    else:
        made = ec2.create_vpc_endpoint(**endpoint)["VpcEndpoint"]["VpcEndpointId"]
        ec2.delete_vpc_endpoints(VpcEndpointIds=[made])
    ec2.delete_vpc(VpcId=vpc)
