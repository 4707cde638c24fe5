"""What moves on an EKS cluster without anybody doing anything, so that drift tells it apart.

A row is (resource type, attribute path without list indexes, who moves it). Sources, read 2026-11: EKS user
guide, "View Amazon EKS platform versions for each Kubernetes version" (platform versions roll out by
themselves), "Update an Amazon EKS add-on"; IAM user guide, "View last accessed information"; EKS best
practices, "Cluster Autoscaler" and "Managed node groups" (desired size is the autoscaler's); AWS Load
Balancer Controller, "Subnet auto discovery"; hashicorp/aws issues 48505 (platform_version), 30861
(role_last_used), 8392 (tags of the cluster on subnets); terraform-aws-eks issues 681, 2961 (desired_size), PR
3729 (desired_capacity_type), 3675 (storage_config with Auto Mode).
"""

from __future__ import annotations

from dataclasses import dataclass

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mover:
    """An attribute that somebody else moves. `type` "" is any; `path` covers what is below it."""

    type: str
    path: Path
    who: str


LEFT_ALONE: tuple[Mover, ...] = (
    Mover("aws_eks_cluster", ("platform_version",), "EKS rolls out platform versions by itself"),
    Mover("aws_eks_cluster", ("status",), "EKS tells how the cluster is"),
    Mover("aws_eks_cluster", ("storage_config",), "EKS Auto Mode sets it"),
    Mover("aws_eks_node_group", ("scaling_config", "desired_size"), "an autoscaler moves it"),
    Mover("aws_eks_node_group", ("resources",), "EKS replaced what is behind the group"),
    Mover("aws_eks_node_group", ("status",), "EKS tells how the group is"),
    Mover("aws_eks_node_group", ("release_version",), "EKS published newer node images"),
    Mover("aws_eks_addon", ("modified_at",), "EKS tells when it last worked on the add-on"),
    Mover("aws_iam_role", ("role_last_used",), "IAM tells when the role was last used"),
    Mover("aws_security_group", ("ingress",), "its rules are objects of their own"),
    Mover("aws_security_group", ("egress",), "its rules are objects of their own"),
    Mover("aws_launch_template", ("latest_version",), "a new version of the template was made"),
    Mover("aws_autoscaling_group", ("desired_capacity",), "an autoscaler moves it"),
    Mover("aws_autoscaling_group", ("desired_capacity_type",), "EC2 fills it in"),
    Mover("aws_lb", ("subnet_mapping",), "the load balancer tells its addresses"),
    Mover("aws_elb", ("instances",), "nodes come and go"),
)
"""Moved by AWS, and no apply takes it back."""

TAGS_OF_OTHERS: tuple[tuple[str, str], ...] = (
    ("kubernetes.io/cluster/", "Kubernetes controllers mark with it what a cluster uses"),
    ("elbv2.k8s.aws/", "the AWS Load Balancer Controller marks its objects with it"),
    ("eks:", "EKS marks its objects with it"),
    ("aws:", "AWS marks its objects with it"),
)
"""Prefixes of tag keys, and who sets them; the spec can name none of them."""

RULES_OF_OTHERS = ("elbv2.k8s.aws/", "kubernetes.io/rule/")
"""How descriptions of security group rules begin that Kubernetes adds to reach nodes: the AWS Load Balancer
Controller ("Security groups", backend rules) and the cloud provider in Kubernetes (aws_loadbalancer.go)."""
