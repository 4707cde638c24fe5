"""The resources of an account in the sandbox, to prove that a destroy left nothing.

Resources that every account has (default VPC, service-linked roles, AWS-managed keys) are not listed, nor is
what the sandbox made because a spec takes it to exist, nor what AWS itself keeps after a deletion (keys
pending deletion, NAT gateways in state `deleted`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from .boto_clients import boto_client
from .given.request import GIVEN_TAG
from .server_file import Sandbox

Item = Any


def _never(_: Item) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Listing:
    """How one type of resource is listed.

    `items` is the key of the list in the response, `identifier` the key of the ARN or id in an item ("" if
    the item is the id), `ignored` says which items are not leftovers.
    """

    service: str
    operation: str
    items: str
    identifier: str = ""
    ignored: Callable[[Item], bool] = _never


def _is_main(table: Item) -> bool:
    return any(association.get("Main") for association in table.get("Associations", []))


LISTINGS = (
    Listing("ec2", "describe_vpcs", "Vpcs", "VpcId", lambda vpc: vpc["IsDefault"]),
    Listing("ec2", "describe_subnets", "Subnets", "SubnetId", lambda subnet: subnet["DefaultForAz"]),
    Listing("ec2", "describe_internet_gateways", "InternetGateways", "InternetGatewayId"),
    Listing(
        "ec2",
        "describe_egress_only_internet_gateways",
        "EgressOnlyInternetGateways",
        "EgressOnlyInternetGatewayId",
    ),
    Listing(
        "ec2", "describe_nat_gateways", "NatGateways", "NatGatewayId", lambda nat: nat["State"] == "deleted"
    ),
    Listing("ec2", "describe_addresses", "Addresses", "AllocationId"),
    Listing("ec2", "describe_route_tables", "RouteTables", "RouteTableId", _is_main),
    Listing(
        "ec2", "describe_security_groups", "SecurityGroups", "GroupId", lambda g: g["GroupName"] == "default"
    ),
    Listing(
        "ec2", "describe_vpc_endpoints", "VpcEndpoints", "VpcEndpointId", lambda e: e["State"] == "deleted"
    ),
    Listing("ec2", "describe_flow_logs", "FlowLogs", "FlowLogId"),
    Listing("ec2", "describe_network_interfaces", "NetworkInterfaces", "NetworkInterfaceId"),
    Listing("ec2", "describe_launch_templates", "LaunchTemplates", "LaunchTemplateId"),
    Listing("ec2", "describe_volumes", "Volumes", "VolumeId"),
    Listing("eks", "list_clusters", "clusters"),
    Listing("autoscaling", "describe_auto_scaling_groups", "AutoScalingGroups", "AutoScalingGroupARN"),
    Listing("elb", "describe_load_balancers", "LoadBalancerDescriptions", "LoadBalancerName"),
    Listing("elbv2", "describe_load_balancers", "LoadBalancers", "LoadBalancerArn"),
    Listing("elbv2", "describe_target_groups", "TargetGroups", "TargetGroupArn"),
    Listing("logs", "describe_log_groups", "logGroups", "arn"),
    Listing("kms", "list_aliases", "Aliases", "AliasArn", lambda a: a["AliasName"].startswith("alias/aws/")),
    Listing("iam", "list_roles", "Roles", "Arn", lambda role: role["Path"].startswith("/aws-service-role/")),
    Listing("iam", "list_instance_profiles", "InstanceProfiles", "Arn"),
    Listing("iam", "list_open_id_connect_providers", "OpenIDConnectProviderList", "Arn"),
    Listing("iam", "list_users", "Users", "Arn"),
    Listing("ecr", "describe_repositories", "repositories", "repositoryArn"),
    Listing("cloudtrail", "list_trails", "Trails", "TrailARN"),
    Listing("s3", "list_buckets", "Buckets", "Name"),
    Listing("sns", "list_topics", "Topics", "TopicArn"),
    Listing("sqs", "list_queues", "QueueUrls"),
    Listing("events", "list_rules", "Rules", "Arn"),
    Listing("ssm", "describe_parameters", "Parameters", "Name"),
    Listing("secretsmanager", "list_secrets", "SecretList", "ARN"),
    Listing("dynamodb", "list_tables", "TableNames"),
)


def leftovers(sandbox: Sandbox, account_id: str, region: str) -> tuple[str, ...]:
    """Return the ARNs, or ids, of all resources that were created and not deleted; sorted."""
    clients = {
        service: boto_client(sandbox, service, account_id, region)
        for service in sorted({listing.service for listing in LISTINGS})
    }
    identifiers = {
        item[listing.identifier] if listing.identifier else item
        for listing in LISTINGS
        for item in _items(clients[listing.service], listing.operation, listing.items)
        if not listing.ignored(item) and not _given(item)
    }
    return tuple(sorted(identifiers | set(_keys(clients["kms"])) | set(_policies(clients["iam"]))))


def _given(item: Item) -> bool:
    tags = item.get("Tags") or item.get("TagSet") or [] if isinstance(item, dict) else []
    return isinstance(tags, list) and any(tag.get("Key") == GIVEN_TAG for tag in tags)


def _items(client: Any, operation: str, items: str, **parameters: Any) -> Iterator[Item]:
    if client.can_paginate(operation):
        for page in client.get_paginator(operation).paginate(**parameters):
            yield from page.get(items) or []
    else:
        yield from getattr(client, operation)(**parameters).get(items) or []


def _keys(kms: Any) -> Iterator[str]:
    for key in _items(kms, "list_keys", "Keys"):
        metadata = kms.describe_key(KeyId=key["KeyId"])["KeyMetadata"]
        if metadata["KeyManager"] == "CUSTOMER" and metadata["KeyState"] != "PendingDeletion":
            yield metadata["Arn"]


def _policies(iam: Any) -> Iterator[str]:
    for policy in _items(iam, "list_policies", "Policies", Scope="Local"):
        yield policy["Arn"]
