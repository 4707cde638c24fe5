"""The events of Amazon EC2 and Amazon VPC."""

from __future__ import annotations

from .event import AuditedType, ChangeEvent, Match, ObjectEvent, identity, objects, rules, sets, tags

_EC2 = "ec2.amazonaws.com"
_TAGGED_EC2 = tags("CreateTags", "DeleteTags", "tagSet", "tagSet")
_SECURITY_GROUP = AuditedType(
    _EC2,
    (identity(id="groupId resourceId"),),
    (*_TAGGED_EC2, *rules("ingress", "Ingress"), *rules("egress", "Egress")),
    objects("CreateSecurityGroup"),
    objects("DeleteSecurityGroup"),
)
_ROUTE_TABLE = AuditedType(
    _EC2,
    (identity(id="routeTableId resourceId"),),
    (
        *_TAGGED_EC2,
        *(
            ChangeEvent(name, ("route",), (parameter,), match, key)
            for name, match in (("CreateRoute", Match.ADDED), ("DeleteRoute", Match.REMOVED))
            for parameter, key in (
                ("destinationCidrBlock", "cidr_block"),
                ("destinationIpv6CidrBlock", "ipv6_cidr_block"),
            )
        ),
    ),
    objects("CreateRouteTable"),
    objects("DeleteRouteTable"),
)  # fmt: skip


def _security_group_rule(direction: str) -> AuditedType:
    return AuditedType(
        _EC2,
        (identity(security_group_rule_id="securityGroupRuleId securityGroupRuleIds resourceId"),),
        (
            *_TAGGED_EC2,
            *sets(
                "ModifySecurityGroupRules",
                cidr_ipv4="securityGroupRule.securityGroupRule.cidrIpv4",
                cidr_ipv6="securityGroupRule.securityGroupRule.cidrIpv6",
                prefix_list_id="securityGroupRule.securityGroupRule.prefixListId",
                referenced_security_group_id="securityGroupRule.securityGroupRule.referencedGroupId",
                ip_protocol="securityGroupRule.securityGroupRule.ipProtocol",
                from_port="securityGroupRule.securityGroupRule.fromPort",
                to_port="securityGroupRule.securityGroupRule.toPort",
                description="securityGroupRule.securityGroupRule.description",
            ),
        ),
        (
            ObjectEvent(
                f"AuthorizeSecurityGroup{direction}", identity(security_group_id="groupId"), rule=True
            ),
        ),
        (
            ObjectEvent(f"RevokeSecurityGroup{direction}"),
            ObjectEvent(f"RevokeSecurityGroup{direction}", identity(security_group_id="groupId"), rule=True),
        ),
    )


EC2: dict[str, AuditedType] = {
    "aws_vpc": AuditedType(
        _EC2,
        (identity(id="vpcId resourceId"),),
        (
            *_TAGGED_EC2,
            *sets(
                "ModifyVpcAttribute",
                enable_dns_support="enableDnsSupport",
                enable_dns_hostnames="enableDnsHostnames",
                enable_network_address_usage_metrics="enableNetworkAddressUsageMetrics",
            ),
        ),
        objects("CreateVpc"),
        objects("DeleteVpc"),
    ),
    "aws_vpc_ipv4_cidr_block_association": AuditedType(
        _EC2,
        (identity(id="associationId"),),
        (),
        objects("AssociateVpcCidrBlock"),
        objects("DisassociateVpcCidrBlock"),
    ),
    "aws_subnet": AuditedType(
        _EC2,
        (identity(id="subnetId resourceId"),),
        (
            *_TAGGED_EC2,
            *sets(
                "ModifySubnetAttribute",
                map_public_ip_on_launch="mapPublicIpOnLaunch",
                assign_ipv6_address_on_creation="assignIpv6AddressOnCreation",
                enable_dns64="enableDns64",
                private_dns_hostname_type_on_launch="privateDnsHostnameTypeOnLaunch",
            ),
        ),
        objects("CreateSubnet"),
        objects("DeleteSubnet"),
    ),
    "aws_route_table": _ROUTE_TABLE,
    "aws_route": AuditedType(
        _EC2,
        (
            identity(route_table_id="routeTableId", destination_cidr_block="destinationCidrBlock"),
            identity(route_table_id="routeTableId", destination_ipv6_cidr_block="destinationIpv6CidrBlock"),
            identity(route_table_id="routeTableId", destination_prefix_list_id="destinationPrefixListId"),
        ),
        sets(
            "ReplaceRoute",
            gateway_id="gatewayId",
            nat_gateway_id="natGatewayId",
            transit_gateway_id="transitGatewayId",
            network_interface_id="networkInterfaceId",
            vpc_peering_connection_id="vpcPeeringConnectionId",
            vpc_endpoint_id="vpcEndpointId",
            egress_only_gateway_id="egressOnlyInternetGatewayId",
        ),
        objects("CreateRoute"),
        objects("DeleteRoute"),
    ),
    "aws_route_table_association": AuditedType(
        _EC2,
        (identity(id="associationId"),),
        sets("ReplaceRouteTableAssociation", route_table_id="routeTableId"),
        (ObjectEvent("AssociateRouteTable", identity(subnet_id="subnetId", route_table_id="routeTableId")),),
        objects("DisassociateRouteTable", "ReplaceRouteTableAssociation"),
    ),
    "aws_egress_only_internet_gateway": AuditedType(
        _EC2,
        (identity(id="egressOnlyInternetGatewayId resourceId"),),
        _TAGGED_EC2,
        objects("CreateEgressOnlyInternetGateway"),
        objects("DeleteEgressOnlyInternetGateway"),
    ),
    "aws_internet_gateway": AuditedType(
        _EC2,
        (identity(id="internetGatewayId resourceId"),),
        _TAGGED_EC2,
        objects("CreateInternetGateway"),
        objects("DeleteInternetGateway"),
    ),
    "aws_nat_gateway": AuditedType(
        _EC2,
        (identity(id="natGatewayId resourceId"),),
        _TAGGED_EC2,
        objects("CreateNatGateway"),
        objects("DeleteNatGateway"),
    ),
    "aws_eip": AuditedType(
        _EC2,
        (identity(allocation_id="allocationId resourceId"),),
        _TAGGED_EC2,
        objects("AllocateAddress"),
        objects("ReleaseAddress"),
    ),
    "aws_flow_log": AuditedType(
        _EC2,
        (identity(id="flowLogId resourceId"),),
        _TAGGED_EC2,
        objects("CreateFlowLogs"),
        objects("DeleteFlowLogs"),
    ),
    "aws_vpc_endpoint": AuditedType(
        _EC2,
        (identity(id="vpcEndpointId resourceId"),),
        (
            *_TAGGED_EC2,
            *sets(
                "ModifyVpcEndpoint",
                policy="policyDocument",
                private_dns_enabled="privateDnsEnabled",
                ip_address_type="ipAddressType",
            ),
            ChangeEvent("ModifyVpcEndpoint", ("security_group_ids",), ("addSecurityGroupId",), Match.ADDED),
            ChangeEvent(
                "ModifyVpcEndpoint", ("security_group_ids",), ("removeSecurityGroupId",), Match.REMOVED
            ),
            ChangeEvent("ModifyVpcEndpoint", ("subnet_ids",), ("addSubnetId",), Match.ADDED),
            ChangeEvent("ModifyVpcEndpoint", ("subnet_ids",), ("removeSubnetId",), Match.REMOVED),
            ChangeEvent("ModifyVpcEndpoint", ("route_table_ids",), ("addRouteTableId",), Match.ADDED),
            ChangeEvent("ModifyVpcEndpoint", ("route_table_ids",), ("removeRouteTableId",), Match.REMOVED),
        ),
        objects("CreateVpcEndpoint"),
        objects("DeleteVpcEndpoints"),
    ),
    "aws_security_group": _SECURITY_GROUP,
    "aws_default_security_group": _SECURITY_GROUP,
    "aws_vpc_security_group_ingress_rule": _security_group_rule("Ingress"),
    "aws_vpc_security_group_egress_rule": _security_group_rule("Egress"),
    "aws_launch_template": AuditedType(
        _EC2,
        (identity(id="launchTemplateId resourceId"), identity(name="launchTemplateName")),
        (
            *_TAGGED_EC2,
            *sets("ModifyLaunchTemplate", default_version="setDefaultVersion"),
            *sets(
                "CreateLaunchTemplateVersion",
                user_data="launchTemplateData.userData",
                image_id="launchTemplateData.imageId",
                key_name="launchTemplateData.keyName",
                iam_instance_profile__arn="launchTemplateData.iamInstanceProfile.arn",
                iam_instance_profile__name="launchTemplateData.iamInstanceProfile.name",
                vpc_security_group_ids="launchTemplateData.securityGroupId",
                metadata_options__http_tokens="launchTemplateData.metadataOptions.httpTokens",
                metadata_options__http_put_response_hop_limit=(
                    "launchTemplateData.metadataOptions.httpPutResponseHopLimit"
                ),
            ),
        ),
        objects("CreateLaunchTemplate"),
        objects("DeleteLaunchTemplate"),
    ),
}
