"""Rules for the ways out of private subnets: NAT gateways and VPC endpoints."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from ....catalog.regions.endpoints import ENDPOINT_NAME, PRESETS, endpoint_names, expand
from ....schemas.base import printable
from ....schemas.cluster import ClusterSpec
from ...diagnostics import Path
from ...resolve.compute.kinds import has_auto_node_pools
from ...resolve.identity import uses_pod_identity
from ...resolve.network import endpoints_of
from ...resolve.nodes import tier_of_group
from ...resolve.vpc.existing import PATH as EXISTING
from ...resolve.vpc.existing import has_given_subnets
from ...resolve.vpc.nat import has_nat
from ...resolve.vpc.routes import has_default_route
from ..finding import Finding, closest, not_in_catalog


def way_out(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that private nodes can reach AWS, through NAT or VPC endpoints.

    Whether subnets that exist have a way out, plans find out: AWS knows their routes.
    """
    if has_given_subnets(spec.network):
        return
    missing = _needed_endpoints(spec).difference(expand(endpoints_of(spec.network), spec.metadata.region))
    if has_nat(spec.network) or has_default_route(spec.network) or not missing:
        return
    preset = {*PRESETS["private-cluster"], "private-cluster"}
    own = [name for name in (*endpoints_of(spec.network), *sorted(missing)) if name not in preset]
    write = f"write `endpoints: [{', '.join(('private-cluster', *own))}]`"
    yield Finding(
        "no-way-out",
        _without_nat(spec),
        "nodes in private subnets cannot reach AWS",
        "no NAT gateway",
        note=f"without NAT they need VPC endpoints: {', '.join(sorted(missing))}",
        help=write if spec.network.existing is None else f"{_NAME_GATEWAYS}, or {write}",
    )


_NAME_GATEWAYS = "name NAT gateways of the VPC in `network.existing.natGateways`"


def _without_nat(spec: ClusterSpec) -> Path:
    """Return the field because of which there is no NAT gateway."""
    if spec.network.nat is not None:
        return ("network", "nat")
    return EXISTING if spec.network.existing is not None else ("network", "subnets", "public")


_OF_KARPENTER = ("eks", "sqs", "ssm")
"""What the controller of Karpenter calls besides: the cluster, its queue and the parameters of images (SSM:
aws/karpenter-provider-aws #1157)."""


def _needed_endpoints(spec: ClusterSpec) -> set[str]:
    """Return the VPC endpoints without which nodes in private subnets do not work.

    Source: EKS user guide, "Deploy private clusters with limited internet access" (read 2026-11-29).
    """
    private = [group for group in spec.node_groups.values() if tier_of_group(spec, group) != "public"]
    pools = spec.karpenter.node_pools if spec.karpenter else {}
    if not (private or pools or spec.fargate_profiles or has_auto_node_pools(spec)):
        return set()
    agent = spec.addons.pod_identity_agent != "none" and uses_pod_identity(spec)
    return {
        *("ec2", "ecr.api", "ecr.dkr", "s3", "sts"),
        *(("eks-auth",) if agent else ()),
        *(_OF_KARPENTER if pools else ()),
        *(("ssm", "ssmmessages") if any(group.ssm for group in private) else ()),
    }


def endpoints_known(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that the names of VPC endpoints are known, or can be those of services that AWS has added."""
    for index, name in enumerate(spec.network.endpoints or ()):
        path: Path = ("network", "endpoints", index)
        near = _similar_endpoint(name)
        if name in (*PRESETS, *endpoint_names()):
            continue
        if near or not ENDPOINT_NAME.fullmatch(name):
            message = f"unknown VPC endpoint `{printable(name)}`"
            help = f"write `{near}`" if near else "write the end of its service name, such as `ecr.api`"
            yield Finding("unknown-endpoint", path, message, "no such endpoint", help=help)
        else:
            note = f"it would create an interface endpoint to the service whose name ends in `.{name}`"
            yield not_in_catalog(path, f"eksgen does not know the VPC endpoint `{name}`", note)


_SERVICE_NAME = re.compile(r"[a-z.]+\.[a-z]+(?:-[a-z]+)+-[0-9]\.(.+)")
"""The full name of a service, such as com.amazonaws.us-west-2.s3."""


@cache
def _similar_endpoint(name: str) -> str:
    """Return the endpoint that a name is a misspelling of, or ""."""
    known = (*PRESETS, *endpoint_names())
    full = _SERVICE_NAME.fullmatch(name)
    if full and full[1] in known:
        return full[1]
    parts = [word for word in known if word.startswith(f"{name}.")]
    begun = next(iter(parts or [word for word in PRESETS if word.startswith(f"{name}-")]), "")
    # A known name with another word is another service, such as autoscaling-plans.
    longer = any(name.startswith((f"{word}-", f"{word}.")) for word in known)
    return begun or closest(name, known, 0.9 if longer else 0.8)
