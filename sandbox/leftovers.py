"""What is still there in the local AWS: the proof that a destroy left nothing.

In: a running sandbox, an account, a region. Out: ARNs or ids, sorted. What an account has before
anybody works in it (default VPC, service-linked roles, AWS-managed keys) is no leftover, nor is what
AWS itself keeps after a deletion (keys that wait for their end, NAT gateways in state `deleted`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from .environment import boto_client
from .state import Sandbox

Item = Any


def _nothing(_: Item) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Kind:
    """How one kind of thing is listed: operation, where its list is, its id, and what is no leftover."""

    service: str
    operation: str
    items: str
    identifier: str = ""
    ignored: Callable[[Item], bool] = _nothing


def _is_main(table: Item) -> bool:
    return any(association.get("Main") for association in table.get("Associations", []))


KINDS = (
    Kind("ec2", "describe_vpcs", "Vpcs", "VpcId", lambda vpc: vpc["IsDefault"]),
    Kind("ec2", "describe_subnets", "Subnets", "SubnetId", lambda subnet: subnet["DefaultForAz"]),
    Kind("ec2", "describe_internet_gateways", "InternetGateways", "InternetGatewayId"),
    Kind(
        "ec2", "describe_nat_gateways", "NatGateways", "NatGatewayId", lambda nat: nat["State"] == "deleted"
    ),
    Kind("ec2", "describe_addresses", "Addresses", "AllocationId"),
    Kind("ec2", "describe_route_tables", "RouteTables", "RouteTableId", _is_main),
    Kind(
        "ec2", "describe_security_groups", "SecurityGroups", "GroupId", lambda g: g["GroupName"] == "default"
    ),
    Kind("ec2", "describe_vpc_endpoints", "VpcEndpoints", "VpcEndpointId", lambda e: e["State"] == "deleted"),
    Kind("ec2", "describe_flow_logs", "FlowLogs", "FlowLogId"),
    Kind("ec2", "describe_network_interfaces", "NetworkInterfaces", "NetworkInterfaceId"),
    Kind("ec2", "describe_launch_templates", "LaunchTemplates", "LaunchTemplateId"),
    Kind("ec2", "describe_volumes", "Volumes", "VolumeId"),
    Kind("eks", "list_clusters", "clusters"),
    Kind("autoscaling", "describe_auto_scaling_groups", "AutoScalingGroups", "AutoScalingGroupARN"),
    Kind("elb", "describe_load_balancers", "LoadBalancerDescriptions", "LoadBalancerName"),
    Kind("elbv2", "describe_load_balancers", "LoadBalancers", "LoadBalancerArn"),
    Kind("elbv2", "describe_target_groups", "TargetGroups", "TargetGroupArn"),
    Kind("logs", "describe_log_groups", "logGroups", "arn"),
    Kind("kms", "list_aliases", "Aliases", "AliasArn", lambda a: a["AliasName"].startswith("alias/aws/")),
    Kind("iam", "list_roles", "Roles", "Arn", lambda role: role["Path"].startswith("/aws-service-role/")),
    Kind("iam", "list_instance_profiles", "InstanceProfiles", "Arn"),
    Kind("iam", "list_open_id_connect_providers", "OpenIDConnectProviderList", "Arn"),
    Kind("iam", "list_users", "Users", "Arn"),
    Kind("ecr", "describe_repositories", "repositories", "repositoryArn"),
    Kind("cloudtrail", "list_trails", "Trails", "TrailARN"),
    Kind("s3", "list_buckets", "Buckets", "Name"),
    Kind("sns", "list_topics", "Topics", "TopicArn"),
    Kind("sqs", "list_queues", "QueueUrls"),
    Kind("events", "list_rules", "Rules", "Arn"),
    Kind("ssm", "describe_parameters", "Parameters", "Name"),
    Kind("secretsmanager", "list_secrets", "SecretList", "ARN"),
    Kind("dynamodb", "list_tables", "TableNames"),
)


def leftovers(sandbox: Sandbox, account_id: str, region: str) -> tuple[str, ...]:
    """The ARN, or the id where there is no ARN, of everything that somebody made and nobody deleted."""
    clients = {
        service: boto_client(sandbox, service, account_id, region)
        for service in sorted({kind.service for kind in KINDS})
    }
    found = {
        item[kind.identifier] if kind.identifier else item
        for kind in KINDS
        for item in _all(clients[kind.service], kind.operation, kind.items)
        if not kind.ignored(item)
    }
    return tuple(sorted(found | set(_keys(clients["kms"])) | set(_policies(clients["iam"]))))


def _all(client: Any, operation: str, items: str, **asked: Any) -> Iterator[Item]:
    if client.can_paginate(operation):
        for page in client.get_paginator(operation).paginate(**asked):
            yield from page.get(items) or []
    else:
        yield from getattr(client, operation)(**asked).get(items) or []


def _keys(kms: Any) -> Iterator[str]:
    for key in _all(kms, "list_keys", "Keys"):
        known = kms.describe_key(KeyId=key["KeyId"])["KeyMetadata"]
        if known["KeyManager"] == "CUSTOMER" and known["KeyState"] != "PendingDeletion":
            yield known["Arn"]


def _policies(iam: Any) -> Iterator[str]:
    for policy in _all(iam, "list_policies", "Policies", Scope="Local"):
        yield policy["Arn"]
