"""Rules for numbers: rules of security groups, and target groups of load balancers and node groups."""

from __future__ import annotations

from collections.abc import Iterator

from ....catalog.compute.auto_scaling import CLASSIC_LOAD_BALANCERS, TARGET_GROUPS
from ....catalog.limits import RULES_PER_SECURITY_GROUP, TARGET_GROUPS_PER_APPLICATION
from ....schemas.cluster import ClusterSpec
from ....schemas.load_balancers import LoadBalancer
from ...diagnostics import Severity
from ...resolve.load_balancers import default_health_port, source_count, target_protocol
from ...resolve.target_groups import groups_in_target_groups, rule_service, rule_targets
from ..finding import Finding
from .walk import balancers

_TRANSPORTS = {"udp": ("udp",), "tcp-udp": ("tcp", "udp")}
_OTHER_RULES = 4
"""Rules of the security group of the nodes that let other nodes and the control plane in."""


def client_rules_few(spec: ClusterSpec) -> Iterator[Finding]:
    """Warn if a load balancer needs more inbound rules than the default quota: one a listener and source."""
    for path, balancer in balancers(spec):
        ports = sum(len(_TRANSPORTS.get(listener.protocol, ("tcp",))) for listener in balancer.listeners)
        sources = source_count(spec, balancer)
        if (count := ports * sources) > RULES_PER_SECURITY_GROUP:
            yield Finding(
                "many-rules",
                (*path, "listeners"),
                f"{count} rules in one security group, but the default quota is {RULES_PER_SECURITY_GROUP}",
                "more than the default quota",
                note=f"one for each of {ports} ports and {sources} sources",
                help="join sources to larger blocks, or have the quota raised and allow the warning",
                severity=Severity.WARNING,
            )


def node_rules_few(spec: ClusterSpec) -> Iterator[Finding]:
    """Warn if the security group of the nodes needs more rules than the default quota: one a load balancer
    and port."""
    count = _OTHER_RULES
    for path, balancer in balancers(spec):
        before, count = count, count + len(_node_flows(balancer))
        if before <= RULES_PER_SECURITY_GROUP < count:
            yield Finding(
                "many-rules",
                path,
                f"the security group of the nodes needs {count} inbound rules, but the default quota is "
                f"{RULES_PER_SECURITY_GROUP}",
                "more than the default quota",
                note="one for each port of the nodes that a load balancer sends traffic or health checks to",
                help="let fewer ports serve more hosts and paths, use pods as targets, or have the quota "
                "raised and allow the warning",
                severity=Severity.WARNING,
            )


def _node_flows(balancer: LoadBalancer) -> set[tuple[str, int | None]]:
    """Return transports and ports on which a load balancer reaches the nodes; None for all ports of pods."""
    flows: set[tuple[str, int | None]] = set()
    for listener in balancer.listeners:
        if listener.redirect is None:
            for transport in _TRANSPORTS.get(target_protocol(balancer.type, listener), ("tcp",)):
                flows.add((transport, listener.target_port))
    for _, _, target in rule_targets((), balancer):
        pods = rule_service(balancer, target) is not None
        flows.add(("tcp", target.port if isinstance(target.port, int) and not pods else None))
    if balancer.targets.service is None:
        flows.add(("tcp", balancer.health_check.port or default_health_port(balancer)))
    return flows


def target_groups_few(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that no application load balancer has more target groups than AWS accepts."""
    for path, balancer in balancers(spec):
        count = len(groups_in_target_groups(balancer))
        if balancer.type == "application" and count > TARGET_GROUPS_PER_APPLICATION:
            yield Finding(
                "too-many-target-groups",
                (*path, "listeners"),
                f"{count} target groups, but an application load balancer has "
                f"{TARGET_GROUPS_PER_APPLICATION} at most",
                f"more than {TARGET_GROUPS_PER_APPLICATION} target groups",
                note="one for each listener that forwards, and for each different target of a rule",
                help="divide the rules among load balancers, or let rules share targets",
            )


def memberships_few(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that no node group is in more target groups or classic load balancers than AWS accepts."""
    joined: dict[tuple[str, str], int] = {}
    for name, group in spec.node_groups.items():
        joined[name, _TARGET] = len(group.target_groups)
        joined[name, _CLASSIC] = len(group.classic_load_balancers)
    for path, balancer in balancers(spec):
        classic = balancer.type == "classic"
        kind, most = (_CLASSIC, CLASSIC_LOAD_BALANCERS) if classic else (_TARGET, TARGET_GROUPS)
        for name, more in _members(balancer).items():
            before = joined.get((name, kind), most)
            joined[name, kind] = before + more
            if name in spec.node_groups and before <= most < before + more:
                yield Finding(
                    "too-many-target-groups",
                    path,
                    f"node group `{name}` is in {before + more} {kind}, but an Auto Scaling group can be in "
                    f"{most}",
                    f"more than {most}",
                    ((("nodeGroups", name), "the node group"),),
                    help="divide the traffic among node groups, or use pods as targets",
                )


_TARGET, _CLASSIC = "target groups", "classic load balancers"


def _members(balancer: LoadBalancer) -> dict[str, int]:
    """Return how many target groups of a load balancer each node group is in; a classic one counts once."""
    if balancer.type == "classic":
        return dict.fromkeys(balancer.targets.node_groups or (), 1)
    found: dict[str, int] = {}
    for names in groups_in_target_groups(balancer).values():
        for name in set(names):
            found[name] = found.get(name, 0) + 1
    return found
