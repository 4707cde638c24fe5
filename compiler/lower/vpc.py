"""The call of module `vpc`."""

from __future__ import annotations

from collections.abc import Iterator

from ..resolve.model import Cluster
from ..resolve.names import role_name
from ..resolve.network import TIERS
from ..resolve.vpc.nat import REGIONAL, nat_addresses, nat_of
from ..resolve.vpc.policies import canonical
from ..resolve.vpc.routes import routes_of
from ..values import At, ModuleCall, Ref, RootOutput, Value, values_by_key
from .existing_vpc import existing_argument
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
            "existing": existing_argument(cluster),
            "cidr": network.cidr,
            "secondary_cidrs": At(network.secondary_cidrs, (*path, "secondaryCidrs")),
            "pod_subnets": At(dict(network.pods), (*path, "podCidr")),
            "private_subnets": At(dict(network.private), (*path, "subnets", "private")),
            "public_subnets": At(dict(network.public), (*path, "subnets", "public")),
            "assign_public_addresses": _assign_public_addresses(cluster),
            "intra_subnets": At(dict(network.intra), (*path, "subnets", "intra")),
            "ipv6_subnets": _ipv6_subnets(cluster),
            "subnet_tags": _subnet_tags(cluster),
            "nat_zones": At(network.nat_zones, (*path, "nat")),
            "nat_addresses": _nat_addresses(cluster),
            "nat_routes": At(dict(network.nat_routes), (*path, "nat")),
            "routes": _routes(cluster),
            "interface_endpoints": At(dict(network.interface_endpoints), (*path, "endpoints")),
            "gateway_endpoints": At(dict(network.gateway_endpoints), (*path, "endpoints")),
            "endpoint_policies": _endpoint_policies(cluster),
            "flow_logs": At(_flow_logs(cluster), (*path, "flowLogs")),
            "tags": tags(cluster),
        },
        variant=_variant(cluster),
    )


def vpc_outputs(cluster: Cluster) -> Iterator[RootOutput]:
    """Yield the outputs that other configurations need to create resources in the VPC."""
    yield RootOutput("vpc_id", "Id of the VPC.", Ref("vpc", "vpc_id"))
    keys = "zone" if cluster.network.given is None else "ID"
    yield RootOutput("private_subnet_ids", f"Private subnets by {keys}.", Ref("vpc", "private_subnet_ids"))


def _variant(cluster: Cluster) -> tuple[str, ...]:
    if cluster.spec.network.existing is not None:
        protected: tuple[str, ...] = ("existing",)
    else:
        protected = ("prevent_destroy",) if cluster.spec.terraform.prevent_destroy else ()
    return protected + (("regional_nat",) if nat_of(cluster.spec.network) == REGIONAL else ())


def _nat_addresses(cluster: Cluster) -> At:
    path = (*cluster.network.path, "nat", "addresses")
    return At(values_by_key(nat_addresses(cluster.spec.network), path), path)


def _routes(cluster: Cluster) -> At:
    """Return the routes of each tier by destination, each with its place in the spec."""
    tiers: dict[str, dict[str, Value]] = {tier: {} for tier in TIERS}
    for route in routes_of(cluster.spec.network):
        tiers[route.tier][route.to] = At(route.via, route.path)
    by_tier = {tier: dict(sorted(routes.items())) for tier, routes in tiers.items()}
    return At(by_tier, (*cluster.network.path, "routes"))


def _endpoint_policies(cluster: Cluster) -> At:
    path = (*cluster.network.path, "endpointPolicies")
    policies = cluster.spec.network.endpoint_policies
    return At({name: At(canonical(policy), (*path, name)) for name, policy in sorted(policies.items())}, path)


def _ipv6_subnets(cluster: Cluster) -> At:
    """Return the number of each subnet's /64 by `tier/zone`."""
    numbers: dict[str, Value] = {
        f"{tier}/{zone}": number for (tier, zone), number in sorted(cluster.network.ipv6_subnets.items())
    }
    return At(numbers, ("kubernetes", "ipFamily"))


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
    seconds = At({"1m": 60, "10m": 600}[spec.aggregation], (*path, "aggregation"))
    if spec.to == "s3":
        bucket = At(spec.bucket, (*path, "bucket"))
        return {"s3": {"destination_arn": bucket, "aggregation_seconds": seconds}}
    return {
        "cloudwatch": {
            "destination_arn": Ref("log_groups", "arns", ("flow-logs",)),
            "aggregation_seconds": seconds,
            "role": role(cluster, spec.role, (*path, "role"), role_name(cluster.spec, "flow-logs")),
        }
    }
