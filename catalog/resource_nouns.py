"""What people call the objects Terraform makes: a noun for each resource type, a title for each module call.

`names` lists the attributes that name one object to a person, best first. Source: the type names are those of
the AWS provider documentation (5.x and 6.x), the nouns those of the AWS documentation; as of 2026-11.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Noun:
    """One resource type in words. `joined` stands between the noun and the names: `subnets in a, b`."""

    one: str
    many: str
    names: tuple[str, ...] = ("name",)
    joined: str = " "


NOUNS: Mapping[str, Noun] = {
    "aws_autoscaling_attachment": Noun(
        "target attachment", "target attachments", ("autoscaling_group_name",)
    ),
    "aws_autoscaling_group": Noun("Auto Scaling group", "Auto Scaling groups"),
    "aws_cloudtrail": Noun("trail", "trails"),
    "aws_cloudwatch_log_group": Noun("log group", "log groups"),
    "aws_cloudwatch_log_subscription_filter": Noun("log subscription", "log subscriptions"),
    "aws_default_security_group": Noun("default security group (emptied)", "default security groups", ()),
    "aws_ecr_lifecycle_policy": Noun("registry cleanup rule", "registry cleanup rules", ("repository",)),
    "aws_ecr_repository": Noun("registry", "registries"),
    "aws_eip": Noun("Elastic IP", "Elastic IPs", (), " in "),
    "aws_eks_access_entry": Noun("access entry", "access entries", ("principal_arn",), " for "),
    "aws_eks_access_policy_association": Noun("access policy", "access policies", ("policy_arn",)),
    "aws_eks_addon": Noun("add-on", "add-ons", ("addon_name",)),
    "aws_eks_cluster": Noun("EKS cluster", "EKS clusters"),
    "aws_eks_fargate_profile": Noun("Fargate profile", "Fargate profiles", ("fargate_profile_name",)),
    "aws_eks_identity_provider_config": Noun("identity provider", "identity providers", ()),
    "aws_eks_node_group": Noun("node group", "node groups", ("node_group_name",)),
    "aws_eks_pod_identity_association": Noun("pod identity", "pod identities", ("service_account",), " for "),
    "aws_elb": Noun("classic load balancer", "classic load balancers"),
    "aws_flow_log": Noun("flow log", "flow logs", ()),
    "aws_iam_instance_profile": Noun("instance profile", "instance profiles"),
    "aws_iam_openid_connect_provider": Noun("OIDC provider", "OIDC providers", ("url",)),
    "aws_iam_policy": Noun("IAM policy", "IAM policies"),
    "aws_iam_role": Noun("IAM role", "IAM roles"),
    "aws_iam_role_policy": Noun("inline role policy", "inline role policies"),
    "aws_iam_role_policy_attachment": Noun(
        "role policy attachment", "role policy attachments", ("policy_arn",)
    ),
    "aws_internet_gateway": Noun("internet gateway", "internet gateways", ()),
    "aws_kms_alias": Noun("KMS alias", "KMS aliases"),
    "aws_kms_key": Noun("KMS key", "KMS keys", ("description",)),
    "aws_launch_template": Noun("launch template", "launch templates"),
    "aws_lb": Noun("load balancer", "load balancers"),
    "aws_lb_listener": Noun("listener", "listeners", ("port",), " on "),
    "aws_lb_target_group": Noun("target group", "target groups"),
    "aws_load_balancer_backend_server_policy": Noun("backend policy", "backend policies", ("instance_port",)),
    "aws_load_balancer_listener_policy": Noun(
        "listener policy", "listener policies", ("load_balancer_port",)
    ),
    "aws_load_balancer_policy": Noun("load balancer policy", "load balancer policies", ("policy_name",)),
    "aws_nat_gateway": Noun("NAT gateway", "NAT gateways", (), " in "),
    "aws_proxy_protocol_policy": Noun("proxy protocol policy", "proxy protocol policies", ("load_balancer",)),
    "aws_route": Noun("route", "routes", ("destination_cidr_block",), " to "),
    "aws_route53_record": Noun("DNS record", "DNS records"),
    "aws_route_table": Noun("route table", "route tables", ()),
    "aws_route_table_association": Noun("route table association", "route table associations", ()),
    "aws_s3_bucket": Noun("bucket", "buckets", ("bucket",)),
    "aws_security_group": Noun("security group", "security groups"),
    "aws_subnet": Noun("subnet", "subnets", ("availability_zone",), " in "),
    "aws_vpc": Noun("VPC", "VPCs", ("cidr_block",)),
    "aws_vpc_endpoint": Noun("VPC endpoint", "VPC endpoints", (), " for "),
    "aws_vpc_security_group_egress_rule": Noun("security group rule", "security group rules", (), " "),
    "aws_vpc_security_group_ingress_rule": Noun("security group rule", "security group rules", (), " "),
    "terraform_data": Noun("data value", "data values", ()),
}

TITLES: Mapping[str, str] = {
    "vpc": "Network",
    "secrets_key": "Key for secrets",
    "logs_key": "Key for logs",
    "log_groups": "Log groups",
    "eks": "Control plane",
    "addons_before_nodes": "Add-ons, before the nodes",
    "nodes_": "Node group ",
    "addons_after_nodes": "Add-ons, after the nodes",
    "elb_": "Load balancer ",
    "identity": "Pod permissions",
    "registry": "Registries",
    "audit": "Audit",
}
"""Module call -> heading, in the order of a report. A key that ends in `_` is a prefix of a named call."""


FIRST = (
    "aws_vpc",
    "aws_subnet",
    "aws_nat_gateway",
    "aws_eks_cluster",
    "aws_eks_node_group",
    "aws_eks_addon",
    "aws_lb",
    "aws_elb",
    "aws_kms_key",
    "aws_launch_template",
    "aws_iam_role",
    "aws_security_group",
)
"""The types that come first in a list, in this order; the others follow by name."""


def type_rank(resource_type: str) -> tuple[int, str]:
    """Sorts resource types by how much they matter to a reader."""
    place = FIRST.index(resource_type) if resource_type in FIRST else len(FIRST)
    return (place, noun(resource_type).many.lower())


def noun(resource_type: str) -> Noun:
    """The noun of a type; for one that is not listed, the type itself in words."""
    known = NOUNS.get(resource_type)
    if known is not None:
        return known
    words = resource_type.removeprefix("aws_").replace("_", " ") or "object"
    return Noun(words, f"{words} objects", ("name", "id"))


def title(module_call: str) -> str:
    """The heading of a module call: `nodes_web` is `Node group web`."""
    prefix = _prefix(module_call)
    named = TITLES.get(prefix, "")
    if prefix.endswith("_"):
        return named + module_call.removeprefix(prefix)
    return named or (f"Module {module_call}" if module_call else "Root module")


def rank(module_call: str) -> tuple[int, str]:
    """Sorts module calls as `TITLES` lists them, unknown ones last."""
    keys = list(TITLES)
    prefix = _prefix(module_call)
    return (keys.index(prefix) if prefix in TITLES else len(keys), module_call)


def _prefix(module_call: str) -> str:
    if module_call in TITLES:
        return module_call
    return next((k for k in TITLES if k.endswith("_") and module_call.startswith(k)), "")


SUBJECTS = frozenset({"aws_eks_node_group", "aws_lb", "aws_elb"})
"""The objects that a module call of its own is about; the others in the call are there for their sake."""

TIERS: Mapping[str, str] = {"public": "public", "private": "private", "intra": "control-plane"}
"""The tiers of a network, by the names that Terraform knows them by, in words."""

TIERED = frozenset({"aws_route_table_association", "aws_subnet"})
"""What each tier has in every zone: a zone alone does not tell one from the other."""
