"""IPv6 in the sandbox: ranges that AWS chooses, and what it refuses."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import IPv6Network
from typing import Any

import pytest
from botocore.exceptions import ClientError

from .conftest import ACCOUNT, Client

ROLE = f"arn:aws:iam::{ACCOUNT}:role/eks"
ZONES = ("eu-west-1a", "eu-west-1b")


def refused(call: Any, **parameters: Any) -> str:
    with pytest.raises(ClientError) as error:
        call(**parameters)
    return str(error.value.response["Error"]["Code"])


@pytest.fixture
def network(client: Client) -> Iterator[tuple[str, list[str]]]:
    """The IPv6 range of a VPC, and two subnets without IPv6."""
    ec2 = client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.20.0.0/16", AmazonProvidedIpv6CidrBlock=True)["Vpc"]["VpcId"]
    (described,) = ec2.describe_vpcs(VpcIds=[vpc])["Vpcs"]
    subnets = [
        ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.20.{n}.0/24", AvailabilityZone=zone)["Subnet"]["SubnetId"]
        for n, zone in enumerate(ZONES)
    ]
    yield described["Ipv6CidrBlockAssociationSet"][0]["Ipv6CidrBlock"], subnets
    for subnet in subnets:
        ec2.delete_subnet(SubnetId=subnet)
    ec2.delete_vpc(VpcId=vpc)


def blocks(cidr: str) -> list[str]:
    return [str(block) for block in IPv6Network(cidr).subnets(new_prefix=64)]


def test_a_subnet_has_a_block_of_the_range_that_amazon_chose(
    client: Client, network: tuple[str, list[str]]
) -> None:
    ec2, (cidr, (first, second)) = client("ec2"), network
    assert str(IPv6Network(cidr)) == cidr
    assert IPv6Network(cidr).prefixlen == 56
    associate = ec2.associate_subnet_cidr_block
    assert refused(associate, SubnetId=first, Ipv6CidrBlock="2001:db8::/64") == "InvalidSubnet.Range"
    assert refused(associate, SubnetId=first, Ipv6CidrBlock=cidr) == "InvalidSubnet.Range"
    assign = {"SubnetId": first, "AssignIpv6AddressOnCreation": {"Value": True}}
    assert refused(ec2.modify_subnet_attribute, **assign) == "InvalidParameterValue"
    associate(SubnetId=first, Ipv6CidrBlock=blocks(cidr)[3])
    assert refused(associate, SubnetId=second, Ipv6CidrBlock=blocks(cidr)[3]) == "InvalidSubnet.Conflict"
    ec2.modify_subnet_attribute(**assign)


def test_a_vpc_with_an_egress_only_gateway_cannot_be_deleted(client: Client) -> None:
    ec2 = client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.21.0.0/16", AmazonProvidedIpv6CidrBlock=True)["Vpc"]["VpcId"]
    made = ec2.create_egress_only_internet_gateway(VpcId=vpc)["EgressOnlyInternetGateway"]
    assert refused(ec2.delete_vpc, VpcId=vpc) == "DependencyViolation"
    ec2.delete_egress_only_internet_gateway(EgressOnlyInternetGatewayId=made["EgressOnlyInternetGatewayId"])
    ec2.delete_vpc(VpcId=vpc)


def test_a_load_balancer_with_both_kinds_of_addresses_needs_subnets_with_both(
    client: Client, network: tuple[str, list[str]]
) -> None:
    options = {"Name": "v6", "Type": "network", "IpAddressType": "dualstack", "Subnets": network[1]}
    assert refused(client("elbv2").create_load_balancer, **options) == "InvalidSubnet"


def test_an_ipv6_cluster_needs_subnets_with_ipv6_and_no_range_of_services(
    client: Client, network: tuple[str, list[str]]
) -> None:
    eks, ec2, (cidr, subnets) = client("eks"), client("ec2"), network
    family = {"ipFamily": "ipv6"}
    cluster = {"name": "v6", "roleArn": role(client), "resourcesVpcConfig": {"subnetIds": subnets}}
    group = {
        "clusterName": "v6", "nodegroupName": "web", "nodeRole": cluster["roleArn"], "subnets": subnets,
    }  # fmt: skip
    assert (
        refused(eks.create_cluster, **cluster, kubernetesNetworkConfig=family) == "InvalidParameterException"
    )
    for number, subnet in enumerate(subnets):
        ec2.associate_subnet_cidr_block(SubnetId=subnet, Ipv6CidrBlock=blocks(cidr)[number])
    with_range = {**family, "serviceIpv4Cidr": "172.20.0.0/16"}
    assert (
        refused(eks.create_cluster, **cluster, kubernetesNetworkConfig=with_range)
        == "InvalidParameterException"
    )
    made = eks.create_cluster(**cluster, kubernetesNetworkConfig=family)["cluster"]
    assert IPv6Network(made["kubernetesNetworkConfig"]["serviceIpv6Cidr"]).subnet_of(IPv6Network("fc00::/7"))
    assert "serviceIpv4Cidr" not in made["kubernetesNetworkConfig"]
    assert refused(eks.create_nodegroup, **group) == "InvalidParameterException"
    for subnet in subnets:
        for attribute in ("AssignIpv6AddressOnCreation", "MapPublicIpOnLaunch"):
            ec2.modify_subnet_attribute(SubnetId=subnet, **{attribute: {"Value": True}})
    windows = {**group, "amiType": "WINDOWS_CORE_2022_x86_64"}
    assert refused(eks.create_nodegroup, **windows) == "InvalidParameterException"
    eks.create_nodegroup(**group)
    eks.delete_nodegroup(clusterName="v6", nodegroupName="web")
    eks.delete_cluster(name="v6")


def role(client: Client) -> str:
    client("iam").create_role(RoleName="eks", AssumeRolePolicyDocument="{}")
    return ROLE
