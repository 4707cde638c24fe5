"""The calls of EC2 and ELB that the modules cause, with the most awkward tags, names and descriptions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from .conftest import ACCOUNT, LIST_OF_TAGS, Client, as_dict

# The signs that each API allows (EC2 API reference, `CreateSecurityGroup`).
GROUP_NAME = "a ._-:/()#,@[]+=&;{}!$*" + "g" * 232
RULE_DESCRIPTION = "a ._-:/()#,@[]+=&;{}!$*" + "d" * 232
BALANCER_NAME = "a-" * 15 + "b"
LOG_ROLE = f"arn:aws:iam::{ACCOUNT}:role/service-role/sso.amazonaws.com/logs+=,.@-"


def tagged(kind: str) -> list[dict[str, Any]]:
    return [{"ResourceType": kind, "Tags": LIST_OF_TAGS}]


@pytest.fixture(scope="module")
def ec2(client: Client) -> Any:
    return client("ec2")


@pytest.fixture(scope="module")
def vpc(ec2: Any) -> Iterator[str]:
    vpc: str = ec2.create_vpc(CidrBlock="10.0.0.0/16", TagSpecifications=tagged("vpc"))["Vpc"]["VpcId"]
    yield vpc
    ec2.delete_vpc(VpcId=vpc)


@pytest.fixture(scope="module")
def subnets(ec2: Any, vpc: str) -> Iterator[list[str]]:
    subnets = [
        ec2.create_subnet(
            VpcId=vpc, CidrBlock=f"10.0.{number}.0/24", AvailabilityZone=f"eu-west-1{zone}",
            TagSpecifications=tagged("subnet"),
        )["Subnet"]["SubnetId"]
        for number, zone in enumerate("ab")
    ]  # fmt: skip
    yield subnets
    for subnet in subnets:
        ec2.delete_subnet(SubnetId=subnet)


@pytest.fixture(scope="module")
def group(ec2: Any, vpc: str) -> Iterator[str]:
    group: str = ec2.create_security_group(
        GroupName=GROUP_NAME, Description=GROUP_NAME, VpcId=vpc, TagSpecifications=tagged("security-group")
    )["GroupId"]
    yield group
    ec2.delete_security_group(GroupId=group)


def test_a_network_is_found_by_its_tags(ec2: Any, vpc: str, subnets: list[str]) -> None:
    ec2.modify_vpc_attribute(VpcId=vpc, EnableDnsHostnames={"Value": True})
    attribute = ec2.describe_vpc_attribute(VpcId=vpc, Attribute="enableDnsHostnames")
    assert attribute["EnableDnsHostnames"]["Value"]
    ec2.create_tags(Resources=[vpc], Tags=[{"Key": "+ ä", "Value": "b"}])
    ec2.delete_tags(Resources=[vpc], Tags=[{"Key": "+ ä"}])
    (found,) = ec2.describe_vpcs(Filters=[{"Name": "tag:größe", "Values": ["日本 +/=@"]}])["Vpcs"]
    assert (found["VpcId"], as_dict(found["Tags"])) == (vpc, as_dict(LIST_OF_TAGS))
    found = ec2.describe_subnets(SubnetIds=subnets)["Subnets"]
    assert [as_dict(subnet["Tags"]) for subnet in found] == [as_dict(LIST_OF_TAGS)] * 2
    assert ec2.describe_network_acls(Filters=[{"Name": "vpc-id", "Values": [vpc]}])["NetworkAcls"]
    assert ec2.describe_volumes(Filters=[{"Name": "tag:größe", "Values": ["日本"]}])["Volumes"] == []
    assert ec2.describe_prefix_lists()["PrefixLists"]


def test_routes_to_the_internet(ec2: Any, vpc: str, subnets: list[str]) -> None:
    gateway = ec2.create_internet_gateway(TagSpecifications=tagged("internet-gateway"))["InternetGateway"]
    internet = {"InternetGatewayId": gateway["InternetGatewayId"]}
    ec2.attach_internet_gateway(**internet, VpcId=vpc)
    (found,) = ec2.describe_internet_gateways(InternetGatewayIds=list(internet.values()))["InternetGateways"]
    assert as_dict(found["Tags"]) == as_dict(LIST_OF_TAGS)
    table = ec2.create_route_table(VpcId=vpc, TagSpecifications=tagged("route-table"))["RouteTable"]
    route = {"RouteTableId": table["RouteTableId"], "DestinationCidrBlock": "0.0.0.0/0"}
    association = ec2.associate_route_table(RouteTableId=table["RouteTableId"], SubnetId=subnets[0])
    ec2.create_route(**route, GatewayId=gateway["InternetGatewayId"])
    (found,) = ec2.describe_route_tables(RouteTableIds=[table["RouteTableId"]])["RouteTables"]
    assert as_dict(found["Tags"]) == as_dict(LIST_OF_TAGS)
    address = ec2.allocate_address(Domain="vpc", TagSpecifications=tagged("elastic-ip"))
    allocation = {"AllocationId": address["AllocationId"]}
    nat = ec2.create_nat_gateway(**allocation, SubnetId=subnets[0], TagSpecifications=tagged("natgateway"))
    nat_id = nat["NatGateway"]["NatGatewayId"]
    (found,) = ec2.describe_nat_gateways(NatGatewayIds=[nat_id])["NatGateways"]
    assert as_dict(found["Tags"]) == as_dict(LIST_OF_TAGS)
    (found,) = ec2.describe_addresses(AllocationIds=list(allocation.values()))["Addresses"]
    assert as_dict(found["Tags"]) == as_dict(LIST_OF_TAGS)
    ec2.describe_addresses_attribute(AllocationIds=list(allocation.values()))
    assert ec2.describe_network_interfaces(Filters=[{"Name": "vpc-id", "Values": [vpc]}])["NetworkInterfaces"]
    ec2.delete_nat_gateway(NatGatewayId=nat_id)
    ec2.release_address(**allocation)
    ec2.delete_route(**route)
    ec2.disassociate_route_table(AssociationId=association["AssociationId"])
    ec2.delete_route_table(RouteTableId=table["RouteTableId"])
    ec2.detach_internet_gateway(**internet, VpcId=vpc)
    ec2.delete_internet_gateway(**internet)


def test_an_address_can_be_disassociated(ec2: Any, subnets: list[str]) -> None:
    interface = ec2.create_network_interface(SubnetId=subnets[0])["NetworkInterface"]["NetworkInterfaceId"]
    allocation = {"AllocationId": ec2.allocate_address(Domain="vpc")["AllocationId"]}
    associated = ec2.associate_address(**allocation, NetworkInterfaceId=interface)
    ec2.disassociate_address(AssociationId=associated["AssociationId"])
    ec2.release_address(**allocation)
    ec2.delete_network_interface(NetworkInterfaceId=interface)


@pytest.mark.parametrize("direction", ["ingress", "egress"])
def test_rules_of_a_security_group(ec2: Any, group: str, direction: str) -> None:
    (found,) = ec2.describe_security_groups(GroupIds=[group])["SecurityGroups"]
    assert (found["GroupName"], as_dict(found["Tags"])) == (GROUP_NAME, as_dict(LIST_OF_TAGS))
    peer = {"CidrIp": "10.1.0.0/16", "Description": RULE_DESCRIPTION}
    rules = [{"IpProtocol": "tcp", "FromPort": 1, "ToPort": 2, "IpRanges": [peer]}]
    specification = {"GroupId": group, "IpPermissions": rules}
    tags = tagged("security-group-rule")
    if direction == "ingress":
        created = ec2.authorize_security_group_ingress(**specification, TagSpecifications=tags)
    else:
        created = ec2.authorize_security_group_egress(**specification, TagSpecifications=tags)
    rule_ids = [rule["SecurityGroupRuleId"] for rule in created["SecurityGroupRules"]]
    (rule,) = ec2.describe_security_group_rules(SecurityGroupRuleIds=rule_ids)["SecurityGroupRules"]
    assert (rule["Description"], as_dict(rule["Tags"])) == (RULE_DESCRIPTION, as_dict(LIST_OF_TAGS))
    if direction == "ingress":
        ec2.revoke_security_group_ingress(GroupId=group, SecurityGroupRuleIds=rule_ids)
    else:
        ec2.revoke_security_group_egress(GroupId=group, SecurityGroupRuleIds=rule_ids)


def test_endpoints_and_flow_logs(client: Client, ec2: Any, vpc: str, subnets: list[str], group: str) -> None:
    endpoint = ec2.create_vpc_endpoint(
        VpcId=vpc, ServiceName="com.amazonaws.eu-west-1.ecr.api", VpcEndpointType="Interface",
        SubnetIds=subnets, SecurityGroupIds=[group], TagSpecifications=tagged("vpc-endpoint"),
    )["VpcEndpoint"]["VpcEndpointId"]  # fmt: skip
    (found,) = ec2.describe_vpc_endpoints(VpcEndpointIds=[endpoint])["VpcEndpoints"]
    assert as_dict(found["Tags"]) == as_dict(LIST_OF_TAGS)
    ec2.delete_vpc_endpoints(VpcEndpointIds=[endpoint])
    client("logs").create_log_group(logGroupName="/aws/vpc/a.-_/#/flow-logs")
    (flow_log,) = ec2.create_flow_logs(
        ResourceType="VPC", ResourceIds=[vpc], TrafficType="ALL", DeliverLogsPermissionArn=LOG_ROLE,
        LogGroupName="/aws/vpc/a.-_/#/flow-logs", TagSpecifications=tagged("vpc-flow-log"),
    )["FlowLogIds"]  # fmt: skip
    (found,) = ec2.describe_flow_logs(FlowLogIds=[flow_log])["FlowLogs"]
    assert (found["DeliverLogsPermissionArn"], as_dict(found["Tags"])) == (LOG_ROLE, as_dict(LIST_OF_TAGS))
    ec2.delete_flow_logs(FlowLogIds=[flow_log])
    client("logs").delete_log_group(logGroupName="/aws/vpc/a.-_/#/flow-logs")


@pytest.fixture
def auto_scaling_group(client: Client, ec2: Any, subnets: list[str]) -> Iterator[str]:
    """A group with a name of 255 characters, which has signs of other scripts."""
    scaling, name = client("autoscaling"), "ä/: " + "g" * 251
    template = ec2.create_launch_template(
        LaunchTemplateName="awkward", LaunchTemplateData={"ImageId": "ami-1"}
    )
    scaling.create_auto_scaling_group(
        AutoScalingGroupName=name, MinSize=0, MaxSize=0, VPCZoneIdentifier=",".join(subnets),
        LaunchTemplate={"LaunchTemplateId": template["LaunchTemplate"]["LaunchTemplateId"]},
    )  # fmt: skip
    yield name
    scaling.delete_auto_scaling_group(AutoScalingGroupName=name, ForceDelete=True)
    ec2.delete_launch_template(LaunchTemplateName="awkward")


def test_a_load_balancer_is_found_by_its_name(
    client: Client, vpc: str, subnets: list[str], group: str, auto_scaling_group: str
) -> None:
    elb, scaling = client("elbv2"), client("autoscaling")
    balancer = elb.create_load_balancer(
        Name=BALANCER_NAME, Subnets=subnets, SecurityGroups=[group], Tags=LIST_OF_TAGS
    )["LoadBalancers"][0]["LoadBalancerArn"]
    assert elb.describe_load_balancers(Names=[BALANCER_NAME])["LoadBalancers"]
    (found,) = elb.describe_tags(ResourceArns=[balancer])["TagDescriptions"]
    assert as_dict(found["Tags"]) == as_dict(LIST_OF_TAGS)
    attribute = {"Key": "idle_timeout.timeout_seconds", "Value": "61"}
    elb.modify_load_balancer_attributes(LoadBalancerArn=balancer, Attributes=[attribute])
    assert attribute in elb.describe_load_balancer_attributes(LoadBalancerArn=balancer)["Attributes"]
    target = elb.create_target_group(
        Name=BALANCER_NAME, Protocol="HTTP", Port=80, VpcId=vpc, HealthCheckPath="/~a+b?c=%20&d=.", Tags=LIST_OF_TAGS
    )["TargetGroups"][0]["TargetGroupArn"]  # fmt: skip
    (found,) = elb.describe_target_groups(TargetGroupArns=[target])["TargetGroups"]
    assert found["HealthCheckPath"] == "/~a+b?c=%20&d=."
    stickiness = {"Key": "stickiness.enabled", "Value": "true"}
    elb.modify_target_group_attributes(TargetGroupArn=target, Attributes=[stickiness])
    assert stickiness in elb.describe_target_group_attributes(TargetGroupArn=target)["Attributes"]
    listener = elb.create_listener(
        LoadBalancerArn=balancer, Protocol="HTTP", Port=80, Tags=LIST_OF_TAGS,
        DefaultActions=[{"Type": "forward", "TargetGroupArn": target}],
    )["Listeners"][0]["ListenerArn"]  # fmt: skip
    assert elb.describe_listeners(LoadBalancerArn=balancer)["Listeners"]
    elb.describe_listener_attributes(ListenerArn=listener)
    elb.describe_capacity_reservation(LoadBalancerArn=balancer)
    attachment = {"AutoScalingGroupName": auto_scaling_group, "TargetGroupARNs": [target]}
    scaling.attach_load_balancer_target_groups(**attachment)
    scaling.detach_load_balancer_target_groups(**attachment)
    elb.delete_listener(ListenerArn=listener)
    elb.delete_target_group(TargetGroupArn=target)
    elb.delete_load_balancer(LoadBalancerArn=balancer)


def test_classic_load_balancers(
    client: Client, subnets: list[str], group: str, auto_scaling_group: str
) -> None:
    elb, scaling, name = client("elb"), client("autoscaling"), {"LoadBalancerName": BALANCER_NAME}
    listener = {"Protocol": "tcp", "LoadBalancerPort": 80, "InstanceProtocol": "tcp", "InstancePort": 80}
    elb.create_load_balancer(
        **name, Listeners=[listener], Subnets=subnets[:1], SecurityGroups=[group], Tags=LIST_OF_TAGS
    )
    elb.create_load_balancer_listeners(**name, Listeners=[{**listener, "LoadBalancerPort": 81}])
    elb.attach_load_balancer_to_subnets(**name, Subnets=subnets[1:])
    elb.apply_security_groups_to_load_balancer(**name, SecurityGroups=[group])
    check = {"Interval": 30, "Timeout": 5, "UnhealthyThreshold": 2, "HealthyThreshold": 2}
    elb.configure_health_check(**name, HealthCheck={"Target": "HTTP:80/~a+b?c=%20&d=.", **check})
    (found,) = elb.describe_load_balancers(LoadBalancerNames=[BALANCER_NAME])["LoadBalancerDescriptions"]
    assert found["HealthCheck"]["Target"] == "HTTP:80/~a+b?c=%20&d=."
    (tags,) = elb.describe_tags(LoadBalancerNames=[BALANCER_NAME])["TagDescriptions"]
    assert as_dict(tags["Tags"]) == as_dict(LIST_OF_TAGS)
    elb.modify_load_balancer_attributes(
        **name, LoadBalancerAttributes={"CrossZoneLoadBalancing": {"Enabled": True}}
    )
    attributes = elb.describe_load_balancer_attributes(**name)["LoadBalancerAttributes"]
    assert attributes["CrossZoneLoadBalancing"]["Enabled"]
    attachment = {"AutoScalingGroupName": auto_scaling_group, "LoadBalancerNames": [BALANCER_NAME]}
    scaling.attach_load_balancers(**attachment)
    scaling.detach_load_balancers(**attachment)
    elb.delete_load_balancer(**name)


def test_the_caller_is_in_the_account_of_the_key(client: Client) -> None:
    assert client("sts").get_caller_identity()["Account"] == ACCOUNT
