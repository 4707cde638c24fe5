"""The AWS commands that delete an object, or turn off its deletion protection, by its resource type.

`{id}` is the name or id; `{cluster}` the cluster of an EKS object. Source: AWS CLI command reference, read
2026-11-28; a unit test compares the options with the service models of botocore.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping

_PLACEHOLDER = re.compile(r"( )\{([a-z_.0-9]+)\}")

DELETE_COMMANDS: dict[str, str] = {
    "aws_autoscaling_group": (
        "aws autoscaling delete-auto-scaling-group --force-delete --auto-scaling-group-name {id}"
    ),
    "aws_cloudtrail": "aws cloudtrail delete-trail --name {id}",
    "aws_cloudwatch_log_group": "aws logs delete-log-group --log-group-name {id}",
    "aws_ebs_volume": "aws ec2 delete-volume --volume-id {id}",
    "aws_ec2_instance_connect_endpoint": (
        "aws ec2 delete-instance-connect-endpoint --instance-connect-endpoint-id {id}"
    ),
    "aws_ec2_transit_gateway_vpc_attachment": (
        "aws ec2 delete-transit-gateway-vpc-attachment --transit-gateway-attachment-id {id}"
    ),
    # Without --force, ECR keeps a repository that has images.
    "aws_ecr_repository": "aws ecr delete-repository --repository-name {id}",
    "aws_eks_access_entry": "aws eks delete-access-entry --cluster-name {cluster} --principal-arn {id}",
    "aws_eks_addon": "aws eks delete-addon --cluster-name {cluster} --addon-name {id}",
    "aws_eks_capability": "aws eks delete-capability --cluster-name {cluster} --capability-name {id}",
    "aws_eks_fargate_profile": (
        "aws eks delete-fargate-profile --cluster-name {cluster} --fargate-profile-name {id}"
    ),
    "aws_eks_identity_provider_config": (
        "aws eks disassociate-identity-provider-config --cluster-name {cluster} "
        "--identity-provider-config type=oidc,name={id}"
    ),
    "aws_eks_node_group": "aws eks delete-nodegroup --cluster-name {cluster} --nodegroup-name {id}",
    "aws_eks_pod_identity_association": (
        "aws eks delete-pod-identity-association --cluster-name {cluster} --association-id {id}"
    ),
    "aws_elb": "aws elb delete-load-balancer --load-balancer-name {id}",
    "aws_instance": "aws ec2 terminate-instances --instance-ids {id}",
    "aws_key_pair": "aws ec2 delete-key-pair --key-name {id}",
    "aws_launch_template": "aws ec2 delete-launch-template --launch-template-id {id}",
    "aws_lb": "aws elbv2 delete-load-balancer --load-balancer-arn {id}",
    "aws_lb_target_group": "aws elbv2 delete-target-group --target-group-arn {id}",
    "aws_nat_gateway": "aws ec2 delete-nat-gateway --nat-gateway-id {id}",
    "aws_network_acl": "aws ec2 delete-network-acl --network-acl-id {id}",
    "aws_network_interface": "aws ec2 delete-network-interface --network-interface-id {id}",
    "aws_placement_group": "aws ec2 delete-placement-group --group-name {id}",
    "aws_route_table": "aws ec2 delete-route-table --route-table-id {id}",
    "aws_security_group": "aws ec2 delete-security-group --group-id {id}",
    "aws_subnet": "aws ec2 delete-subnet --subnet-id {id}",
    "aws_vpc_endpoint": "aws ec2 delete-vpc-endpoints --vpc-endpoint-ids {id}",
}

UNPROTECT_COMMANDS: dict[str, str] = {
    "aws_cloudwatch_log_group": (
        "aws logs put-log-group-deletion-protection --log-group-identifier {id}"
        " --no-deletion-protection-enabled"
    ),
    "aws_eks_cluster": "aws eks update-cluster-config --name {id} --no-deletion-protection",
    "aws_lb": (
        "aws elbv2 modify-load-balancer-attributes --load-balancer-arn {id}"
        " --attributes Key=deletion_protection.enabled,Value=false"
    ),
}
"""Commands that AWS also accepts for an object that is not protected."""

STOP_COMMANDS: dict[str, str] = {
    "aws_cloudtrail": "aws cloudtrail stop-logging --name {id}",
    "aws_elb": (
        "aws elb modify-load-balancer-attributes --load-balancer-name {id}"
        " --load-balancer-attributes 'AccessLog={Enabled=false}'"
    ),
    "aws_lb": (
        "aws elbv2 modify-load-balancer-attributes --load-balancer-arn {id}"
        " --attributes Key=access_logs.s3.enabled,Value=false"
    ),
}
"""What keeps an object from writing logs to its bucket."""

REMOVE_COMMANDS: dict[str, str] = {
    "aws_cloudwatch_log_subscription_filter": (
        "aws logs delete-subscription-filter --log-group-name {log_group_name} --filter-name {name}"
    ),
    "aws_ecr_lifecycle_policy": "aws ecr delete-lifecycle-policy --repository-name {repository}",
    "aws_ecr_repository_policy": "aws ecr delete-repository-policy --repository-name {repository}",
    "aws_eks_access_policy_association": (
        "aws eks disassociate-access-policy --cluster-name {cluster} --principal-arn {principal_arn}"
        " --policy-arn {policy_arn}"
    ),
    "aws_iam_role.inline_policy": "aws iam delete-role-policy --role-name {name} --policy-name {part.name}",
    "aws_iam_role.managed_policy_arns": "aws iam detach-role-policy --role-name {name} --policy-arn {part}",
    "aws_route_table.route.cidr_block": (
        "aws ec2 delete-route --route-table-id {id} --destination-cidr-block {part.cidr_block}"
    ),
    "aws_route_table.route.ipv6_cidr_block": (
        "aws ec2 delete-route --route-table-id {id} --destination-ipv6-cidr-block {part.ipv6_cidr_block}"
    ),
    "aws_route_table.route.destination_prefix_list_id": (
        "aws ec2 delete-route --route-table-id {id}"
        " --destination-prefix-list-id {part.destination_prefix_list_id}"
    ),
    "aws_security_group.egress": (
        "aws ec2 revoke-security-group-egress --group-id {id} --ip-permissions {permissions}"
    ),
    "aws_security_group.ingress": (
        "aws ec2 revoke-security-group-ingress --group-id {id} --ip-permissions {permissions}"
    ),
    "aws_vpc_endpoint.policy": "aws ec2 modify-vpc-endpoint --vpc-endpoint-id {id} --reset-policy",
    "aws_vpc_security_group_egress_rule": (
        "aws ec2 revoke-security-group-egress --group-id {security_group_id}"
        " --security-group-rule-ids {security_group_rule_id}"
    ),
    "aws_vpc_security_group_ingress_rule": (
        "aws ec2 revoke-security-group-ingress --group-id {security_group_id}"
        " --security-group-rule-ids {security_group_rule_id}"
    ),
}
"""What takes away something that was added outside Terraform and that no apply removes.

By the resource type, with the attribute if it is a part of an object: `{name}` and `{id}` are then those of
the object, `{part}` is the part, `{permissions}` the rule as JSON. Source: AWS CLI command reference, read
2026-11-30.
"""

OTHERS_DEPEND_ON_IT = frozenset(
    {
        "aws_eks_cluster",
        "aws_elb",
        "aws_iam_instance_profile",
        "aws_iam_policy",
        "aws_iam_role",
        "aws_lb",
        "aws_s3_bucket",
    }
)
"""Types that carry workloads, rights or data. An object of somebody else is never offered for deletion."""


def delete_command(resource_type: str, id_: str, region: str, cluster: str = "") -> str:
    """Return the command that deletes an object, "" for a type without one.

    Without `cluster`, the id of an object in a cluster is that of Terraform's `import`: `CLUSTER:NAME`, or
    `CLUSTER,ID`.
    """
    template = DELETE_COMMANDS.get(resource_type, "")
    if "{cluster}" in template and not cluster:
        cluster, _, id_ = id_.replace(",", ":", 1).partition(":")
    return with_region(_filled(template, id_, cluster), region)


def remove_command(key: str, values: Mapping[str, str], region: str) -> str:
    """Return the command of `REMOVE_COMMANDS`, "" if there is none, or if a value is not known.

    An option is joined to a value that begins with `-`, which the AWS CLI would take for another option.
    """

    def quoted(match: re.Match[str]) -> str:
        value = values[match[2]]
        return f"{'=' if value.startswith('-') else match[1]}{shlex.quote(value)}"

    template = REMOVE_COMMANDS.get(key, "")
    if not all(values.get(name) for _, name in _PLACEHOLDER.findall(template)):
        return ""
    return with_region(_PLACEHOLDER.sub(quoted, template), region)


def unprotect_command(resource_type: str, id_: str, region: str) -> str:
    """Return the command that turns off the deletion protection of an object."""
    return with_region(_filled(UNPROTECT_COMMANDS[resource_type], id_), region)


def stop_command(resource_type: str, id_: str, region: str) -> str:
    """Return the command after which an object writes no more logs to its bucket."""
    return with_region(_filled(STOP_COMMANDS[resource_type], id_), region)


def empty_bucket_command(name: str, region: str) -> str:
    """Return the command that deletes what is in a bucket, at most 1000 versions and markers at a time."""
    bucket = f"--bucket {shlex.quote(name)} --region {region}"
    each = "{Key:Key,VersionId:VersionId}"
    query = f"{{Objects:[Versions[].{each},DeleteMarkers[].{each}][]|[:1000]}}"
    listed = f"aws s3api list-object-versions {bucket} --max-items 1000 --output json --query '{query}'"
    return f'aws s3api delete-objects {bucket} --delete "$({listed})"'


def with_region(command: str, region: str) -> str:
    """Return a command with the option `--region`, unless it is not of the AWS CLI, or of IAM, which has
    none."""
    regional = command.startswith("aws ") and not command.startswith("aws iam ")
    return f"{command} --region {region}" if regional else command


def _filled(template: str, id_: str, cluster: str = "") -> str:
    texts = {"{cluster}": shlex.quote(cluster), "{id}": shlex.quote(id_)}
    return re.sub(r"\{(?:cluster|id)\}", lambda match: texts[match[0]], template)
