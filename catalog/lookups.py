"""How to find out whether an object that Terraform wants to make exists already, and its import id.

Each row says which call of AWS lists the object by what is known before it exists (name, tags, what it
belongs to), and what `import` takes as its id. Sources (read 2026-11-24): the section "Import" of each
resource in the documentation of terraform-provider-aws 5.100 and 6; parameters and answers from the service
models of botocore.

In templates `{name}` is an attribute of the planned object, `{.VpcId}` a field of the answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Tags:
    """Where the tags of a found object are: at `at` in the object, or in the answer of another call."""

    at: tuple[str | int, ...] = ("Tags",)
    operation: str = ""
    asked: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Lookup:
    """One type of resource.

    `found` leads to the objects in the answer, `detail` to the rest of one object in the answer of another
    call; `same` are fields that must equal planned attributes (both may be absent); `gone` are the values of
    a field that say that it no longer counts. `tags` is where the tags of an object are, None where it has
    none. With `by_tags` nothing else names it: an object without all planned tags is another one, not
    somebody else's of the same name. With `filters` the call itself can look for tags.
    """

    service: str
    operation: str
    asked: Mapping[str, Any]
    found: tuple[str | int, ...]
    id: str
    same: Mapping[str, str] = field(default_factory=dict)
    gone: tuple[str, tuple[str, ...]] = ("", ())
    tags: Tags | None = None
    by_tags: bool = False
    filters: bool = False
    detail: tuple[str, Mapping[str, Any], str] | None = None


def _eks(operation: str, found: str, name: tuple[str, str], cluster: bool = True) -> Lookup:
    """An object of EKS: its parameter and attribute of the name; its tags come with it."""
    parameter, attribute = name
    asked = {parameter: f"{{{attribute}}}"}
    if cluster:
        asked["clusterName"] = "{cluster_name}"
    import_id = f"{{cluster_name}}:{{{attribute}}}" if cluster else f"{{{attribute}}}"
    return Lookup("eks", operation, asked, (found,), import_id, tags=Tags(("tags",)))


def _ec2(operation: str, found: str, field_of_id: str, **more: Any) -> Lookup:
    """An object of EC2 that is found by its tags."""
    import_id = f"{{.{field_of_id}}}"
    return Lookup("ec2", operation, {}, (found,), import_id, tags=Tags(), by_tags=True, filters=True, **more)


def _rule(egress: bool) -> Lookup:
    return Lookup(
        "ec2",
        "describe_security_group_rules",
        {"Filters": [{"Name": "group-id", "Values": ["{security_group_id}"]}]},
        ("SecurityGroupRules",),
        "{.SecurityGroupRuleId}",
        same={
            "IpProtocol": "ip_protocol",
            "CidrIpv4": "cidr_ipv4",
            "CidrIpv6": "cidr_ipv6",
            "ReferencedGroupInfo.GroupId": "referenced_security_group_id",
            "FromPort": "from_port",
            "ToPort": "to_port",
        },
        gone=("IsEgress", ("False",) if egress else ("True",)),
        tags=Tags(),
        by_tags=True,
    )


_VPC = {"VpcId": "vpc_id"}
_BALANCER_TAGS = ("TagDescriptions", 0, "Tags")

LOOKUPS: dict[str, Lookup] = {
    "aws_iam_role": Lookup(
        "iam", "get_role", {"RoleName": "{name}"}, ("Role",), "{name}", tags=Tags(("Tags",))
    ),
    "aws_eks_cluster": _eks("describe_cluster", "cluster", ("name", "name"), cluster=False),
    "aws_eks_node_group": _eks("describe_nodegroup", "nodegroup", ("nodegroupName", "node_group_name")),
    "aws_eks_addon": _eks("describe_addon", "addon", ("addonName", "addon_name")),
    "aws_eks_fargate_profile": _eks(
        "describe_fargate_profile", "fargateProfile", ("fargateProfileName", "fargate_profile_name")
    ),
    "aws_eks_access_entry": _eks("describe_access_entry", "accessEntry", ("principalArn", "principal_arn")),
    "aws_cloudwatch_log_group": Lookup(
        "logs",
        "describe_log_groups",
        {"logGroupNamePrefix": "{name}"},
        ("logGroups",),
        "{name}",
        same={"logGroupName": "name"},
        tags=Tags(("tags",), "list_tags_for_resource", {"resourceArn": "{.logGroupArn}"}),
    ),
    "aws_kms_alias": Lookup("kms", "list_aliases", {}, ("Aliases",), "{name}", same={"AliasName": "name"}),
    "aws_kms_key": Lookup(
        "kms",
        "list_keys",
        {},
        ("Keys",),
        "{.KeyId}",
        gone=("KeyState", ("PendingDeletion", "PendingReplicaDeletion", "Unavailable")),
        tags=Tags(("Tags",), "list_resource_tags", {"KeyId": "{.KeyId}"}),
        by_tags=True,
        detail=("describe_key", {"KeyId": "{.KeyId}"}, "KeyMetadata"),
    ),
    "aws_launch_template": Lookup(
        "ec2",
        "describe_launch_templates",
        {"LaunchTemplateNames": ["{name}"]},
        ("LaunchTemplates",),
        "{.LaunchTemplateId}",
        tags=Tags(),
    ),
    "aws_lb": Lookup(
        "elbv2",
        "describe_load_balancers",
        {"Names": ["{name}"]},
        ("LoadBalancers",),
        "{.LoadBalancerArn}",
        tags=Tags(_BALANCER_TAGS, "describe_tags", {"ResourceArns": ["{.LoadBalancerArn}"]}),
    ),
    "aws_lb_target_group": Lookup(
        "elbv2",
        "describe_target_groups",
        {"Names": ["{name}"]},
        ("TargetGroups",),
        "{.TargetGroupArn}",
        tags=Tags(_BALANCER_TAGS, "describe_tags", {"ResourceArns": ["{.TargetGroupArn}"]}),
    ),
    "aws_lb_listener": Lookup(
        "elbv2",
        "describe_listeners",
        {"LoadBalancerArn": "{load_balancer_arn}"},
        ("Listeners",),
        "{.ListenerArn}",
        same={"Port": "port"},
    ),
    "aws_elb": Lookup(
        "elb",
        "describe_load_balancers",
        {"LoadBalancerNames": ["{name}"]},
        ("LoadBalancerDescriptions",),
        "{name}",
        tags=Tags(_BALANCER_TAGS, "describe_tags", {"LoadBalancerNames": ["{name}"]}),
    ),
    "aws_vpc": _ec2("describe_vpcs", "Vpcs", "VpcId", same={"CidrBlock": "cidr_block"}),
    "aws_subnet": _ec2("describe_subnets", "Subnets", "SubnetId", same={**_VPC, "CidrBlock": "cidr_block"}),
    "aws_internet_gateway": _ec2("describe_internet_gateways", "InternetGateways", "InternetGatewayId"),
    "aws_route_table": _ec2("describe_route_tables", "RouteTables", "RouteTableId", same=_VPC),
    "aws_eip": _ec2("describe_addresses", "Addresses", "AllocationId"),
    "aws_nat_gateway": _ec2(
        "describe_nat_gateways",
        "NatGateways",
        "NatGatewayId",
        gone=("State", ("deleting", "deleted", "failed")),
    ),
    "aws_vpc_endpoint": _ec2(
        "describe_vpc_endpoints",
        "VpcEndpoints",
        "VpcEndpointId",
        same={**_VPC, "ServiceName": "service_name"},
        gone=("State", ("deleting", "deleted")),
    ),
    "aws_flow_log": _ec2("describe_flow_logs", "FlowLogs", "FlowLogId", same={"ResourceId": "vpc_id"}),
    "aws_security_group": _ec2(
        "describe_security_groups", "SecurityGroups", "GroupId", same={**_VPC, "GroupName": "name"}
    ),
    "aws_vpc_security_group_ingress_rule": _rule(egress=False),
    "aws_vpc_security_group_egress_rule": _rule(egress=True),
    "aws_route": Lookup(
        "ec2",
        "describe_route_tables",
        {"RouteTableIds": ["{route_table_id}"]},
        ("RouteTables", 0, "Routes"),
        "{route_table_id}_{destination_cidr_block}",
        same={"DestinationCidrBlock": "destination_cidr_block"},
    ),
    "aws_route_table_association": Lookup(
        "ec2",
        "describe_route_tables",
        {"RouteTableIds": ["{route_table_id}"]},
        ("RouteTables", 0, "Associations"),
        "{subnet_id}/{route_table_id}",
        same={"SubnetId": "subnet_id"},
    ),
}
"""What is left out needs no import: an apply makes it again over what is there (attachments and inline
policies of roles, policy associations of access entries). Policies of classic load balancers have none."""
