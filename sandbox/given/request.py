"""Ask the sandbox for what a spec takes to exist. In: a cluster. Out: requests to the server."""

from __future__ import annotations

import json
from typing import Any
from urllib.error import HTTPError

from ...compiler.errors import EksgenError
from ...compiler.resolve.model import Cluster
from ...compiler.resolve.network import has_ipv6
from ...compiler.resolve.vpc.existing import named_subnets
from ...compiler.resolve.vpc.ranges import vpc_ranges
from ..server_api import DESTINATIONS_PATH, VPC_PATH, ZONES_PATH, request
from ..server_file import Sandbox

GIVEN_TAG = "eksgen-sandbox"
"""Tag of all that the sandbox makes because a spec takes it to exist."""
TIMEOUT_SECONDS = 30.0


def provide(sandbox: Sandbox, cluster: Cluster) -> None:
    """Make what the sandbox lacks of what the spec names; `EksgenError` if AWS would refuse it."""
    _provide_vpc(sandbox, cluster)
    destinations = sorted({subscription.spec.destination for subscription in cluster.subscriptions})
    if destinations:
        wanted = {"destinations": destinations}
        request(sandbox, DESTINATIONS_PATH, post=True, body=wanted, timeout=TIMEOUT_SECONDS)
    _provide_zones(sandbox, cluster)


def _provide_vpc(sandbox: Sandbox, cluster: Cluster) -> None:
    wanted = described_vpc(cluster)
    if wanted is None:
        return
    try:
        request(sandbox, VPC_PATH, post=True, body=wanted, timeout=TIMEOUT_SECONDS)
    except HTTPError as error:
        raise EksgenError(
            f"the sandbox cannot make {wanted['vpcId']} as the spec describes it",
            code="sandbox-vpc",
            notes=(str(json.load(error).get("error", error)),),
            helps=("correct the ranges and zones, or start afresh: `eksgen sandbox reset`",),
        ) from error


def described_vpc(cluster: Cluster) -> dict[str, Any] | None:
    """Return the VPC that the spec takes to exist, as JSON; None if it makes its own."""
    network = cluster.spec.network
    existing = network.existing
    if existing is None:
        return None
    made, groups = cluster.network, cluster.spec.control_plane.security_groups
    new = [at.value for tier in (made.private, made.public, made.intra, made.pods) for at in tier.values()]
    return {
        "account": cluster.account_id,
        "region": cluster.region,
        "vpcId": existing.vpc_id,
        "zones": sorted(made.zones),
        "cidrs": [block for _, block in vpc_ranges(network)],
        "kept": new,
        "internetGateway": existing.internet_gateway,
        "ipv6": has_ipv6(cluster.spec),
        "natGateways": dict(existing.nat_gateways),
        "subnets": [
            {"id": subnet.id, "tier": subnet.tier, "zone": subnet.zone, "cidr": subnet.cidr}
            for subnet in named_subnets(network)
        ],
        "securityGroups": sorted({*filter(None, [groups.existing]), *groups.additional}),
    }


def _provide_zones(sandbox: Sandbox, cluster: Cluster) -> None:
    """Make the hosted zones that the spec names and the sandbox lacks."""
    if zones := described_zones(cluster):
        body = {"account": cluster.account_id, "partition": cluster.partition, "zones": zones}
        request(sandbox, ZONES_PATH, post=True, body=body, timeout=TIMEOUT_SECONDS)


def described_zones(cluster: Cluster) -> dict[str, str]:
    """Return the domain of each hosted zone by its ID: the longest that all records in it have in common."""
    domains: dict[str, list[str]] = {}
    for balancer in cluster.load_balancers:
        if (record := balancer.spec.dns) is not None and balancer.by_terraform:
            parent = record.name.split(".")[1:] if record.name.count(".") > 1 else record.name.split(".")
            known = domains.setdefault(record.zone, parent)
            domains[record.zone] = _common_end(known, parent)
    return {zone: ".".join(labels) for zone, labels in sorted(domains.items()) if labels}


def _common_end(one: list[str], other: list[str]) -> list[str]:
    same = 0
    for left, right in zip(reversed(one), reversed(other), strict=False):
        if left != right:
            break
        same += 1
    return one[len(one) - same :]
