"""Resolve `loadBalancers`: listeners, target groups, health checks, allowed sources and names."""

from __future__ import annotations

from ...catalog.load_balancers import CERTIFICATE_PROTOCOLS, KINDS
from ...schemas.cluster import ClusterSpec
from ...schemas.load_balancers import HealthCheck
from ...schemas.load_balancers import Listener as ListenerSpec
from ...schemas.load_balancers import LoadBalancer as LoadBalancerSpec
from ..values import At
from .model import ResolvedListener, ResolvedLoadBalancer
from .names import load_balancer_name, target_group_name
from .network import has_ipv6
from .vpc.ranges import primary_range

_USUAL_INTERVAL, _USUAL_TIMEOUT = 10, 5
"""Seconds between health checks, and until one times out."""


def resolve_load_balancers(spec: ClusterSpec) -> tuple[ResolvedLoadBalancer, ...]:
    """Return every load balancer, sorted by name."""
    return tuple(_load_balancer(spec, name) for name in sorted(spec.load_balancers))


def _load_balancer(spec: ClusterSpec, name: str) -> ResolvedLoadBalancer:
    balancer = spec.load_balancers[name]
    aws_name = load_balancer_name(spec, name)
    listeners = tuple(_listener(aws_name, name, balancer, index) for index in range(len(balancer.listeners)))
    return ResolvedLoadBalancer(
        name=name,
        path=("loadBalancers", name),
        spec=balancer,
        aws_name=aws_name,
        listeners=listeners,
        health_protocol=health_protocol(balancer),
        health_port=balancer.health_check.port or default_health_port(balancer) or 0,
        cross_zone=KINDS[balancer.type].cross_zone_fixed
        if balancer.cross_zone is None
        else balancer.cross_zone,
        sources=_sources(spec, name, balancer),
    )


def _listener(aws_name: str, name: str, balancer: LoadBalancerSpec, index: int) -> ResolvedListener:
    listener = balancer.listeners[index]
    to_targets = target_protocol(balancer.type, listener)
    forwards, secure = listener.redirect is None, listener.protocol in CERTIFICATE_PROTOCOLS
    group_name = None
    if forwards and balancer.type != "classic":
        # Port, protocol and type force a new target group, whose name must differ from the old one.
        group_name = target_group_name(
            aws_name, balancer.type, listener.port, listener.target_port, to_targets
        )
    return ResolvedListener(
        path=("loadBalancers", name, "listeners", index),
        port=listener.port,
        protocol=_api_name(listener.protocol),
        certificate=listener.certificate,
        ssl_policy=listener.ssl_policy or KINDS[balancer.type].default_ssl_policy if secure else None,
        redirect_https=not forwards,
        target_port=listener.target_port if forwards else None,
        target_protocol=_api_name(to_targets) if forwards else None,
        target_group_name=group_name,
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
    """Return the first target port that answers to TCP; None if all are for UDP alone."""
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
    path, block = primary_range(spec.network)
    return At((block,), path)
