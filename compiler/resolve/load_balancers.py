"""Resolve `loadBalancers`: listeners, target groups, health checks, allowed sources and names."""

from __future__ import annotations

from collections.abc import Iterator

from ...catalog.load_balancers.kinds import CERTIFICATE_PROTOCOLS, KINDS
from ...schemas.cluster import ClusterSpec
from ...schemas.listeners import Listener as ListenerSpec
from ...schemas.load_balancers import HealthCheck
from ...schemas.load_balancers import LoadBalancer as LoadBalancerSpec
from ..values import At
from .listener_rules import conditions, priority
from .model import ResolvedListener, ResolvedLoadBalancer, ResolvedRule, ResolvedTargetGroup
from .names import load_balancer_name, log_bucket_name
from .network import has_ipv6, zones_of
from .state import account_of
from .target_groups import listener_target_group, rule_target_groups, rule_target_key
from .vpc.ranges import vpc_ranges

_USUAL_INTERVAL, _USUAL_TIMEOUT = 10, 5
"""Seconds between health checks, and until one times out."""


def resolve_load_balancers(spec: ClusterSpec) -> tuple[ResolvedLoadBalancer, ...]:
    """Return every load balancer, sorted by name."""
    return tuple(_load_balancer(spec, name) for name in sorted(spec.load_balancers))


def _load_balancer(spec: ClusterSpec, name: str) -> ResolvedLoadBalancer:
    balancer = spec.load_balancers[name]
    aws_name, path = load_balancer_name(spec, name), ("loadBalancers", name)
    logs = balancer.access_logs
    managed = logs is not None and logs.bucket == "managed"
    return ResolvedLoadBalancer(
        name=name,
        path=path,
        spec=balancer,
        aws_name=aws_name,
        zones=balancer_zones(spec, balancer),
        listeners=tuple(_listener(name, balancer, index) for index in range(len(balancer.listeners))),
        target_groups=_target_groups(aws_name, name, balancer),
        rules=tuple(_rules(name, balancer)),
        health_protocol=health_protocol(balancer),
        health_port=balancer.health_check.port or default_health_port(balancer),
        cross_zone=KINDS[balancer.type].cross_zone_fixed
        if balancer.cross_zone is None
        else balancer.cross_zone,
        sources=_sources(spec, name, balancer),
        log_bucket=log_bucket_name(aws_name, account_of(spec), spec.metadata.region) if managed else None,
    )


def balancer_zones(spec: ClusterSpec, balancer: LoadBalancerSpec) -> tuple[str, ...]:
    """Return the zones in whose subnets a load balancer stands: those it names, else all of the network."""
    zones = zones_of(spec)
    named = zones if balancer.subnets is None else balancer.subnets.zones
    return tuple(zone for zone in zones if zone in named)


def _listener(name: str, balancer: LoadBalancerSpec, index: int) -> ResolvedListener:
    listener = balancer.listeners[index]
    to_targets = target_protocol(balancer.type, listener)
    forwards, secure = listener.redirect is None, listener.protocol in CERTIFICATE_PROTOCOLS
    return ResolvedListener(
        path=("loadBalancers", name, "listeners", index),
        port=listener.port,
        protocol=_api_name(listener.protocol),
        certificate=listener.certificate,
        ssl_policy=listener.ssl_policy or KINDS[balancer.type].default_ssl_policy if secure else None,
        redirect_https=not forwards,
        target_port=listener.target_port if forwards else None,
        target_protocol=_api_name(to_targets) if forwards else None,
    )


def _target_groups(aws_name: str, name: str, balancer: LoadBalancerSpec) -> tuple[ResolvedTargetGroup, ...]:
    """Return the target groups of listeners by port, then those of rules by key; controllers make theirs."""
    if balancer.type == "classic" or balancer.managed_by == "kubernetes":
        return ()
    path = ("loadBalancers", name)
    health = health_protocol(balancer).upper(), balancer.health_check.port or default_health_port(balancer)
    of_listeners = (
        listener_target_group(
            aws_name, path, balancer, index, target_protocol(balancer.type, listener), health
        )
        for index, listener in sorted(enumerate(balancer.listeners), key=lambda item: item[1].port)
        if listener.redirect is None
    )
    return (*of_listeners, *rule_target_groups(aws_name, path, balancer))


def _rules(name: str, balancer: LoadBalancerSpec) -> Iterator[ResolvedRule]:
    """Yield the rules of all listeners by port and priority."""
    found = [
        (listener, index, number, rule)
        for index, listener in enumerate(balancer.listeners)
        for number, rule in enumerate(listener.rules)
    ]
    for listener, index, number, rule in sorted(found, key=lambda item: (item[0].port, priority(item[3]))):
        hosts, paths, headers = conditions(rule)
        weights = {rule_target_key(balancer, listener, target): target.weight for target in rule.targets}
        yield ResolvedRule(
            path=("loadBalancers", name, "listeners", index, "rules", number),
            listener=listener.port,
            priority=priority(rule),
            hosts=hosts,
            paths=paths,
            headers=dict(headers),
            targets=dict(sorted(weights.items())),
        )


def health_protocol(balancer: LoadBalancerSpec) -> str:
    """Return the protocol of the health check: as written, else that of the targets if it can be one."""
    to_targets = next((target_protocol(balancer.type, listener) for listener in _forwarding(balancer)), "")
    return balancer.health_check.protocol or (to_targets if balancer.type == "application" else "") or "tcp"


def health_times(check: HealthCheck) -> tuple[int, int]:
    """Return interval and timeout of a health check; the default of one never collides with the other."""
    interval, timeout = check.interval, check.timeout
    if interval is None:
        interval = max(_USUAL_INTERVAL, (timeout or 0) + _USUAL_TIMEOUT)
    return interval, min(_USUAL_TIMEOUT, interval - 1) if timeout is None else timeout


def default_health_port(balancer: LoadBalancerSpec) -> int | None:
    """Return the first target port that answers to TCP; None for pods, and if all ports are for UDP alone."""
    return next(
        (
            listener.target_port
            for listener in _forwarding(balancer)
            if target_protocol(balancer.type, listener) != "udp"
        ),
        None,
    )


def _forwarding(balancer: LoadBalancerSpec) -> list[ListenerSpec]:
    """Return the listeners that forward by their port, so that their order in the spec does not count."""
    return sorted((one for one in balancer.listeners if one.redirect is None), key=lambda one: one.port)


def target_protocol(kind: str, listener: ListenerSpec) -> str:
    """Return the protocol to the targets: `targetProtocol`, else the default for the listener's protocol."""
    default = KINDS[kind].targets.get(listener.protocol.replace("-", "_"), (listener.protocol,))[0]
    return listener.target_protocol or default.replace("_", "-")


def _api_name(protocol: str) -> str:
    return protocol.replace("-", "_").upper()


def _sources(spec: ClusterSpec, name: str, balancer: LoadBalancerSpec) -> At:
    if balancer.security_groups.sources is not None:
        return At(
            tuple(sorted(balancer.security_groups.sources)), ("loadBalancers", name, "securityGroups", "from")
        )
    if balancer.scheme == "internet-facing":
        everyone = ("0.0.0.0/0", "::/0") if has_ipv6(spec) else ("0.0.0.0/0",)
        return At(everyone, ("loadBalancers", name, "scheme"))
    ranges = list(vpc_ranges(spec.network))
    return At(tuple(sorted({block for _, block in ranges})), ranges[0][0])


def source_count(spec: ClusterSpec, balancer: LoadBalancerSpec) -> int:
    """Return how many sources may connect, each of which is a rule for each listener."""
    if balancer.security_groups.sources is not None:
        return len(set(balancer.security_groups.sources))
    internal = balancer.scheme == "internal"
    return len({block for _, block in vpc_ranges(spec.network)}) if internal else 1
