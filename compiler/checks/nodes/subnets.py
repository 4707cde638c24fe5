"""Rules for node groups in subnets that exist."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from ....schemas.cluster import ClusterSpec
from ....schemas.network import Network
from ....schemas.nodes import NodeGroup, SubnetsOf
from ...diagnostics import Path
from ...resolve.nodes import subnet_ids_of
from ...resolve.vpc.existing import PATH, NamedSubnet, has_given_subnets, named_subnets
from ..finding import Finding, closest
from .groups import groups

_SUBNETS: Path = (*PATH, "subnets")
_SHOWN = 6


def subnets_of_network(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that the subnets of a group are named in the network, are of one tier, and are listed once."""
    known = {subnet.id: subnet for subnet in named_subnets(spec.network) if subnet.tier != "intra"}
    for path, group in groups(spec):
        place, ids = (*path, "subnets", "ids"), subnet_ids_of(group) or ()
        if ids and not has_given_subnets(spec.network):
            yield _made_by_eksgen(place, spec.network)
            continue
        yield from _chosen_twice(path, group)
        for index, name in enumerate(ids):
            if name not in known:
                yield _unknown((*place, index), name, spec.network, known)
            elif name in ids[:index]:
                others = (((*place, ids.index(name)), "first here"),)
                yield Finding(
                    "duplicate-subnet", (*place, index), f"{name} is named twice", "duplicate", others
                )
        yield from _one_tier(place, [(index, known[name]) for index, name in enumerate(ids) if name in known])


def _chosen_twice(path: Path, group: NodeGroup) -> Iterator[Finding]:
    """Check that a group with IDs has no other choice of subnets."""
    others = (((*path, "subnets", "ids"), "says it already"),)
    for field in ("zones", "tier") if subnet_ids_of(group) else ():
        if isinstance(group.subnets, SubnetsOf) and field in group.subnets.model_fields_set:
            place, help = (*path, "subnets", field), f"delete `{field}`"
            message = f"`{field}` has no effect beside `ids`"
            yield Finding("existing-field", place, message, "has no effect", others, help=help)


def _made_by_eksgen(place: Path, network: Network) -> Finding:
    others = ((PATH, "names no subnets"),) if network.existing else ()
    return Finding(
        "unknown-subnet",
        place,
        "`ids` needs subnets that exist, and eksgen makes those of this network",
        "no IDs before they are made",
        others,
        help="choose `tier` and `zones` instead, or name the subnets in `network.existing.subnets`",
    )


def _unknown(place: Path, name: str, network: Network, known: dict[str, NamedSubnet]) -> Finding:
    of_control_plane = any(subnet.id == name for subnet in named_subnets(network))
    shown = [f"{subnet.id} ({subnet.tier}, {subnet.zone})" for subnet in known.values()]
    more = f", and {len(shown) - _SHOWN} more" if len(shown) > _SHOWN else ""
    return Finding(
        "unknown-subnet",
        place,
        f"{name} is only a subnet of the control plane"
        if of_control_plane
        else f"{name} is not in `network.existing.subnets`",
        "not for nodes" if of_control_plane else "not named there",
        ((_SUBNETS, "the subnets that exist"),),
        note=f"subnets for nodes: {', '.join(shown[:_SHOWN])}{more}" if shown else "",
        help="name it in `network.existing.subnets.private`, too"
        if of_control_plane
        else partial(_similar, name, known),
    )


def _similar(name: str, known: dict[str, NamedSubnet]) -> str:
    near = closest(name, known, 0.9)
    return f"write `{near}`" if near else "name it in `network.existing.subnets`, under its tier and zone"


def _one_tier(place: Path, chosen: list[tuple[int, NamedSubnet]]) -> Iterator[Finding]:
    for index, subnet in chosen[1:]:
        first, other = chosen[0]
        if subnet.tier != other.tier:
            yield Finding(
                "mixed-tiers",
                (*place, index),
                f"{subnet.id} is {subnet.tier}, and {other.id} is {other.tier}",
                subnet.tier,
                (((*place, first), other.tier),),
                help="make a node group for each tier",
            )
            return
