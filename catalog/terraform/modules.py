"""What is known of each Terraform module of eksgen: its calls, what a change of it means. One row a module.

Sources: resource schemas of the AWS provider (`ForceNew`), 5.x, read 2026-11-24: `aws_eks_cluster` (name,
role_arn, service_ipv4_cidr, encryption turned off; subnets and endpoint change in place),
`aws_eks_node_group` (name, AMI and capacity type, instance types, subnets, role), `aws_vpc` and `aws_subnet`
(cidr_block), `aws_flow_log`, `aws_cloudwatch_log_group` (name, log_group_class), `aws_lb` and `aws_elb`
(name, internal, type), `aws_lb_target_group` (name, port, protocol), `aws_sqs_queue` and
`aws_cloudwatch_event_rule` (name), `aws_eks_pod_identity_association` (namespace), `aws_eks_access_entry`
(principal_arn). EKS user guide, "Update a managed node group for your cluster": a new version of Kubernetes
or of the launch template rolls all nodes; EKS API reference, UpdateClusterConfig: subnets stay in the VPC of
the cluster.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

ArgumentPath = tuple[str, ...]
"""A module argument, or a key inside one; `*` stands for any key."""


@dataclass(frozen=True, slots=True)
class ModuleCallRow:
    """How a call of a module is called: in headings `Node group web`, in sentences `node group web`.

    `named` calls exist once for each name in the spec (`nodes_web`). `short` distinguishes the object of a
    call from those of the module's other calls. `follows` is the module after whose calls this one comes, if
    it does not stand with the others of its own.
    """

    call: str
    title: str
    phrase: str
    named: bool = False
    plural: bool = False
    short: str = ""
    follows: str = ""


@dataclass(frozen=True, slots=True)
class ModuleEntries:
    """An argument that is a mapping of objects: what an entry is called, and what is lost with it."""

    argument: str
    noun: str
    deletion_note: str = ""


@dataclass(frozen=True, slots=True)
class ReplacingArgument:
    """An argument whose change replaces an object.

    `create_first`: the new object exists before the old one is deleted. `with_contents`: everything in the
    object is replaced with it. `causes`: the arguments beside it (dotted) whose hash is part of its value.
    """

    path: ArgumentPath
    object: str
    create_first: bool = False
    with_contents: bool = False
    causes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TerraformModule:
    """A folder of `modules/`.

    `deletion_note` says what else is lost with the module. `name_arguments` follow from the name of the call
    and say nothing else about it, so calls that differ in nothing else were renamed. `rolling` arguments
    replace every node.
    """

    name: str
    calls: tuple[ModuleCallRow, ...]
    deletion_note: str = ""
    entries: tuple[ModuleEntries, ...] = ()
    name_arguments: tuple[ArgumentPath, ...] = ()
    replacing: tuple[ReplacingArgument, ...] = ()
    rolling: tuple[ArgumentPath, ...] = ()


_OIDC_ARGUMENTS = (
    *("name", "issuer_url", "client_id", "required_claims"),
    *("username_claim", "username_prefix", "groups_claim", "groups_prefix"),
)

MODULES: tuple[TerraformModule, ...] = (
    TerraformModule(
        "existing_vpc",
        (ModuleCallRow("existing_vpc", "Existing VPC", "the checks of the existing VPC", plural=True),),
    ),
    TerraformModule(
        "vpc",
        (ModuleCallRow("vpc", "Network", "the network"),),
        entries=(
            ModuleEntries("private_subnets", "private subnet"),
            ModuleEntries("public_subnets", "public subnet"),
            ModuleEntries("intra_subnets", "control-plane subnet"),
            ModuleEntries("pod_subnets", "pod subnet"),
            ModuleEntries("secondary_cidrs", "the range"),
            ModuleEntries("nat_addresses", "NAT gateway in"),
            ModuleEntries("interface_endpoints", "the endpoint of"),
        ),
        replacing=(
            ReplacingArgument(("flow_logs", "cloudwatch", "aggregation_seconds"), "flow log"),
            ReplacingArgument(("flow_logs", "s3", "aggregation_seconds"), "flow log"),
            ReplacingArgument(("flow_logs", "s3", "destination_arn"), "flow log"),
            ReplacingArgument(("nat_addresses", "*"), "NAT gateway in"),
        ),
    ),
    TerraformModule(
        "kms",
        (
            ModuleCallRow(
                "secrets_key", "Key for secrets", "the key of the Kubernetes secrets", short="secrets"
            ),
            ModuleCallRow("logs_key", "Key for logs", "the key of the logs", short="logs"),
            ModuleCallRow(
                "registries_key", "Key for registries", "the key of the registries", short="registries"
            ),
            ModuleCallRow("disks_key", "Key for disks", "the key of the disks", short="disks"),
        ),
        deletion_note=" in 30 days, and what it encrypted can no longer be read",
    ),
    TerraformModule(
        "log_groups",
        (ModuleCallRow("log_groups", "Log groups", "the log groups", plural=True),),
        deletion_note=" with everything in them",
        entries=(
            ModuleEntries("groups", "log group", " with everything in it"),
            ModuleEntries("subscriptions", "log subscription"),
        ),
        replacing=(
            ReplacingArgument(("groups", "*", "name"), "log group"),
            ReplacingArgument(("subscriptions", "*", "group"), "log subscription"),
            ReplacingArgument(("subscriptions", "*", "destination_arn"), "log subscription"),
        ),
    ),
    TerraformModule(
        "eks",
        (ModuleCallRow("eks", "Control plane", "the control plane"),),
        replacing=tuple(
            ReplacingArgument(path, "EKS cluster", with_contents=True)
            for path in (("name",), ("role", "arn"), ("role", "name"), ("role", "path"))
        ),
    ),
    TerraformModule(
        "identity",
        (ModuleCallRow("identity", "Identity of pods", "the identity of pods"),),
        deletion_note=", and pods lose their permissions in AWS",
        entries=(
            ModuleEntries("accounts", "service account", ", and its pods lose their permissions in AWS"),
        ),
        replacing=(
            ReplacingArgument(("accounts", "*", "role", "name"), "role of service account"),
            ReplacingArgument(("accounts", "*", "role", "path"), "role of service account"),
        ),
    ),
    TerraformModule(
        "addons",
        (
            ModuleCallRow(
                "addons_before_nodes",
                "Add-ons, before the nodes",
                "the add-ons before the nodes",
                plural=True,
            ),
            ModuleCallRow(
                "addons_after_nodes",
                "Add-ons, after the nodes",
                "the add-ons after the nodes",
                plural=True,
                follows="fargate",
            ),
        ),
        entries=(ModuleEntries("addons", "add-on"),),
    ),
    TerraformModule(
        "nodes",
        (ModuleCallRow("nodes", "Node group", "node group", named=True),),
        name_arguments=(
            ("group",),
            ("node_group_name",),
            ("role", "name"),
            ("launch_template_name",),
            ("instance", "name"),
            ("placement", "group_name"),
            ("ssh", "key_name"),
        ),
        replacing=(
            ReplacingArgument(
                ("node_group_name",),
                "node group",
                create_first=True,
                causes=(
                    "ami_type",
                    "capacity_type",
                    "instance_types",
                    "subnet_ids",
                    "public_ip",
                    "role.arn",
                    "role.name",
                    "role.path",
                ),
            ),
        ),
        # A new version or launch template; tags are written on the instances.
        rolling=(
            ("kubernetes_version",),
            ("release_version",),
            ("disk",),
            ("imds",),
            ("security_group_ids",),
            ("public_ip",),
            ("user_data",),
            ("instance",),
            ("ssh", "key_name"),
            ("ssh", "public_key"),
            ("extra_disks",),
            ("placement",),
            ("capacity_reservation",),
            ("efa_cards",),
            ("tags",),
        ),
    ),
    TerraformModule(
        "fargate",
        (ModuleCallRow("fargate", "Fargate profiles", "the Fargate profiles", plural=True),),
        entries=(ModuleEntries("profiles", "Fargate profile"),),
        replacing=(
            ReplacingArgument(
                ("profiles", "*", "name"),
                "Fargate profile",
                create_first=True,
                causes=("subnet_ids", "selectors", "role.arn", "role.name", "role.path"),
            ),
        ),
    ),
    TerraformModule(
        "identity_provider",
        (ModuleCallRow("identity_provider", "Identity provider", "the identity provider"),),
        deletion_note=", and its users are locked out",
        replacing=tuple(ReplacingArgument(("oidc", key), "identity provider") for key in _OIDC_ARGUMENTS),
    ),
    TerraformModule(
        "karpenter",
        (ModuleCallRow("karpenter", "Karpenter", "the resources of Karpenter", plural=True),),
        deletion_note=", and its nodes are no longer let into the cluster",
        entries=(
            ModuleEntries("subnet_ids", "the tag of the subnet in"),
            ModuleEntries("disk_keys", "the right to use the key"),
        ),
        replacing=(
            ReplacingArgument(("name",), "queue"),
            ReplacingArgument(("namespace",), "pod identity association"),
            ReplacingArgument(("controller_role", "name"), "role of the controller"),
            ReplacingArgument(("controller_role", "path"), "role of the controller"),
            ReplacingArgument(("node_role", "name"), "role of the nodes"),
            ReplacingArgument(("node_role", "path"), "role of the nodes"),
            ReplacingArgument(("node_role", "arn"), "access entry of the nodes"),
        ),
    ),
    TerraformModule(
        "capabilities",
        (ModuleCallRow("capabilities", "EKS Capabilities", "the EKS Capabilities", plural=True),),
        deletion_note="; what they made stays, and nothing works on it any more",
        entries=(
            ModuleEntries(
                "capabilities", "capability", "; what it made stays, and nothing works on it any more"
            ),
        ),
        replacing=(
            ReplacingArgument(("capabilities", "*", "name"), "capability"),
            ReplacingArgument(("capabilities", "*", "role", "name"), "role of capability"),
            ReplacingArgument(("capabilities", "*", "role", "path"), "role of capability"),
        ),
    ),
    TerraformModule(
        "elb",
        (ModuleCallRow("elb", "Load balancer", "load balancer", named=True),),
        deletion_note=" with its host name",
        entries=(
            ModuleEntries("listeners", "the listener on port"),
            ModuleEntries("target_groups", "target group"),
            ModuleEntries("rules", "the rule"),
        ),
        name_arguments=(("name",), ("target_groups", "*", "name"), ("log_bucket", "name")),
        replacing=(
            ReplacingArgument(("name",), "load balancer"),
            ReplacingArgument(("kind",), "load balancer"),
            ReplacingArgument(("internal",), "load balancer"),
            ReplacingArgument(
                ("target_groups", "*", "name"),
                "target group",
                create_first=True,
                causes=("port", "protocol", "target_type"),
            ),
            ReplacingArgument(("log_bucket", "name"), "bucket of access logs"),
            ReplacingArgument(("dns", "zone_id"), "DNS record"),
            ReplacingArgument(("dns", "name"), "DNS record"),
            ReplacingArgument(("web_acl_arn",), "association of the web ACL"),
        ),
    ),
    TerraformModule(
        "access_logs",
        (
            ModuleCallRow(
                "logs", "Access logs of load balancer", "the access logs of load balancer", named=True
            ),
        ),
        deletion_note=", which S3 refuses while it has logs",
        name_arguments=(("log_bucket", "name"),),
        replacing=(ReplacingArgument(("log_bucket", "name"), "bucket of access logs"),),
    ),
    TerraformModule(
        "audit",
        (ModuleCallRow("audit", "Audit trail", "the audit trail"),),
        deletion_note=", and calls of the EKS API are recorded for 90 days only",
        replacing=(
            ReplacingArgument(("name",), "trail"),
            ReplacingArgument(("bucket", "name"), "bucket"),
            ReplacingArgument(("cloudwatch", "this", "role", "name"), "role of the trail"),
            ReplacingArgument(("cloudwatch", "this", "role", "path"), "role of the trail"),
        ),
    ),
    TerraformModule(
        "registry",
        (ModuleCallRow("registry", "Registries", "the registries", plural=True),),
        deletion_note=", which ECR refuses while they have images",
        entries=(
            ModuleEntries("repositories", "registry", ", which ECR refuses while it has images"),
            ModuleEntries("expiry", "the cleanup rule of registry"),
            ModuleEntries("pull_from", "the policy of registry"),
        ),
        replacing=(ReplacingArgument(("repositories", "*", "kms_key_arn"), "registry"),),
    ),
)
"""All modules, in the order of a report and of `main.tf`."""

TERRAFORM_MODULES: Mapping[str, TerraformModule] = {module.name: module for module in MODULES}


def _in_order() -> Iterator[ModuleCallRow]:
    for module in MODULES:
        yield from (call for call in module.calls if not call.follows)
        yield from (call for other in MODULES for call in other.calls if call.follows == module.name)


CALLS: Mapping[str, ModuleCallRow] = {row.call: row for row in _in_order()}
_ORDER = tuple(CALLS)


def split_call(module_call: str) -> tuple[ModuleCallRow | None, str]:
    """Return the row of a module call, and the name from the spec: `nodes_web` is (node groups, `web`)."""
    if (row := CALLS.get(module_call)) and not row.named:
        return row, ""
    prefix, _, name = module_call.partition("_")
    row = CALLS.get(prefix)
    return (row, name) if row and row.named and name else (None, "")


def call_title(module_call: str) -> str:
    """Return the heading of a module call: `nodes_web` is `Node group web`."""
    row, name = split_call(module_call)
    if row:
        return f"{row.title} {name}".rstrip()
    return f"Module {module_call}" if module_call else "Root module"


def call_phrase(module_call: str) -> str:
    """Return a module call as it is called within a sentence: `node group web`, `the control plane`."""
    row, name = split_call(module_call)
    return f"{row.phrase} {name}".rstrip() if row else module_call


def entry_phrase(module: str, argument: str, key: str) -> str:
    """Return an entry as it is called within a sentence: `log group control-plane`."""
    nouns = {row.argument: row.noun for row in TERRAFORM_MODULES[module].entries}
    return f"{nouns.get(argument, argument)} {key}"


def object_phrase(module_call: str, module: str, argument: tuple[str, ...], key: str) -> str:
    """Return what an argument is about: the entry `key` if it is below a `*`, else the whole module call."""
    return entry_phrase(module, argument[0], key) if "*" in argument else call_phrase(module_call)


def call_rank(module_call: str) -> tuple[int, str]:
    """Return the sort key of a module call: the order of `MODULES`, unknown calls last."""
    row, _ = split_call(module_call)
    return (_ORDER.index(row.call) if row else len(_ORDER), module_call)
