"""Write a spec with every field (`eksgen validate --resolved`). In: a checked spec. Out: YAML.

The YAML compiles to the same cluster. Each value has a comment with its origin: the line where it was
written, `default`, or `decided` if eksgen derived it from other fields.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from ...schemas.cluster import ClusterSpec
from ...schemas.nodes import NodeGroup
from ...schemas.reflection.walk import fields
from ..diagnostics import Path
from ..paths import starts_with
from ..source.scalars import flow_text, key_text
from ..source.tree import Node, locate
from . import resolve
from .compute.disks import disk_iops, disk_size
from .compute.kinds import unused_addons
from .controllers import is_ingress
from .load_balancers import health_times, target_protocol
from .model import Cluster, ResolvedLoadBalancer
from .network import control_plane_subnets, endpoints_of, service_cidr
from .nodes import subnet_ids_of
from .provider import provider_constraint
from .services import maker_of
from .vpc.existing import has_given_subnets
from .vpc.nat import nat_of


def resolved_yaml(spec: ClusterSpec, tree: Node) -> str:
    """Return the complete spec as YAML, with the origin of each value."""
    decided = _decided(resolve(spec))
    values = _values(spec, (), decided)
    return "".join(f"{line}\n" for line in _lines(values, (), tree, decided, 0))


def resolved_values(cluster: Cluster) -> dict[str, Any]:
    """Return the complete spec as plain values by key: mappings, tuples and scalars."""
    written = _values(cluster.spec, (), {})
    missing = {path: value for path, value in _decided(cluster).items() if not _has_value(written, path)}
    values: dict[str, Any] = _values(cluster.spec, (), missing)
    return values


def _has_value(values: Any, path: Path) -> bool:
    for step in path:
        try:
            values = values[step]
        except (KeyError, IndexError, TypeError):
            return False
    return True


def _values(value: Any, path: Path, decided: Mapping[Path, Any]) -> Any:
    """Return models as mappings by spec key, with the decided values; fields without a value are omitted."""
    if isinstance(value, BaseModel):
        named = {key: getattr(value, name) for name, key in _names(type(value)).items()}
        value = named | (value.__pydantic_extra__ or {})
    if isinstance(value, dict):
        filled = {key: decided.get((*path, key), item) for key, item in value.items()}
        inner = {key: _values(item, (*path, key), decided) for key, item in filled.items()}
        return {key: item for key, item in inner.items() if item is not None}
    if isinstance(value, tuple):
        return tuple(_values(item, (*path, index), decided) for index, item in enumerate(value))
    return value


def _names(model: type[BaseModel]) -> dict[str, str]:
    keys = {id(info): key for key, info in fields(model).items()}
    return {name: keys[id(info)] for name, info in model.model_fields.items()}


def _decided(cluster: Cluster) -> dict[Path, Any]:
    """Return the values that the resolver derives from other fields, by path."""
    network = cluster.network
    values: dict[Path, Any] = {
        ("kubernetes", "serviceCidr"): service_cidr(cluster.spec),
        ("network", "zones"): network.zones,
        ("network", "endpoints"): endpoints_of(cluster.spec.network),
        ("controlPlane", "zones"): control_plane_subnets(cluster.spec)[1],
    }
    if cluster.spec.network.nat is None:
        values["network", "nat"] = nat_of(cluster.spec.network)
    if (constraint := provider_constraint(cluster.spec)) != cluster.spec.terraform.aws_provider:
        values["terraform", "awsProvider"] = constraint
    values |= _decided_subnets(cluster)
    present = {addon.key for addon in cluster.addons}
    values |= {("addons", name): "none" for name in unused_addons(cluster.spec) - present}
    for group in cluster.log_groups:
        values[(*group.path, "retentionDays")] = group.retention_days.value
    for nodes in cluster.node_groups:
        for name, size in (("min", nodes.min), ("max", nodes.max), ("desired", nodes.desired)):
            values[(*nodes.path, "scaling", name)] = size
        values[(*nodes.path, "disk", "size")] = disk_size(nodes.spec.disk)
        values[(*nodes.path, "disk", "iops")] = disk_iops(nodes.spec.disk)
    values |= _tiers_by_id(cluster.spec)
    for balancer in cluster.load_balancers:
        values |= _decided_for(balancer) | _left_to_maker(cluster.spec, balancer)
    return values


def _tiers_by_id(spec: ClusterSpec) -> dict[Path, None]:
    """Return the fields `tier` that have no effect, because the subnets are named."""
    groups: dict[Path, NodeGroup] = {("nodeGroups", name): group for name, group in spec.node_groups.items()}
    groups["nodeDefaults",] = spec.node_defaults
    return {(*path, "subnets", "tier"): None for path, group in groups.items() if subnet_ids_of(group)}


def _decided_subnets(cluster: Cluster) -> dict[Path, Any]:
    """Return the subnets that eksgen makes; None for fields that a VPC that exists leaves without effect."""
    network = cluster.network
    unused = ("cidr",) if cluster.spec.network.existing is not None else ()
    if has_given_subnets(cluster.spec.network):
        return {("network", name): None for name in ("subnets", "zones", "nat", *unused)}
    tiers = {"private": network.private, "public": network.public, "intra": network.intra}
    ranges = {tier: {zone: at.value for zone, at in made.items()} for tier, made in tiers.items()}
    placed: dict[Path, Any] = {("network", "subnets", tier): made or "none" for tier, made in ranges.items()}
    return placed | {("network", name): None for name in unused}


def _decided_for(balancer: ResolvedLoadBalancer) -> dict[Path, Any]:
    interval, timeout = health_times(balancer.spec.health_check)
    network = balancer.spec.type == "network"
    # The targets of rules are checked on ports of their own, unless the spec says otherwise; the makers of
    # Kubernetes check the port that gets the traffic.
    check = balancer.spec.health_check
    own = bool(balancer.rules) or not balancer.by_terraform
    # Groups that exist replace the one of an Ingress.
    replaced = is_ingress(balancer.spec) and bool(balancer.spec.security_groups.additional)
    values: dict[Path, Any] = {
        (*balancer.path, "crossZone"): balancer.cross_zone,
        (*balancer.path, "preserveClientIp"): balancer.spec.preserve_client_ip is not False
        if network
        else None,
        (*balancer.path, "healthCheck", "interval"): interval,
        (*balancer.path, "healthCheck", "timeout"): timeout,
        (*balancer.path, "healthCheck", "protocol"): check.protocol if own else balancer.health_protocol,
        (*balancer.path, "healthCheck", "port"): check.port if own else balancer.health_port,
        (*balancer.path, "securityGroups", "from"): None if replaced else balancer.sources.value,
    }
    for listener, written in zip(balancer.listeners, balancer.spec.listeners, strict=True):
        values[(*listener.path, "sslPolicy")] = listener.ssl_policy
        if not listener.redirect_https:
            values[(*listener.path, "targetProtocol")] = target_protocol(balancer.spec.type, written)
    return values


def _left_to_maker(spec: ClusterSpec, balancer: ResolvedLoadBalancer) -> dict[Path, None]:
    """Return what is left out for a maker of Kubernetes: it has the same default or no such option."""
    if balancer.by_terraform:
        return {}
    left: dict[Path, None] = {}
    if balancer.spec.security_groups.sources is None:
        left[(*balancer.path, "securityGroups", "from")] = None
    if maker_of(spec, balancer.spec) == "network":
        left[(*balancer.path, "draining")] = None
    return left


def _lines(value: Any, path: Path, tree: Node, decided: Mapping[Path, Any], depth: int) -> Iterator[str]:
    pad = "  " * depth
    for key, item in value.items():
        at = (*path, key)
        name = key_text(key)
        if isinstance(item, dict) and item:
            yield f"{pad}{name}:"
            yield from _lines(item, at, tree, decided, depth + 1)
        elif isinstance(item, tuple) and any(isinstance(element, dict) for element in item):
            yield f"{pad}{name}:"
            for index, element in enumerate(item):
                yield from _item(element, (*at, index), tree, decided, depth + 1)
        else:
            yield f"{pad}{name}: {flow_text(item)}  # {_origin(at, tree, decided)}"


def _item(value: Any, path: Path, tree: Node, decided: Mapping[Path, Any], depth: int) -> Iterator[str]:
    """Yield the lines of an item of a list of mappings; the first line has the dash."""
    pad = "  " * depth
    for number, line in enumerate(_lines(value, path, tree, decided, depth + 1)):
        yield line if number else f"{pad}- {line[len(pad) + 2 :]}"


def _origin(path: Path, tree: Node, decided: Mapping[Path, Any]) -> str:
    place = locate(tree, path)
    if place.written:
        return f"{place.span.file}:{place.span.line}"
    return "decided" if any(starts_with(path, known) for known in decided) else "default"
