"""How much a difference on an EKS cluster matters, and why: one table, the first fitting row counts.

Sources, read 2026-11: EKS user guide, "Cluster API server endpoint", "Send control plane logs to CloudWatch
Logs", "Grant IAM users access to Kubernetes with EKS access entries", "Encrypt Kubernetes secrets with KMS";
EKS best practices guides, "Identity and access management", "Detective controls", "Protecting the
infrastructure" (IMDSv2, hop limit, least privilege); CIS Amazon EKS Benchmark 1.7, sections 2.1 (audit logs),
5.1 (image registry), 5.3 (KMS), 5.4 (endpoint access).
"""

from __future__ import annotations

from dataclasses import dataclass

Path = tuple[str, ...]

HIGH, MEDIUM, LOW = "high", "medium", "low"

ALWAYS = ""
GONE = "gone"
"""The whole object is missing."""
EXTRA = "extra"
"""The whole object is there and should not be."""
ON, OFF = "on", "off"
WIDER = "wider"
"""It lets in, or holds, something that the spec does not ask for."""
FEWER = "fewer"
"""Something that the spec asks for is missing in a list."""
SMALLER = "smaller"


@dataclass(frozen=True, slots=True)
class Weight:
    """One row. `types` are resource types, () is any; `path` covers what is below it, () is anything; `when`
    narrows it to one direction of the change."""

    types: Path
    path: Path
    level: str
    why: str
    when: str = ALWAYS


_CLUSTER = ("aws_eks_cluster",)
_GROUP = ("aws_eks_node_group",)
_TEMPLATE = ("aws_launch_template",)
_RULES_IN = ("aws_vpc_security_group_ingress_rule", "aws_default_security_group")
_RULES = (*_RULES_IN, "aws_vpc_security_group_egress_rule")
_BALANCERS = ("aws_lb", "aws_elb")
_RIGHTS = ("aws_iam_role_policy", "aws_iam_role_policy_attachment", "aws_iam_policy")
_ENTRIES = ("aws_eks_access_entry", "aws_eks_access_policy_association")

TABLE: tuple[Weight, ...] = (
    Weight((), ("tags",), LOW, "a tag; bills and searches go by it"),
    Weight((), ("tags_all",), LOW, "a tag; bills and searches go by it"),
    Weight((), ("description",), LOW, "a description"),
    # who reaches the Kubernetes API
    Weight(_CLUSTER, ("vpc_config", "endpoint_public_access"), HIGH,
           "the Kubernetes API is reachable from the internet", ON),
    Weight(_CLUSTER, ("vpc_config", "endpoint_public_access"), MEDIUM,
           "the Kubernetes API is cut off from outside the VPC"),
    Weight(_CLUSTER, ("vpc_config", "public_access_cidrs"), HIGH,
           "more addresses reach the Kubernetes API", WIDER),
    Weight(_CLUSTER, ("vpc_config", "public_access_cidrs"), MEDIUM,
           "fewer addresses reach the Kubernetes API"),
    Weight(_CLUSTER, ("vpc_config", "endpoint_private_access"), HIGH,
           "nodes leave the VPC to reach the Kubernetes API, or do not reach it at all", OFF),
    Weight(_CLUSTER, ("vpc_config", "security_group_ids"), HIGH,
           "security groups decide who reaches the control plane"),
    # who may do what
    Weight(_CLUSTER, ("access_config",), HIGH, "it decides who may use the Kubernetes API"),
    Weight(_CLUSTER, ("role_arn",), HIGH, "the control plane acts with other rights"),
    Weight(_ENTRIES, (), HIGH, "somebody lost access to the Kubernetes API", GONE),
    Weight(_ENTRIES, (), HIGH, "somebody has access to the Kubernetes API who is not in the spec", EXTRA),
    Weight(_ENTRIES, (), HIGH, "it decides what somebody may do in the Kubernetes API"),
    Weight(_RIGHTS, (), HIGH, "a role lost rights that it needs", GONE),
    Weight(_RIGHTS, (), HIGH, "it decides what a role may do in AWS"),
    Weight(("aws_iam_role",), ("assume_role_policy",), HIGH, "others may take on this role"),
    Weight(("aws_iam_role",), ("permissions_boundary",), HIGH, "it bounds what the role may do in AWS"),
    Weight(("aws_iam_role",), ("inline_policy",), HIGH, "it decides what the role may do in AWS"),
    Weight(("aws_iam_role",), ("managed_policy_arns",), HIGH, "it decides what the role may do in AWS"),
    Weight(("aws_iam_role",), ("managed_policy_arns",), HIGH,
           "the role has rights that are not in the spec", EXTRA),
    Weight(("aws_iam_role",), ("inline_policy",), HIGH,
           "the role has rights that are not in the spec", EXTRA),
    Weight(("aws_iam_role",), (), HIGH, "what needs the role stands still", GONE),
    Weight(("aws_iam_openid_connect_provider",), (), HIGH, "it decides whose tokens AWS trusts"),
    Weight(_GROUP, ("node_role_arn",), HIGH, "nodes act with other rights"),
    Weight(("aws_eks_addon",), ("service_account_role_arn",), HIGH, "the add-on acts with other rights"),
    Weight(("aws_eks_addon",), ("pod_identity_association",), HIGH, "the add-on acts with other rights"),
    # what is written down
    Weight(_CLUSTER, ("enabled_cluster_log_types",), HIGH,
           "the control plane no longer logs all that it should", FEWER),
    Weight(_CLUSTER, ("enabled_cluster_log_types",), LOW, "the control plane logs more than it should"),
    Weight(("aws_cloudwatch_log_group",), (), HIGH, "logs are lost", GONE),
    Weight(("aws_cloudwatch_log_group",), ("kms_key_id",), HIGH, "logs are encrypted with another key"),
    Weight(("aws_cloudwatch_log_group",), ("retention_in_days",), MEDIUM, "logs are lost sooner", SMALLER),
    Weight(("aws_cloudwatch_log_group",), ("retention_in_days",), LOW, "logs are kept, and paid for, longer"),
    Weight(("aws_flow_log", "aws_cloudtrail"), (), HIGH, "nobody writes down what happens", GONE),
    Weight(("aws_cloudtrail",), (), HIGH, "it decides what is written down"),
    Weight(_BALANCERS, ("access_logs", "enabled"), HIGH, "requests are no longer logged", OFF),
    # what is encrypted
    Weight(_CLUSTER, ("encryption_config",), HIGH, "it decides how secrets are encrypted"),
    Weight(("aws_kms_key",), (), HIGH, "what is encrypted with the key cannot be read", GONE),
    Weight(("aws_kms_key",), ("policy",), HIGH, "it decides who may use the key"),
    Weight(("aws_kms_key",), ("is_enabled",), HIGH, "what is encrypted with the key cannot be read", OFF),
    Weight(("aws_kms_key",), ("enable_key_rotation",), HIGH, "the key is no longer changed every year", OFF),
    Weight(_TEMPLATE, ("block_device_mappings", "ebs", "encrypted"), HIGH,
           "it decides whether disks of new nodes are encrypted"),
    Weight(_TEMPLATE, ("block_device_mappings", "ebs", "kms_key_id"), HIGH,
           "disks of new nodes are encrypted with another key"),
    Weight(("aws_lb_listener", "aws_load_balancer_policy"), (), HIGH, "nobody answers there any more", GONE),
    Weight(("aws_lb_listener",), ("ssl_policy",), HIGH, "it decides which ciphers clients may use"),
    Weight(("aws_load_balancer_policy",), (), HIGH, "it decides which ciphers clients may use"),
    Weight(("aws_lb_listener",), ("certificate_arn",), HIGH, "clients see another certificate"),
    Weight(("aws_lb_listener",), ("protocol",), HIGH, "it decides whether traffic is encrypted"),
    # who reaches what else
    Weight(_RULES, (), MEDIUM, "traffic that the spec allows is cut", GONE),
    Weight(_RULES, (), HIGH, "traffic is let through that the spec does not allow", WIDER),
    Weight(_RULES, (), MEDIUM, "less traffic is let through than the spec allows"),
    Weight(("aws_security_group",), ("ingress",), HIGH,
           "traffic is let in that the spec does not allow", EXTRA),
    Weight(("aws_security_group",), ("egress",), MEDIUM,
           "traffic is let out that the spec does not allow", EXTRA),
    Weight(_BALANCERS, ("security_groups",), HIGH, "security groups decide who reaches it"),
    Weight(_BALANCERS, ("internal",), HIGH, "it decides whether the internet reaches it"),
    Weight(("aws_vpc_endpoint",), ("policy",), HIGH, "it decides what may be reached through the endpoint"),
    Weight(("aws_vpc_endpoint",), ("security_group_ids",), HIGH, "security groups decide who reaches it"),
    Weight(("aws_subnet",), ("map_public_ip_on_launch",), HIGH,
           "what starts there gets a public address", ON),
    Weight(_TEMPLATE, ("network_interfaces", "associate_public_ip_address"), HIGH,
           "new nodes get a public address", ON),
    Weight(_TEMPLATE, ("network_interfaces", "security_groups"), HIGH,
           "security groups decide who reaches new nodes"),
    Weight(_TEMPLATE, ("vpc_security_group_ids",), HIGH, "security groups decide who reaches new nodes"),
    Weight(_TEMPLATE, ("metadata_options",), HIGH, "pods may come to the rights of their node"),
    Weight(_GROUP, ("remote_access",), HIGH, "somebody may log in to nodes"),
    # sizes, versions, protection
    Weight(_TEMPLATE, ("user_data",), MEDIUM, "it runs as root on new nodes"),
    Weight(_CLUSTER, ("version",), MEDIUM, "the control plane has another version; it cannot go back"),
    Weight(_CLUSTER, ("upgrade_policy",), MEDIUM, "extended support costs extra"),
    Weight(_CLUSTER, ("deletion_protection",), MEDIUM, "the cluster can be deleted", OFF),
    Weight(_BALANCERS, ("enable_deletion_protection",), MEDIUM, "the load balancer can be deleted", OFF),
    Weight(_CLUSTER, (), HIGH, "the cluster is gone", GONE),
    Weight(_GROUP, (), HIGH, "the nodes of the group are gone", GONE),
    Weight(_GROUP, ("scaling_config",), MEDIUM, "it decides how many nodes there are"),
    Weight(_GROUP, ("labels",), MEDIUM, "pods are placed by it"),
    Weight(_GROUP, ("taint",), MEDIUM, "pods are placed by it"),
    Weight(_GROUP, ("update_config",), LOW, "it decides how fast updates go"),
    Weight(("aws_eks_addon",), (), MEDIUM, "what the add-on does is left undone for new pods", GONE),
    Weight(("aws_eks_addon",), (), MEDIUM, "an add-on runs that is not in the spec", EXTRA),
    Weight(("aws_route", "aws_nat_gateway", "aws_internet_gateway", "aws_route_table_association"), (),
           MEDIUM, "traffic has no way, or another one"),
    Weight((), (), MEDIUM, "something that the spec asks for is missing", GONE),
    Weight((), (), MEDIUM, "it is not in the spec", EXTRA),
    Weight((), ("policy",), HIGH, "it decides who may do what"),
    Weight((), ("kms_key_id",), HIGH, "it decides how data is encrypted"),
    Weight((), (), MEDIUM, ""),
)  # fmt: skip
