"""Target groups of network and application load balancers: one a listener, and those of rules.

Port, protocol, type and VPC of a target group never change (elbv2 API reference, ModifyTargetGroup, read
2026-11-30), so they are part of its name: a new group exists before the old one is deleted.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...schemas.listeners import Listener, RuleTarget
from ...schemas.load_balancers import LoadBalancer
from ..diagnostics import Path
from ..values import At
from .model import ResolvedTargetGroup
from .names import target_group_name

TRAFFIC_PORT = "traffic-port"
"""The port on which a target receives traffic (elbv2 API reference, CreateTargetGroup)."""
_UNKNOWN_PORT = 1
"""Port of a target group for pods, whose own ports the AWS Load Balancer Controller registers."""


def service_of(reference: str | None) -> tuple[str, str] | None:
    """Return namespace and name of a Service."""
    namespace, slash, name = (reference or "").partition("/")
    return (namespace, name) if slash else None


def listener_target_group(
    aws_name: str,
    path: Path,
    balancer: LoadBalancer,
    index: int,
    protocol: str,
    health: tuple[str, int | None],
) -> ResolvedTargetGroup:
    """Return the target group of a listener that forwards; `health` is the protocol and port of its check."""
    listener, targets = balancer.listeners[index], balancer.targets
    service = service_of(targets.service)
    port = _port(targets.port) if service else listener.target_port or _UNKNOWN_PORT
    facts: tuple[object, ...] = (
        balancer.type,
        listener.port,
        port if service else listener.target_port,
        protocol,
    )
    if service:
        facts = (*facts, "ip", targets.service, targets.port)
    return ResolvedTargetGroup(
        key=str(listener.port),
        path=(*path, "listeners", index),
        name=target_group_name(aws_name, *facts),
        port=port,
        protocol=protocol.replace("-", "_").upper(),
        node_groups=_groups(targets.node_groups, (*path, "targets", "nodeGroups")),
        service=service,
        service_port=targets.port if service else None,
        health_protocol=health[0],
        health_port=str(health[1] or TRAFFIC_PORT),
    )


def rule_target_groups(aws_name: str, path: Path, balancer: LoadBalancer) -> tuple[ResolvedTargetGroup, ...]:
    """Return the target groups of all rules by key; rules that send requests to the same place share one."""
    found = {
        rule_target_key(balancer, listener, target): (place, listener, target)
        for place, listener, target in reversed(list(rule_targets(path, balancer)))
    }
    return tuple(_rule_target_group(aws_name, path, balancer, key, *found[key]) for key in sorted(found))


def rule_targets(path: Path, balancer: LoadBalancer) -> Iterator[tuple[Path, Listener, RuleTarget]]:
    """Yield every target of a rule with its place and its listener."""
    for index, listener in enumerate(balancer.listeners):
        for number, rule in enumerate(listener.rules):
            for place, target in enumerate(rule.targets):
                yield (*path, "listeners", index, "rules", number, "targets", place), listener, target


def rule_target_key(balancer: LoadBalancer, listener: Listener, target: RuleTarget) -> str:
    """Return what a rule sends requests to: `http/30081/api+web` or `http/shop/api/8080`."""
    protocol = rule_protocol(listener, target)
    if service := rule_service(balancer, target):
        return f"{protocol}/{service}/{target.port}"
    return f"{protocol}/{target.port}/{'+'.join(sorted(rule_groups(balancer, target)))}"


def groups_in_target_groups(balancer: LoadBalancer) -> dict[str, tuple[str, ...]]:
    """Return the node groups whose instances are in each target group, by the key of the target group."""
    own = balancer.targets.node_groups or ()
    found = {str(listener.port): own for listener in balancer.listeners if listener.redirect is None}
    for _, listener, target in rule_targets((), balancer):
        pods = rule_service(balancer, target) is not None
        key = rule_target_key(balancer, listener, target)
        found[key] = () if pods else rule_groups(balancer, target)
    return found


def rule_protocol(listener: Listener, target: RuleTarget) -> str:
    """Return the protocol to the targets of a rule."""
    return target.protocol or listener.target_protocol or "http"


def rule_service(balancer: LoadBalancer, target: RuleTarget) -> str | None:
    """Return the Service of a target of a rule: its own, or that of a load balancer without node groups."""
    return target.service or (balancer.targets.service if target.node_groups is None else None)


def rule_groups(balancer: LoadBalancer, target: RuleTarget) -> tuple[str, ...]:
    """Return the node groups of a target of a rule: its own, else those of the load balancer."""
    return target.node_groups or balancer.targets.node_groups or ()


def _rule_target_group(
    aws_name: str,
    path: Path,
    balancer: LoadBalancer,
    key: str,
    place: Path,
    listener: Listener,
    target: RuleTarget,
) -> ResolvedTargetGroup:
    protocol, check = rule_protocol(listener, target), balancer.health_check
    service = rule_service(balancer, target)
    own = target.node_groups is not None
    groups = (*place, "nodeGroups") if own else (*path, "targets", "nodeGroups")
    return ResolvedTargetGroup(
        key=key,
        path=place,
        name=target_group_name(aws_name, "rule", key),
        port=_port(target.port),
        protocol=protocol.upper(),
        node_groups=() if service else _groups(rule_groups(balancer, target), groups),
        service=service_of(service),
        service_port=target.port if service else None,
        health_protocol=(check.protocol or protocol).upper(),
        health_port=str(check.port or TRAFFIC_PORT),
    )


def _groups(names: tuple[str, ...] | None, path: Path) -> tuple[At, ...]:
    ordered = sorted(enumerate(names or ()), key=lambda item: item[1])
    return tuple(At(name, (*path, index)) for index, name in ordered)


def _port(port: int | str | None) -> int:
    return port if isinstance(port, int) else _UNKNOWN_PORT
