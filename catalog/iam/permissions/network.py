"""VPCs and what is in them.

Sources, read 2026-11-30: the calls of terraform-provider-aws 5.100 in runs of the local AWS; the actions of
the service authorization reference (the copy in cfn-lint 1.58); EC2 user guide, "IAM permissions required
for Amazon EC2 launch templates" (a tag in a call that makes something is `ec2:CreateTags`); VPC user guide,
"Using service-linked roles for VPC" (regional NAT gateways) and "Amazon S3 bucket permissions for flow
logs": who may put a bucket policy lets EC2 overwrite that of the bucket, so `s3:PutBucketPolicy` is not
here. No run shows the delivery of logs, nor `route53:AssociateVPCWithHostedZone` for the private DNS names
of endpoints: AWS asks for them.
"""

from __future__ import annotations

from .permission import Permissions, actions


def _ec2(type_: str, read: str, write: str = "", tags: bool = True, **more: tuple[str, ...]) -> Permissions:
    """Return the permissions of a type in EC2; `writes` are those of other services."""
    written = f"{write} CreateTags DeleteTags" if tags and write else write
    return Permissions(type_, actions("ec2", read), actions("ec2", written) + more.pop("writes", ()), **more)


_VPC = "DescribeVpcs DescribeVpcAttribute DescribeNetworkAcls DescribeRouteTables DescribeSecurityGroups"
_RULES = (
    "AuthorizeSecurityGroupIngress AuthorizeSecurityGroupEgress "
    "RevokeSecurityGroupIngress RevokeSecurityGroupEgress"
)

NETWORK: tuple[Permissions, ...] = (
    _ec2("data.aws_internet_gateway", "DescribeInternetGateways"),
    _ec2("data.aws_nat_gateway", "DescribeNatGateways"),
    _ec2("data.aws_route_table", "DescribeRouteTables"),
    _ec2("data.aws_route_tables", "DescribeRouteTables"),
    _ec2("data.aws_security_group", "DescribeSecurityGroups"),
    _ec2("data.aws_subnet", "DescribeSubnets"),
    _ec2("data.aws_subnets", "DescribeSubnets"),
    _ec2("data.aws_vpc", "DescribeVpcs DescribeVpcAttribute DescribeRouteTables"),
    _ec2(
        "aws_default_security_group",
        "DescribeSecurityGroups DescribeVpcs",
        _RULES,
    ),
    _ec2("aws_ec2_tag", "DescribeTags", "CreateTags DeleteTags", tags=False),
    _ec2(
        "aws_egress_only_internet_gateway",
        "DescribeEgressOnlyInternetGateways",
        "CreateEgressOnlyInternetGateway DeleteEgressOnlyInternetGateway",
    ),
    _ec2(
        "aws_eip",
        "DescribeAddresses DescribeAddressesAttribute",
        "AllocateAddress DisassociateAddress ReleaseAddress",
    ),
    _ec2(
        "aws_flow_log",
        "DescribeFlowLogs",
        "CreateFlowLogs DeleteFlowLogs",
        writes=actions("logs", "CreateLogDelivery DeleteLogDelivery GetLogDelivery ListLogDeliveries"),
        passed_to=("vpc-flow-logs",),
    ),
    _ec2(
        "aws_internet_gateway",
        "DescribeInternetGateways",
        "AttachInternetGateway CreateInternetGateway DeleteInternetGateway DetachInternetGateway",
    ),
    _ec2(
        "aws_nat_gateway",
        "DescribeNatGateways",
        "AssociateNatGatewayAddress AssignPrivateNatGatewayAddress CreateNatGateway DeleteNatGateway "
        "DisassociateNatGatewayAddress UnassignPrivateNatGatewayAddress",
        linked=("ec2-nat-gateway.amazonaws.com",),
    ),
    _ec2("aws_route", "DescribeRouteTables", "CreateRoute DeleteRoute ReplaceRoute", tags=False),
    _ec2(
        "aws_route_table",
        "DescribeRouteTables",
        "CreateRoute CreateRouteTable DeleteRoute DeleteRouteTable DisassociateRouteTable ReplaceRoute",
    ),
    _ec2(
        "aws_route_table_association",
        "DescribeRouteTables",
        "AssociateRouteTable DisassociateRouteTable ReplaceRouteTableAssociation",
        tags=False,
    ),
    _ec2(
        "aws_security_group",
        # Network interfaces: what still uses a group that is to be deleted.
        "DescribeNetworkInterfaces DescribeSecurityGroups",
        f"CreateSecurityGroup DeleteSecurityGroup {_RULES}",
    ),
    _ec2(
        "aws_subnet",
        "DescribeNetworkInterfaces DescribeSubnets",
        "AssociateSubnetCidrBlock CreateSubnet DeleteSubnet DisassociateSubnetCidrBlock "
        "ModifySubnetAttribute",
    ),
    _ec2(
        "aws_vpc",
        _VPC,
        "AssociateVpcCidrBlock CreateVpc DeleteVpc DisassociateVpcCidrBlock ModifyVpcAttribute",
    ),
    _ec2(
        "aws_vpc_endpoint",
        "DescribeNetworkInterfaces DescribePrefixLists DescribeVpcEndpoints",
        "CreateVpcEndpoint DeleteVpcEndpoints ModifyVpcEndpoint",
        writes=actions("route53", "AssociateVPCWithHostedZone"),
    ),
    _ec2(
        "aws_vpc_ipv4_cidr_block_association",
        "DescribeVpcs",
        "AssociateVpcCidrBlock DisassociateVpcCidrBlock",
        tags=False,
    ),
    *(
        _ec2(
            f"aws_vpc_security_group_{way}_rule",
            "DescribeSecurityGroupRules",
            f"AuthorizeSecurityGroup{way.capitalize()} ModifySecurityGroupRules "
            f"RevokeSecurityGroup{way.capitalize()}",
        )
        for way in ("egress", "ingress")
    ),
)
