"""What cannot change in place: arguments of the modules whose change makes Terraform replace an object or EKS
replace nodes.

Sources: resource schemas of the AWS provider (`ForceNew`), 5.x, read 2026-11-24:
`aws_eks_cluster` (name, role_arn, service_ipv4_cidr, encryption taken off; subnets and endpoint change in
place), `aws_eks_node_group` (name, AMI and capacity type, instance types, subnets, role), `aws_vpc` and
`aws_subnet` (cidr_block), `aws_flow_log`, `aws_cloudwatch_log_group` (name, log_group_class), `aws_lb` and
`aws_elb` (name, internal, type), `aws_lb_target_group` (name, port, protocol). EKS user guide, "Update a
managed node group for your cluster": a new version of Kubernetes or of the launch template rolls all nodes;
EKS API reference, UpdateClusterConfig: subnets stay in the VPC of the cluster.

The compiler puts into the name of a node group and of a target group a hash of what forces its replacement.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fixed:
    """An argument of a module (`*` stands for any key) and the object that is made anew when it changes.

    `new_first` says that the new object stands before the old one goes. `all_below`: with it goes everything
    that stands in it. `note` is said after it.
    """

    module: str
    at: tuple[str, ...]
    thing: str
    new_first: bool = False
    all_below: bool = False
    note: str = ""

    def meets(self, module: str, at: tuple[str, ...]) -> bool:
        """Whether it speaks of this argument, or of one inside it."""
        mine = self.at
        return (
            module == self.module
            and len(at) >= len(mine)
            and all(want in ("*", got) for want, got in zip(mine, at, strict=False))
        )


FIXED: tuple[Fixed, ...] = (
    Fixed("eks", ("name",), "EKS cluster", all_below=True),
    Fixed("eks", ("service_ipv4_cidr",), "EKS cluster", all_below=True),
    Fixed("vpc", ("cidr",), "VPC", all_below=True, note=", and EKS moves no cluster to another VPC"),
    Fixed("vpc", ("private_subnets", "*"), "private subnet"),
    Fixed("vpc", ("public_subnets", "*"), "public subnet"),
    Fixed("vpc", ("intra_subnets", "*"), "control-plane subnet"),
    Fixed("vpc", ("flow_logs", "cloudwatch", "aggregation_seconds"), "flow log"),
    Fixed("nodes", ("node_group_name",), "node group", new_first=True),
    Fixed("log_groups", ("groups", "*", "name"), "log group"),
    Fixed("log_groups", ("groups", "*", "class"), "log group"),
    Fixed("elb", ("name",), "load balancer"),
    Fixed("elb", ("kind",), "load balancer"),
    Fixed("elb", ("internal",), "load balancer"),
    Fixed("elb", ("listeners", "*", "target_group_name"), "target group of port", new_first=True),
)

ROLLING: tuple[tuple[str, ...], ...] = (
    ("kubernetes_version",),
    ("release_version",),
    ("disk",),
    ("imds",),
    ("security_group_ids",),
    ("public_ip",),
    ("tags",),
)
"""Arguments of the module `nodes` that give the nodes a new version or launch template (tags are written on
the instances): every node is drained and replaced."""
