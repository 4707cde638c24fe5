"""The call of module `vpc`."""

from __future__ import annotations

from collections.abc import Iterator

from ..resolve.model import Cluster
from ..resolve.names import role_name
from ..values import At, ModuleCall, Ref, RootOutput, Value, values_by_key
from .iam import role
from .tags import tags


def vpc(cluster: Cluster) -> Iterator[ModuleCall]:
    """Yield the call for the VPC."""
    network = cluster.network
    path = network.path
    yield ModuleCall(
        "vpc",
        "vpc",
        path,
        {
            "name": At(cluster.name, ("metadata", "name")),
            "region": At(cluster.region, ("metadata", "region")),
            "partition": cluster.partition,
            "cidr": At(network.cidr, (*path, "cidr")),
            "private_subnets": At(dict(network.private), (*path, "subnets", "private")),
            "public_subnets": At(dict(network.public), (*path, "subnets", "public")),
            "assign_public_addresses": _assign_public_addresses(cluster),
            "intra_subnets": At(dict(network.intra), (*path, "subnets", "intra")),
            "subnet_tags": _subnet_tags(cluster),
            "nat_zones": At(network.nat_zones, (*path, "nat")),
            "nat_routes": At(dict(network.nat_routes), (*path, "nat")),
            "interface_endpoints": At(dict(network.interface_endpoints), (*path, "endpoints")),
            "gateway_endpoints": At(dict(network.gateway_endpoints), (*path, "endpoints")),
            "flow_logs": At(_flow_logs(cluster), (*path, "flowLogs")),
            "tags": tags(cluster),
        },
        variant=("prevent_destroy",) if cluster.spec.terraform.prevent_destroy else (),
    )


def vpc_outputs(cluster: Cluster) -> Iterator[RootOutput]:
    """Yield the outputs that other configurations need to create resources in the VPC."""
    yield RootOutput("vpc_id", "Id of the VPC.", Ref("vpc", "vpc_id"))
    yield RootOutput("private_subnet_ids", "Private subnets by zone.", Ref("vpc", "private_subnet_ids"))


def _subnet_tags(cluster: Cluster) -> dict[str, Value]:
    tiers, path = cluster.spec.network.subnets.tags, (*cluster.network.path, "subnets", "tags")
    return {
        tier: At(values_by_key(own, (*path, tier)), (*path, tier))
        for tier, own in (("private", tiers.private), ("public", tiers.public), ("intra", tiers.intra))
    }


def _assign_public_addresses(cluster: Cluster) -> At:
    """Return whether a node group is in the public subnets, with the place of the first that is."""
    public = next((group for group in cluster.node_groups if group.public), None)
    return At(public is not None, (*public.path, "subnets") if public else ("network", "subnets", "public"))


def _flow_logs(cluster: Cluster) -> dict[str, Value]:
    spec, path = cluster.spec.network.flow_logs, (*cluster.network.path, "flowLogs")
    if spec == "none":
        return {}
    seconds = {"1m": 60, "10m": 600}[spec.aggregation]
    return {
        "cloudwatch": {
            "log_group_arn": Ref("log_groups", "arns", ("flow-logs",)),
            "aggregation_seconds": At(seconds, (*path, "aggregation")),
            "role": role(cluster, spec.role, (*path, "role"), role_name(cluster.spec, "flow-logs")),
        }
    }
