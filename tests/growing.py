"""Ways to grow a spec: a zone, a node group, an instance type, a range for pods, another NAT mode, and one more
add-on, access entry, service account, binding, load balancer, listener, rule, log group, subscription or
registry.

Each takes a document and what it compiles to, and returns the grown document, or None where the cluster cannot
grow this way.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from ipaddress import IPv4Network
from typing import Any

from eksgen.catalog.compute.instances import similar_in
from eksgen.catalog.regions.regions import usable_zones
from eksgen.compiler.pipeline import Compilation
from eksgen.compiler.resolve.model import Cluster
from eksgen.compiler.values import At

Document = dict[str, Any]
Growth = Callable[[Document, Compilation], Document | None]

ADDONS = ("kube-state-metrics", "snapshot-controller")
POD_RANGES = ("100.64.0.0/16", "100.80.0.0/16")


def zone(document: Document, before: Compilation) -> Document | None:
    """Add a zone; what lists the zones of the network by default stays in those that it has."""
    cluster, grown = before.cluster, copy.deepcopy(document)
    zones = cluster.network.zones
    others = [name for name in usable_zones(cluster.region) if name not in zones]
    if not others:
        return None
    new = min(others)
    network = grown.setdefault("network", {})
    existing = network.get("existing", {}).get("subnets")
    for tier in existing or {}:
        existing[tier][new] = f"subnet-0{tier.encode().hex():0>16.16}"
    if not existing:
        network["zones"] = [*zones, new]
    blocks = [*network.get("secondaryCidrs", ()), _text(cluster.network.cidr)]
    _write_ranges(network.get("subnets", {}), _free_blocks(cluster, blocks), new)
    grown.setdefault("controlPlane", {}).setdefault("zones", _control_plane_zones(before))
    _keep_zones(grown, cluster)
    return grown


def _control_plane_zones(before: Compilation) -> list[str]:
    """Return the zones that a plan says to write, because EKS never changes them."""
    return list(before.cluster.network.intra or before.cluster.network.private)


def _write_ranges(subnets: Document, free: Callable[[int], str], new: str) -> None:
    """Write a range of the new zone into each tier with explicit ranges."""
    for tier, ranges in subnets.items():
        if tier != "tags" and isinstance(ranges, dict) and "prefix" not in ranges:
            ranges[new] = free(IPv4Network(next(iter(ranges.values()))).prefixlen)


def _free_blocks(cluster: Cluster, blocks: list[str]) -> Callable[[int], str]:
    """Return a function that takes the first free range of a size in some blocks."""
    network = cluster.network
    tiers = (network.private, network.public, network.intra, network.pods)
    taken = [IPv4Network(_text(block)) for tier in tiers for block in tier.values()]

    def free(prefix: int) -> str:
        sizes = (block for outer in blocks for block in IPv4Network(outer).subnets(new_prefix=prefix))
        taken.append(next(block for block in sizes if not any(map(block.overlaps, taken))))
        return str(taken[-1])

    return free


def _text(value: Any) -> str:
    return str(value.value if isinstance(value, At) else value)


def _keep_zones(grown: Document, cluster: Cluster) -> None:
    """Write the zones of node groups and profiles, whose subnets EKS cannot change."""
    defaults = grown.get("nodeDefaults", {}).get("subnets")
    for group in cluster.node_groups:
        written = grown["nodeGroups"][group.name]
        if not isinstance(written.get("subnets", defaults), dict):
            tier = "public" if group.public else "private"
            written["subnets"] = {"tier": tier, "zones": list(group.zones)}
    for profile in cluster.fargate_profiles:
        grown["fargateProfiles"][profile.name]["subnets"] = {"zones": list(profile.zones)}


def group(document: Document, before: Compilation) -> Document | None:
    """Add a node group."""
    return {**document, "nodeGroups": {**document.get("nodeGroups", {}), "added": {}}}


def instance_type(document: Document, before: Compilation) -> Document | None:
    """Add an instance type to the first group that can take one more."""
    for known in before.cluster.node_groups:
        types = known.spec.instance_types
        similar = similar_in(types[-1], before.cluster.region, 9)
        if more := [name for name in similar if name not in types]:
            grown = copy.deepcopy(document)
            grown["nodeGroups"][known.name]["instanceTypes"] = [*types, more[0]]
            return grown
    return None


def pod_range(document: Document, before: Compilation) -> Document | None:
    """Give pods a range of their own."""
    network = document.get("network", {})
    free = next((block for block in POD_RANGES if block not in str(network)), None)
    if "podCidr" in network or free is None:
        return None
    return {**document, "network": {**network, "podCidr": free}}


def nat(document: Document, before: Compilation) -> Document | None:
    """Make a NAT gateway in each zone if there is one for all, and the other way round."""
    network = document.get("network", {})
    written = network.get("nat", "single")
    own = written if isinstance(written, dict) else {"mode": written, "addresses": {}}
    modes = {"single": "per-zone", "per-zone": "single"}
    if own["mode"] not in modes or "existing" in network:
        return None
    mode = modes[own["mode"]]
    zones = before.cluster.network.nat_zones[: 1 if mode == "single" else None]
    addresses = {zone: own["addresses"][zone] for zone in zones if zone in own["addresses"]}
    new = {"mode": mode, "addresses": addresses} if addresses else mode
    return {**document, "network": {**network, "nat": new}}


def addon(document: Document, before: Compilation) -> Document | None:
    """Add an add-on that the cluster does not have, where there are nodes for it."""
    if not (before.cluster.node_groups or before.cluster.fargate_profiles):
        return None
    addons = document.get("addons", {})
    return {**document, "addons": {**addons, next(name for name in ADDONS if name not in addons): {}}}


def entry(document: Document, before: Compilation) -> Document | None:
    """Add an access entry."""
    access, account = document["access"], before.cluster.account_id
    principal = f"arn:{before.cluster.partition}:iam::{account}:role/Added"
    added = {"principal": principal, "policies": [{"name": "AmazonEKSViewPolicy"}]}
    return {**document, "access": {**access, "entries": {**access.get("entries", {}), "added": added}}}


def service_account(document: Document, before: Compilation) -> Document | None:
    """Add a service account with permissions in AWS."""
    identity = document.get("identity", {})
    accounts = {**identity.get("serviceAccounts", {}), "added/added": {"policies": ["ReadOnlyAccess"]}}
    return {**document, "identity": {**identity, "serviceAccounts": accounts}}


def binding(document: Document, before: Compilation) -> Document | None:
    """Bind a role of Kubernetes to a user."""
    access = document["access"]
    rbac = access.get("rbac", {})
    bindings = {**rbac.get("bindings", {}), "added": {"role": "view", "users": ["added"]}}
    return {**document, "access": {**access, "rbac": {**rbac, "bindings": bindings}}}


def log_group(document: Document, before: Compilation) -> Document | None:
    """Add a log group."""
    return _with(document, "logs", "groups", {"added": {"name": "/added/group"}})


def subscription(document: Document, before: Compilation) -> Document | None:
    """Add a subscription of the group that `log_group` adds."""
    cluster = before.cluster
    stream = f"arn:{cluster.partition}:kinesis:{cluster.region}:{cluster.account_id}:stream/added"
    return _with(document, "logs", "subscriptions", {"added": {"group": "added", "destination": stream}})


def registry(document: Document, before: Compilation) -> Document | None:
    """Add a repository with everything that one can have."""
    full = {"keepLast": 3, "pullFrom": ["444455556666"]}
    return {**document, "registries": {"added/registry": full, **document.get("registries", {})}}


def balancer(kind: str) -> Growth:
    """Return the way to add a load balancer of a type, for nodes if there are any, else for a Service."""

    def grow(document: Document, before: Compilation) -> Document | None:
        groups = sorted(group.name for group in before.cluster.node_groups)
        if not groups and kind == "classic":
            return None
        targets = {"nodeGroups": groups[:1]} if groups else {"service": "added/added", "port": 8080}
        first = _listener(kind, 8098, targets)
        added = {"type": kind, "scheme": "internal", "targets": targets, "listeners": [first]}
        if kind == "classic":
            added["healthCheck"] = {"protocol": "tcp", "port": 30098}
        return {**document, "loadBalancers": {"added": added, **document.get("loadBalancers", {})}}

    return grow


def listener(kind: str) -> Growth:
    """Return the way to put a listener before those of the first load balancer of a type."""

    def grow(document: Document, before: Compilation) -> Document | None:
        found = _first_balancer(document, kind)
        if found is None:
            return None
        grown = copy.deepcopy(document)
        written = grown["loadBalancers"][found]
        written["listeners"] = [_listener(kind, 8099, written["targets"]), *written["listeners"]]
        return grown

    return grow


def rule(document: Document, before: Compilation) -> Document | None:
    """Put a rule before those of the first listener with rules, or of any that can have one."""
    grown = copy.deepcopy(document)
    listeners = [
        one
        for written in grown.get("loadBalancers", {}).values()
        if written["type"] == "application" and _by_terraform(written)
        for one in written["listeners"]
        if "redirect" not in one
    ]
    if not listeners:
        return None
    chosen = next((one for one in listeners if one.get("rules")), listeners[0])
    target = {"port": 30097} if before.cluster.node_groups else {"service": "added/other", "port": 8080}
    chosen["rules"] = [{"path": "/added/*", "targets": [target]}, *chosen.get("rules", [])]
    return grown


def _listener(kind: str, port: int, targets: Document) -> Document:
    node_port = {} if "service" in targets else {"targetPort": 30000 + port % 1000}
    return {"port": port, "protocol": "http" if kind == "application" else "tcp", **node_port}


def _first_balancer(document: Document, kind: str) -> str | None:
    found = document.get("loadBalancers", {})
    return next(
        (name for name in sorted(found) if found[name]["type"] == kind and _by_terraform(found[name])), None
    )


def _by_terraform(balancer: Document) -> bool:
    """Return whether Terraform makes a load balancer; what Kubernetes makes has tests of its manifests."""
    return balancer.get("managedBy") != "kubernetes"


def _with(document: Document, part: str, key: str, added: Document) -> Document:
    """Put something before what a map of a part of the document has."""
    written = document.get(part, {})
    return {**document, part: {**written, key: {**added, **written.get(key, {})}}}


GROWTHS: dict[str, Growth] = {
    "zone": zone, "group": group, "instance type": instance_type, "pod range": pod_range, "nat": nat,
    "add-on": addon, "entry": entry, "service account": service_account, "binding": binding,
    "application load balancer": balancer("application"), "network load balancer": balancer("network"),
    "classic load balancer": balancer("classic"), "application listener": listener("application"),
    "network listener": listener("network"), "classic listener": listener("classic"), "rule": rule,
    "log group": log_group, "subscription": subscription, "registry": registry,
}  # fmt: skip
_KINDS = {"application listener": "application", "network listener": "network", "classic listener": "classic"}


def start(growth: str, document: Document, before: Compilation) -> Document | None:
    """Return a document with what it needs to grow in a way: a load balancer of the type, or a log group."""
    if growth == "subscription":
        return log_group(document, before)
    kind = "application" if growth == "rule" else _KINDS.get(growth)
    if kind is None or _first_balancer(document, kind):
        return document
    return balancer(kind)(document, before)
