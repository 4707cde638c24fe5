"""Every row of `catalog/destroy_blockers/` on the local AWS, which refuses what AWS refuses.

While the object exists, the call that it blocks is refused; eksgen finds the object; and after the commands of
the row, the call succeeds.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from botocore.exceptions import ClientError

from eksgen.catalog.destroy_blockers import DESTROY_BLOCKERS
from eksgen.catalog.destroy_blockers.blocker import DestroyBlocker
from eksgen.engine.aws.destroy import blockers
from eksgen.engine.aws.destroy.blocking_object import BlockingObject
from eksgen.engine.plan.document import PlanDocument, parse_document
from eksgen.sandbox.boto_clients import boto_client
from eksgen.sandbox.server_file import Sandbox

from .aws_command import run_aws_command

ACCOUNT, REGION = "100000000071", "eu-west-1"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/by-hand"
ROWS = {row.noun: row for row in DESTROY_BLOCKERS}
ERRORS = {
    "DeleteCluster": "ResourceInUseException",
    "DeleteSubnet": "DependencyViolation",
    "DeleteVpc": "DependencyViolation",
}
"""The code with which AWS refuses the call that an object blocks."""


@dataclass
class Account:
    """An account with a VPC, and with subnets and a cluster once they are needed."""

    client: Callable[[str], Any]
    name: str
    vpc: str
    subnets: list[str] = field(default_factory=list)
    with_cluster: bool = False

    def need_subnets(self) -> list[str]:
        for number, zone in enumerate("" if self.subnets else "ab"):
            subnet = self.client("ec2").create_subnet(
                VpcId=self.vpc, CidrBlock=f"10.0.{number}.0/24", AvailabilityZone=f"{REGION}{zone}"
            )
            self.subnets.append(subnet["Subnet"]["SubnetId"])
        return self.subnets

    def need_cluster(self) -> str:
        if not self.with_cluster:
            self.client("eks").create_cluster(
                name=self.name,
                roleArn=ROLE,
                resourcesVpcConfig={"subnetIds": self.need_subnets()},
                accessConfig={"authenticationMode": "API"},
            )
            self.with_cluster = True
        return self.name

    def document(self) -> PlanDocument:
        """Return the plan of a destroy whose state records the VPC, the subnets and the cluster."""
        recorded = {"aws_vpc": [self.vpc], "aws_subnet": self.subnets}
        values = [(kind, {"id": id}) for kind, ids in recorded.items() for id in ids]
        if self.with_cluster:
            values.append(("aws_eks_cluster", {"name": self.name}))
        return parse_document(
            {
                "resource_changes": [
                    {
                        "address": f"{kind}.this[{number}]",
                        "change": {"actions": ["delete"], "before": before},
                    }
                    for number, (kind, before) in enumerate(values)
                ],
                "configuration": {
                    "provider_config": {"aws": {"expressions": {"region": {"constant_value": REGION}}}}
                },
            }
        )

    def blocked_call(self, operation: str) -> Callable[[], Any]:
        if operation == "DeleteCluster":
            return lambda: self.client("eks").delete_cluster(name=self.name)
        if operation == "DeleteSubnet":
            return lambda: self.client("ec2").delete_subnet(SubnetId=self.subnets[0])
        return lambda: self.client("ec2").delete_vpc(VpcId=self.vpc)


@pytest.fixture
def account(sandbox: Sandbox, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Account:
    def client(service: str) -> Any:
        return boto_client(sandbox, service, ACCOUNT, REGION)

    monkeypatch.setattr(blockers, "client", lambda _workspace, service, _region: client(service))
    vpc = client("ec2").create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    name = "".join(c if c.isalnum() else "-" for c in request.node.name)[-60:].strip("-")
    return Account(client, name, vpc)


def launch(account: Account, **tags: str) -> str:
    launched = account.client("ec2").run_instances(
        ImageId="ami-12345678",
        MinCount=1,
        MaxCount=1,
        SubnetId=account.need_subnets()[0],
        TagSpecifications=[
            {
                "ResourceType": "instance",
                "Tags": [{"Key": key, "Value": value} for key, value in {"Name": "by-hand", **tags}.items()],
            }
        ],
    )
    return str(launched["Instances"][0]["InstanceId"])


def terminate_instances(account: Account) -> None:
    ec2, in_vpc = account.client("ec2"), [{"Name": "vpc-id", "Values": [account.vpc]}]
    for reservation in ec2.describe_instances(Filters=in_vpc)["Reservations"]:
        ec2.terminate_instances(InstanceIds=[one["InstanceId"] for one in reservation["Instances"]])


def create_node_group(account: Account) -> str:
    account.client("eks").create_nodegroup(
        clusterName=account.need_cluster(), nodegroupName="by-hand", nodeRole=ROLE, subnets=account.subnets
    )
    return "by-hand"


def create_fargate_profile(account: Account) -> str:
    account.client("eks").create_fargate_profile(
        clusterName=account.need_cluster(),
        fargateProfileName="by-hand",
        podExecutionRoleArn=ROLE,
        selectors=[{"namespace": "shop"}],
    )
    return "by-hand"


def create_capability(account: Account) -> str:
    account.client("eks").create_capability(
        clusterName=account.need_cluster(),
        capabilityName="by-hand",
        type="ACK",
        roleArn=ROLE,
        deletePropagationPolicy="RETAIN",
    )
    return "by-hand"


def create_addon(account: Account) -> str:
    account.client("eks").create_addon(clusterName=account.need_cluster(), addonName="metrics-server")
    return "metrics-server"


def create_access_entry(account: Account) -> str:
    account.client("eks").create_access_entry(clusterName=account.need_cluster(), principalArn=ROLE)
    return ROLE


def create_association(account: Account) -> str:
    association = account.client("eks").create_pod_identity_association(
        clusterName=account.need_cluster(), namespace="shop", serviceAccount="web", roleArn=ROLE
    )
    return str(association["association"]["associationId"])


def create_identity_provider(account: Account) -> str:
    oidc = {"identityProviderConfigName": "by-hand", "issuerUrl": "https://id.example", "clientId": "a"}
    account.client("eks").associate_identity_provider_config(clusterName=account.need_cluster(), oidc=oidc)
    return "by-hand"


def create_other_cluster(account: Account) -> str:
    name = f"{account.vpc}-other"
    account.client("eks").create_cluster(
        name=name, roleArn=ROLE, resourcesVpcConfig={"subnetIds": account.need_subnets()}
    )
    return name


def create_load_balancer(account: Account) -> str:
    """Create a load balancer that is protected, which the commands of the row turn off."""
    elb = account.client("elbv2")
    balancer = elb.create_load_balancer(
        Name=account.vpc[-17:], Type="network", Subnets=account.need_subnets()
    )
    arn = str(balancer["LoadBalancers"][0]["LoadBalancerArn"])
    protected = {"Key": "deletion_protection.enabled", "Value": "true"}
    elb.modify_load_balancer_attributes(LoadBalancerArn=arn, Attributes=[protected])
    return arn


def create_classic_load_balancer(account: Account) -> str:
    account.client("elb").create_load_balancer(
        LoadBalancerName=account.vpc[-17:],
        Listeners=[{"Protocol": "TCP", "LoadBalancerPort": 80, "InstancePort": 80}],
        Subnets=account.need_subnets(),
    )
    return account.vpc[-17:]


def create_scaling_group(account: Account) -> str:
    """Create a group and launch its instance, which the sandbox does not."""
    template = account.client("ec2").create_launch_template(
        LaunchTemplateName=account.vpc, LaunchTemplateData={"ImageId": "ami-12345678"}
    )["LaunchTemplate"]["LaunchTemplateId"]
    account.client("autoscaling").create_auto_scaling_group(
        AutoScalingGroupName=account.vpc,
        MinSize=1,
        MaxSize=1,
        LaunchTemplate={"LaunchTemplateId": template},
        VPCZoneIdentifier=account.need_subnets()[0],
    )
    launch(account, **{"aws:autoscaling:groupName": account.vpc})
    return account.vpc


def create_nat_gateway(account: Account) -> str:
    gateway = account.client("ec2").create_nat_gateway(
        SubnetId=account.need_subnets()[0], ConnectivityType="private"
    )
    return str(gateway["NatGateway"]["NatGatewayId"])


def create_endpoint(account: Account) -> str:
    endpoint = account.client("ec2").create_vpc_endpoint(
        VpcId=account.vpc, ServiceName=f"com.amazonaws.{REGION}.s3", VpcEndpointType="Gateway"
    )
    return str(endpoint["VpcEndpoint"]["VpcEndpointId"])


def create_connect_endpoint(account: Account) -> str:
    endpoint = account.client("ec2").create_instance_connect_endpoint(SubnetId=account.need_subnets()[0])
    return str(endpoint["InstanceConnectEndpoint"]["InstanceConnectEndpointId"])


def create_transit_attachment(account: Account) -> str:
    ec2 = account.client("ec2")
    gateway = ec2.create_transit_gateway()["TransitGateway"]["TransitGatewayId"]
    attachment = ec2.create_transit_gateway_vpc_attachment(
        TransitGatewayId=gateway, VpcId=account.vpc, SubnetIds=account.need_subnets()
    )
    return str(attachment["TransitGatewayVpcAttachment"]["TransitGatewayAttachmentId"])


def create_interface(account: Account) -> str:
    interface = account.client("ec2").create_network_interface(SubnetId=account.need_subnets()[0])
    return str(interface["NetworkInterface"]["NetworkInterfaceId"])


def create_subnet(account: Account) -> str:
    subnet = account.client("ec2").create_subnet(VpcId=account.vpc, CidrBlock="10.0.9.0/24")
    return str(subnet["Subnet"]["SubnetId"])


def create_network_acl(account: Account) -> str:
    """Create a network ACL that the subnets of the state use."""
    ec2, subnet = account.client("ec2"), account.need_subnets()[0]
    acl = ec2.create_network_acl(VpcId=account.vpc)["NetworkAcl"]["NetworkAclId"]
    of_subnet = [{"Name": "association.subnet-id", "Values": [subnet]}]
    associations = ec2.describe_network_acls(Filters=of_subnet)["NetworkAcls"][0]["Associations"]
    (association,) = (a["NetworkAclAssociationId"] for a in associations if a["SubnetId"] == subnet)
    ec2.replace_network_acl_association(AssociationId=association, NetworkAclId=acl)
    return str(acl)


def create_route_table(account: Account) -> str:
    ec2 = account.client("ec2")
    table = ec2.create_route_table(VpcId=account.vpc)["RouteTable"]["RouteTableId"]
    ec2.associate_route_table(RouteTableId=table, SubnetId=account.need_subnets()[0])
    return str(table)


def create_vpn_gateway(account: Account) -> str:
    ec2 = account.client("ec2")
    gateway = ec2.create_vpn_gateway(Type="ipsec.1")["VpnGateway"]["VpnGatewayId"]
    ec2.attach_vpn_gateway(VpnGatewayId=gateway, VpcId=account.vpc)
    return str(gateway)


def create_security_group(account: Account) -> str:
    group = account.client("ec2").create_security_group(
        GroupName="by-hand", Description="by hand", VpcId=account.vpc
    )
    return str(group["GroupId"])


CREATE: dict[str, Callable[[Account], str]] = {
    "node group": create_node_group,
    "Fargate profile": create_fargate_profile,
    "capability": create_capability,
    "add-on": create_addon,
    "access entry": create_access_entry,
    "pod identity association": create_association,
    "identity provider": create_identity_provider,
    "EKS cluster": create_other_cluster,
    "load balancer": create_load_balancer,
    "classic load balancer": create_classic_load_balancer,
    "node of Karpenter": lambda account: launch(account, **{"karpenter.sh/nodepool": "general"}),
    "instance of an Auto Scaling group": create_scaling_group,
    "instance": launch,
    "NAT gateway": create_nat_gateway,
    "VPC endpoint": create_endpoint,
    "EC2 Instance Connect endpoint": create_connect_endpoint,
    "transit gateway attachment": create_transit_attachment,
    "network interface": create_interface,
    "subnet": create_subnet,
    "network ACL": create_network_acl,
    "route table": create_route_table,
    "VPN gateway": create_vpn_gateway,
    "security group": create_security_group,
}


def blocking(account: Account) -> list[BlockingObject]:
    workspace: Any = None
    objects, remarks = blockers.find_destroy_blockers(workspace, account.document())
    assert remarks == ()
    return list(objects)


def remove(account: Account, found: BlockingObject) -> None:
    """Run the commands that an object is removed with, and what AWS or the user does after them."""
    for command in found.commands:
        run_aws_command(account.client, command)
    if found.noun == "instance of an Auto Scaling group":
        terminate_instances(account)
    if found.noun == "EKS cluster":
        account.client("eks").delete_cluster(name=found.id)


def test_every_row_is_walked() -> None:
    assert set(ROWS) - set(CREATE) == {"network interface of an AWS service"}, "moto cannot make one"


@pytest.mark.parametrize("noun", CREATE)
def test_an_object_is_found_blocks_what_the_row_says_and_is_removed_by_its_commands(
    noun: str, account: Account
) -> None:
    row: DestroyBlocker = ROWS[noun]
    id = CREATE[noun](account)
    (found,) = [object for object in blocking(account) if object.noun == noun]
    assert (found.noun, found.id, found.blocks) == (noun, id, row.blocks)
    if row.blocks:
        with pytest.raises(ClientError) as refused:
            account.blocked_call(row.blocks)()
        assert refused.value.response["Error"]["Code"] == ERRORS[row.blocks]
    if any(command.startswith("kubectl ") for command in found.commands):
        return
    remove(account, found)
    if row.blocks:
        assert [left for left in blocking(account) if left.noun == noun] == []
    if row.blocks == "DeleteVpc":
        for subnet in account.subnets:
            account.client("ec2").delete_subnet(SubnetId=subnet)
    account.blocked_call(row.blocks or "DeleteCluster")()
