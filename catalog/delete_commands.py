"""The AWS command that deletes an object, by its resource type.

`{id}` is the name or id; `{cluster}` the cluster of an EKS object. Source: AWS CLI command reference, read
2026-11-28; a unit test compares the options with the service models of botocore.
"""

from __future__ import annotations

DELETE_COMMANDS: dict[str, str] = {
    "aws_cloudwatch_log_group": "aws logs delete-log-group --log-group-name {id}",
    "aws_eks_access_entry": "aws eks delete-access-entry --cluster-name {cluster} --principal-arn {id}",
    "aws_eks_addon": "aws eks delete-addon --cluster-name {cluster} --addon-name {id}",
    "aws_eks_cluster": "aws eks delete-cluster --name {id}",
    "aws_eks_fargate_profile": (
        "aws eks delete-fargate-profile --cluster-name {cluster} --fargate-profile-name {id}"
    ),
    "aws_eks_node_group": "aws eks delete-nodegroup --cluster-name {cluster} --nodegroup-name {id}",
    "aws_elb": "aws elb delete-load-balancer --load-balancer-name {id}",
    "aws_iam_role": "aws iam delete-role --role-name {id}",
    "aws_launch_template": "aws ec2 delete-launch-template --launch-template-id {id}",
    "aws_lb": "aws elbv2 delete-load-balancer --load-balancer-arn {id}",
    "aws_lb_target_group": "aws elbv2 delete-target-group --target-group-arn {id}",
}


def delete_command(resource_type: str, import_id: str, region: str) -> str:
    """Return the command for an object with this id of Terraform's `import`, "" for another type."""
    template = DELETE_COMMANDS.get(resource_type, "")
    cluster, separator, name = import_id.partition(":")
    if "{cluster}" not in template or not separator:
        cluster, name = "", import_id
    command = template.replace("{cluster}", cluster).replace("{id}", name)
    return f"{command} --region {region}" if command and not command.startswith("aws iam ") else command
