"""How to find an existing object that Terraform is about to create, and its import id.

Each row names the AWS operation that lists the object by what is known before it exists (name, tags, parent),
and the id for `import`. Sources (read 2026-11-24): the section "Import" of each resource in the documentation
of terraform-provider-aws 5.100 and 6; parameters and responses from the service models of botocore.

In templates `{name}` is an attribute of the planned object, `{one|other}` the first of them that it has, and
`{.VpcId}` a field of the response.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ..logs.cloudwatch import control_plane_log_group


@dataclass(frozen=True, slots=True)
class Tags:
    """Where the tags of an object are: at `path` in the object, or in the response of another operation."""

    path: tuple[str | int, ...] = ("Tags",)
    operation: str = ""
    parameters: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Lookup:
    """How to find objects of one resource type.

    `result_path` leads to the objects in the response; `detail` is (operation, parameters, key) of an
    operation that returns further fields of an object. `matching_fields` maps fields to the planned
    attributes that they must equal (both may be absent). `excluded` is a field and its values for objects
    that do not count. `tags` is None if the type has no tags. With `by_tags` only the tags identify an
    object: one without all planned tags is a different object, not a foreign object with the same name. An
    object without any tag whose id matches the pattern `untagged_is_ours` may be imported, because AWS itself
    creates such ones. With `filters` the operation itself can filter by tags.
    """

    service: str
    operation: str
    parameters: Mapping[str, Any]
    result_path: tuple[str | int, ...]
    id: str
    matching_fields: Mapping[str, str] = field(default_factory=dict)
    excluded: tuple[str, tuple[str, ...]] = ("", ())
    tags: Tags | None = None
    by_tags: bool = False
    untagged_is_ours: str = ""
    filters: bool = False
    detail: tuple[str, Mapping[str, Any], str] | None = None


def _eks(operation: str, key: str, name: tuple[str, str], cluster: bool = True) -> Lookup:
    """Return the lookup of an EKS object; `name` is (parameter, attribute) of its name."""
    parameter, attribute = name
    parameters = {parameter: f"{{{attribute}}}"}
    if cluster:
        parameters["clusterName"] = "{cluster_name}"
    import_id = f"{{cluster_name}}:{{{attribute}}}" if cluster else f"{{{attribute}}}"
    return Lookup("eks", operation, parameters, (key,), import_id, tags=Tags(("tags",)))


def _ec2(operation: str, key: str, id_field: str, **settings: Any) -> Lookup:
    """Return the lookup of an EC2 object by its tags."""
    import_id = f"{{.{id_field}}}"
    return Lookup(
        "ec2", operation, {}, (key,), import_id, tags=Tags(), by_tags=True, filters=True, **settings
    )


def _rule(egress: bool) -> Lookup:
    return Lookup(
        "ec2",
        "describe_security_group_rules",
        {"Filters": [{"Name": "group-id", "Values": ["{security_group_id}"]}]},
        ("SecurityGroupRules",),
        "{.SecurityGroupRuleId}",
        matching_fields={
            "IpProtocol": "ip_protocol",
            "CidrIpv4": "cidr_ipv4",
            "CidrIpv6": "cidr_ipv6",
            "ReferencedGroupInfo.GroupId": "referenced_security_group_id",
            "FromPort": "from_port",
            "ToPort": "to_port",
        },
        excluded=("IsEgress", ("False",) if egress else ("True",)),
        tags=Tags(),
        by_tags=True,
    )


_VPC = {"VpcId": "vpc_id"}
_BALANCER_TAGS = ("TagDescriptions", 0, "Tags")

LOOKUPS: dict[str, Lookup] = {
    "aws_iam_role": Lookup(
        "iam", "get_role", {"RoleName": "{name}"}, ("Role",), "{name}", tags=Tags(("Tags",))
    ),
    "aws_iam_instance_profile": Lookup(
        "iam",
        "get_instance_profile",
        {"InstanceProfileName": "{name}"},
        ("InstanceProfile",),
        "{name}",
        tags=Tags(("Tags",)),
    ),
    "aws_autoscaling_group": Lookup(
        "autoscaling",
        "describe_auto_scaling_groups",
        {"AutoScalingGroupNames": ["{name}"]},
        ("AutoScalingGroups",),
        "{name}",
        tags=Tags(),
    ),
    "aws_iam_policy": Lookup(
        "iam",
        "list_policies",
        {"Scope": "Local"},
        ("Policies",),
        "{.Arn}",
        matching_fields={"PolicyName": "name"},
        tags=Tags(("Tags",), "list_policy_tags", {"PolicyArn": "{.Arn}"}),
    ),
    # Its ARN ends in the issuer, which is unknown before the cluster exists; its tag names the cluster.
    "aws_iam_openid_connect_provider": Lookup(
        "iam",
        "list_open_id_connect_providers",
        {},
        ("OpenIDConnectProviderList",),
        "{.Arn}",
        tags=Tags(("Tags",), "list_open_id_connect_provider_tags", {"OpenIDConnectProviderArn": "{.Arn}"}),
        by_tags=True,
    ),
    "aws_eks_cluster": _eks("describe_cluster", "cluster", ("name", "name"), cluster=False),
    "aws_eks_node_group": _eks("describe_nodegroup", "nodegroup", ("nodegroupName", "node_group_name")),
    "aws_eks_addon": _eks("describe_addon", "addon", ("addonName", "addon_name")),
    "aws_eks_fargate_profile": _eks(
        "describe_fargate_profile", "fargateProfile", ("fargateProfileName", "fargate_profile_name")
    ),
    "aws_eks_capability": Lookup(
        "eks",
        "describe_capability",
        {"clusterName": "{cluster_name}", "capabilityName": "{capability_name}"},
        ("capability",),
        "{cluster_name},{capability_name}",
        tags=Tags(("tags",)),
    ),
    "aws_eks_access_entry": _eks("describe_access_entry", "accessEntry", ("principalArn", "principal_arn")),
    "aws_eks_identity_provider_config": Lookup(
        "eks",
        "describe_identity_provider_config",
        {
            "clusterName": "{cluster_name}",
            "identityProviderConfig": {"type": "oidc", "name": "{oidc.identity_provider_config_name}"},
        },
        ("identityProviderConfig", "oidc"),
        "{cluster_name}:{oidc.identity_provider_config_name}",
        tags=Tags(("tags",)),
    ),
    "aws_eks_pod_identity_association": Lookup(
        "eks",
        "list_pod_identity_associations",
        {"clusterName": "{cluster_name}", "namespace": "{namespace}", "serviceAccount": "{service_account}"},
        ("associations",),
        "{cluster_name},{.associationId}",
        tags=Tags(("tags",), "list_tags_for_resource", {"resourceArn": "{.associationArn}"}),
    ),
    "aws_cloudwatch_log_group": Lookup(
        "logs",
        "describe_log_groups",
        {"logGroupNamePrefix": "{name}"},
        ("logGroups",),
        "{name}",
        matching_fields={"logGroupName": "name"},
        tags=Tags(("tags",), "list_tags_for_resource", {"resourceArn": "{.logGroupArn}"}),
        # EKS creates it again for events that it writes after a destroy.
        untagged_is_ours=control_plane_log_group("[^/]+"),
    ),
    "aws_cloudtrail": Lookup(
        "cloudtrail",
        "describe_trails",
        {"trailNameList": ["{name}"], "includeShadowTrails": False},
        ("trailList",),
        "{.TrailARN}",
        tags=Tags(("ResourceTagList", 0, "TagsList"), "list_tags", {"ResourceIdList": ["{.TrailARN}"]}),
    ),
    "aws_ecr_repository": Lookup(
        "ecr",
        "describe_repositories",
        {"repositoryNames": ["{name}"]},
        ("repositories",),
        "{name}",
        tags=Tags(("tags",), "list_tags_for_resource", {"resourceArn": "{.repositoryArn}"}),
    ),
    "aws_s3_bucket": Lookup(
        "s3",
        "list_buckets",
        {"Prefix": "{bucket}"},
        ("Buckets",),
        "{bucket}",
        matching_fields={"Name": "bucket"},
        tags=Tags(("TagSet",), "get_bucket_tagging", {"Bucket": "{.Name}"}),
    ),
    "aws_kms_alias": Lookup(
        "kms", "list_aliases", {}, ("Aliases",), "{name}", matching_fields={"AliasName": "name"}
    ),
    "aws_kms_key": Lookup(
        "kms",
        "list_keys",
        {},
        ("Keys",),
        "{.KeyId}",
        excluded=("KeyState", ("PendingDeletion", "PendingReplicaDeletion", "Unavailable")),
        tags=Tags(("Tags",), "list_resource_tags", {"KeyId": "{.KeyId}"}),
        by_tags=True,
        detail=("describe_key", {"KeyId": "{.KeyId}"}, "KeyMetadata"),
    ),
    "aws_key_pair": Lookup(
        "ec2",
        "describe_key_pairs",
        {"Filters": [{"Name": "key-name", "Values": ["{key_name}"]}]},
        ("KeyPairs",),
        "{key_name}",
        tags=Tags(),
    ),
    "aws_placement_group": Lookup(
        "ec2",
        "describe_placement_groups",
        {"Filters": [{"Name": "group-name", "Values": ["{name}"]}]},
        ("PlacementGroups",),
        "{name}",
        tags=Tags(),
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
        matching_fields={"Port": "port"},
    ),
    "aws_elb": Lookup(
        "elb",
        "describe_load_balancers",
        {"LoadBalancerNames": ["{name}"]},
        ("LoadBalancerDescriptions",),
        "{name}",
        tags=Tags(_BALANCER_TAGS, "describe_tags", {"LoadBalancerNames": ["{name}"]}),
    ),
    "aws_vpc": _ec2("describe_vpcs", "Vpcs", "VpcId", matching_fields={"CidrBlock": "cidr_block"}),
    "aws_vpc_ipv4_cidr_block_association": Lookup(
        "ec2",
        "describe_vpcs",
        {"VpcIds": ["{vpc_id}"]},
        ("Vpcs", 0, "CidrBlockAssociationSet"),
        "{.AssociationId}",
        matching_fields={"CidrBlock": "cidr_block"},
    ),
    "aws_subnet": _ec2(
        "describe_subnets", "Subnets", "SubnetId", matching_fields={**_VPC, "CidrBlock": "cidr_block"}
    ),
    "aws_egress_only_internet_gateway": _ec2(
        "describe_egress_only_internet_gateways",
        "EgressOnlyInternetGateways",
        "EgressOnlyInternetGatewayId",
    ),
    "aws_internet_gateway": _ec2("describe_internet_gateways", "InternetGateways", "InternetGatewayId"),
    "aws_route_table": _ec2("describe_route_tables", "RouteTables", "RouteTableId", matching_fields=_VPC),
    "aws_eip": _ec2("describe_addresses", "Addresses", "AllocationId"),
    "aws_nat_gateway": _ec2(
        "describe_nat_gateways",
        "NatGateways",
        "NatGatewayId",
        excluded=("State", ("deleting", "deleted", "failed")),
    ),
    "aws_vpc_endpoint": _ec2(
        "describe_vpc_endpoints",
        "VpcEndpoints",
        "VpcEndpointId",
        matching_fields={**_VPC, "ServiceName": "service_name"},
        excluded=("State", ("deleting", "deleted")),
    ),
    "aws_flow_log": _ec2(
        "describe_flow_logs", "FlowLogs", "FlowLogId", matching_fields={"ResourceId": "vpc_id"}
    ),
    "aws_security_group": _ec2(
        "describe_security_groups", "SecurityGroups", "GroupId", matching_fields={**_VPC, "GroupName": "name"}
    ),
    "aws_vpc_security_group_ingress_rule": _rule(egress=False),
    "aws_vpc_security_group_egress_rule": _rule(egress=True),
    "aws_route": Lookup(
        "ec2",
        "describe_route_tables",
        {"RouteTableIds": ["{route_table_id}"]},
        ("RouteTables", 0, "Routes"),
        "{route_table_id}_{destination_cidr_block|destination_ipv6_cidr_block|destination_prefix_list_id}",
        matching_fields={
            "DestinationCidrBlock": "destination_cidr_block",
            "DestinationIpv6CidrBlock": "destination_ipv6_cidr_block",
            "DestinationPrefixListId": "destination_prefix_list_id",
        },
    ),
    "aws_route_table_association": Lookup(
        "ec2",
        "describe_route_tables",
        {"RouteTableIds": ["{route_table_id}"]},
        ("RouteTables", 0, "Associations"),
        "{subnet_id}/{route_table_id}",
        matching_fields={"SubnetId": "subnet_id"},
    ),
}
"""Types that are not listed need no import, because an apply overwrites the existing object (attachments and
inline policies of roles, policy associations of access entries, single tags, event rules and their targets,
queues with the same settings and their policies, subscriptions of log groups, policies of repositories,
settings of buckets), are created beside it (permissions of functions), or have none (policies of classic
load balancers)."""
