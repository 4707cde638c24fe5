"""The calls of module `elb`, one per load balancer."""

from __future__ import annotations

from collections.abc import Iterator

from ...catalog.load_balancers import KINDS, PATH_PROTOCOLS
from ..resolve.load_balancers import health_times
from ..resolve.model import Cluster, ResolvedListener, ResolvedLoadBalancer
from ..resolve.network import has_ipv6
from ..values import At, ModuleCall, Ref, RootOutput, Value
from .existing_vpc import subnet_refs
from .ip_family import ip_family
from .sources import sources_at
from .tags import tags


def elb(cluster: Cluster) -> Iterator[ModuleCall]:
    """Yield a call for each load balancer."""
    for balancer in cluster.load_balancers:
        yield ModuleCall(f"elb_{balancer.name}", "elb", balancer.path, _arguments(cluster, balancer))


def elb_outputs(cluster: Cluster) -> Iterator[RootOutput]:
    """Yield the output with the host name of each load balancer."""
    hosts = {balancer.name: Ref(f"elb_{balancer.name}", "dns_name") for balancer in cluster.load_balancers}
    if hosts:
        yield RootOutput("load_balancers", "Host names of the load balancers.", hosts)


def _arguments(cluster: Cluster, balancer: ResolvedLoadBalancer) -> dict[str, Value]:
    spec, path = balancer.spec, balancer.path
    internal = spec.scheme == "internal"
    tier = "private" if internal else "public"
    groups = (*path, "targets", "nodeGroups")
    targets: dict[str, Value] = {
        name: At(Ref(f"nodes_{name}", "autoscaling_group_name"), (*groups, index))
        for index, name in sorted(enumerate(spec.targets.node_groups), key=lambda item: item[1])
    }
    return {
        "name": At(balancer.aws_name, path),
        "kind": At(spec.type, (*path, "type")),
        "internal": At(internal, (*path, "scheme")),
        "vpc_id": Ref("vpc", "vpc_id"),
        "subnet_ids": At(
            subnet_refs(cluster, tier, cluster.network.zones, one_a_zone=True), (*path, "scheme")
        ),
        "listeners": {
            str(listener.port): At(_listener(listener), listener.path)
            for listener in sorted(balancer.listeners, key=lambda listener: listener.port)
        },
        "health_check": _health_check(balancer),
        "targets": At(targets, groups),
        "node_security_group_id": Ref("eks", "node_security_group_id"),
        "sources": _sources(balancer),
        "ipv6_sources": _ipv6_sources(cluster, balancer),
        "cross_zone": At(balancer.cross_zone, (*path, "crossZone")),
        "draining": _draining(balancer),
        "idle_timeout": At(spec.idle_timeout, (*path, "idleTimeout")),
        "proxy_protocol": At(spec.proxy_protocol is not None, (*path, "proxyProtocol")),
        "preserve_client_ip": At(spec.preserve_client_ip is not False, (*path, "preserveClientIp")),
        "deletion_protection": At(spec.deletion_protection is not None, (*path, "deletionProtection")),
        "ip_family": ip_family(cluster),
        "tags": tags(cluster, spec.tags, path),
    }


def _listener(listener: ResolvedListener) -> dict[str, Value]:
    path = listener.path
    return {
        "port": At(listener.port, (*path, "port")),
        "protocol": At(listener.protocol, (*path, "protocol")),
        "certificate_arn": At(listener.certificate, (*path, "certificate")),
        "ssl_policy": At(listener.ssl_policy, (*path, "sslPolicy")),
        "redirect_https": At(listener.redirect_https, (*path, "redirect")),
        "target_port": At(listener.target_port, (*path, "targetPort")),
        "target_protocol": At(listener.target_protocol, (*path, "targetProtocol")),
        "target_group_name": listener.target_group_name,
    }


def _sources(balancer: ResolvedLoadBalancer) -> At:
    """Return who may connect: the list of the spec, each with its place, or the default."""
    listed = balancer.spec.security_groups.sources
    return balancer.sources if listed is None else sources_at(listed, balancer.sources.path)


def _ipv6_sources(cluster: Cluster, balancer: ResolvedLoadBalancer) -> At:
    """Return the IPv6 range of the VPC, which no spec can write, if its IPv4 range may connect."""
    chosen = has_ipv6(cluster.spec) and cluster.network.cidr.value in _listed(balancer)
    return At({"vpc": Ref("vpc", "ipv6_cidr")} if chosen else {}, balancer.sources.path)


def _listed(balancer: ResolvedLoadBalancer) -> tuple[Value, ...]:
    sources = balancer.sources.value
    return sources if isinstance(sources, tuple) else ()


def _draining(balancer: ResolvedLoadBalancer) -> dict[str, Value]:
    """Return whether connections are drained, and the timeout in seconds."""
    draining, path = balancer.spec.draining, (*balancer.path, "draining")
    if draining == "none":
        # AWS keeps a timeout that is not in use; any other than its default would differ in every plan.
        return {"enabled": At(False, path), "timeout": At(KINDS[balancer.spec.type].draining.default, path)}
    return {"enabled": True, "timeout": At(draining.timeout, (*path, "timeout"))}


def _health_check(balancer: ResolvedLoadBalancer) -> dict[str, Value]:
    check, path = balancer.spec.health_check, (*balancer.path, "healthCheck")
    interval, timeout = health_times(check)
    has_path = balancer.health_protocol in PATH_PROTOCOLS
    return {
        "protocol": At(balancer.health_protocol.upper(), (*path, "protocol")),
        "port": At(balancer.health_port, (*path, "port")),
        "path": At((check.path or "/") if has_path else None, (*path, "path")),
        "interval": At(interval, (*path, "interval")),
        "timeout": At(timeout, (*path, "timeout")),
        "healthy": At(check.healthy, (*path, "healthy")),
        "unhealthy": At(check.unhealthy, (*path, "unhealthy")),
    }
