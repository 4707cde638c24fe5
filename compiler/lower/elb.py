"""The calls of module `elb`, one per load balancer."""

from __future__ import annotations

from collections.abc import Iterator

from ...catalog.load_balancers.kinds import (
    CLASSIC_LOG_INTERVALS,
    DEFAULT_CLASSIC_LOG_INTERVAL,
    KINDS,
    LOG_WRITERS,
    PATH_PROTOCOLS,
)
from ...catalog.logs.cloudwatch import NEVER_EXPIRE
from ..resolve.load_balancers import health_times
from ..resolve.model import Cluster, ResolvedLoadBalancer
from ..resolve.network import has_ipv6
from ..resolve.vpc.ranges import vpc_ranges
from ..values import At, ModuleCall, Ref, RootOutput, Value
from .elb_listeners import listeners, node_groups, rules, target_groups
from .existing_vpc import subnet_refs
from .ip_family import ip_family
from .sources import sources_at
from .tags import tags


def elb(cluster: Cluster) -> Iterator[ModuleCall]:
    """Yield a call for each load balancer that Terraform makes."""
    for balancer in cluster.load_balancers:
        if balancer.by_terraform:
            yield ModuleCall(f"elb_{balancer.name}", "elb", balancer.path, _arguments(cluster, balancer))


def elb_outputs(cluster: Cluster) -> Iterator[RootOutput]:
    """Yield the output with the host name of each load balancer."""
    made = (balancer.name for balancer in cluster.load_balancers if balancer.by_terraform)
    hosts = {name: Ref(f"elb_{name}", "dns_name") for name in made}
    if hosts:
        yield RootOutput("load_balancers", "Host names of the load balancers.", hosts)


def _arguments(cluster: Cluster, balancer: ResolvedLoadBalancer) -> dict[str, Value]:
    spec, path = balancer.spec, balancer.path
    internal = spec.scheme == "internal"
    tier = "private" if internal else "public"
    return {
        "name": At(balancer.aws_name, path),
        "kind": At(spec.type, (*path, "type")),
        "internal": At(internal, (*path, "scheme")),
        "vpc_id": Ref("vpc", "vpc_id"),
        "subnet_ids": At(
            subnet_refs(cluster, tier, balancer.zones, one_a_zone=True),
            (*path, "scheme") if spec.subnets is None else (*path, "subnets", "zones"),
        ),
        "listeners": listeners(balancer),
        "target_groups": target_groups(balancer),
        "rules": rules(balancer),
        "health_check": _health_check(balancer),
        "targets": node_groups(balancer),
        "node_security_group_id": Ref("eks", "node_security_group_id"),
        "sources": _sources(cluster, balancer),
        "ipv6_sources": _ipv6_sources(cluster, balancer),
        "additional_security_group_ids": sources_at(
            spec.security_groups.additional, (*path, "securityGroups", "additional")
        ),
        "cross_zone": At(balancer.cross_zone, (*path, "crossZone")),
        "draining": _draining(balancer),
        "idle_timeout": At(spec.idle_timeout, (*path, "idleTimeout")),
        "proxy_protocol": At(spec.proxy_protocol is not None, (*path, "proxyProtocol")),
        "preserve_client_ip": At(spec.preserve_client_ip is not False, (*path, "preserveClientIp")),
        "stickiness": _stickiness(balancer),
        "access_logs": _access_logs(balancer),
        "log_bucket": log_bucket(cluster, balancer),
        "web_acl_arn": At(spec.waf, (*path, "waf")),
        "dns": _dns(balancer),
        "deletion_protection": At(spec.deletion_protection is not None, (*path, "deletionProtection")),
        "ip_family": ip_family(cluster),
        "tags": tags(cluster, spec.tags, path),
    }


def _stickiness(balancer: ResolvedLoadBalancer) -> At:
    stickiness, path = balancer.spec.stickiness, (*balancer.path, "stickiness")
    if stickiness is None:
        return At(None, path)
    return At(
        {
            "cookie": At(stickiness.cookie, (*path, "cookie")),
            "duration": At(stickiness.duration, (*path, "duration")),
        },
        path,
    )


def _access_logs(balancer: ResolvedLoadBalancer) -> At:
    logs, path = balancer.spec.access_logs, (*balancer.path, "accessLogs")
    if logs is None:
        return At(None, path)
    interval = None
    if balancer.spec.type == "classic":
        interval = CLASSIC_LOG_INTERVALS[logs.interval or DEFAULT_CLASSIC_LOG_INTERVAL]
    return At(
        {
            "bucket": At(None if balancer.log_bucket else logs.bucket, (*path, "bucket")),
            "prefix": At(logs.prefix, (*path, "prefix")),
            "interval": At(interval, (*path, "interval")),
        },
        path,
    )


def log_bucket(cluster: Cluster, balancer: ResolvedLoadBalancer) -> At:
    """Return the bucket that eksgen makes; logs expire as those of CloudWatch do by default, or never."""
    path = (*balancer.path, "accessLogs", "bucket")
    if balancer.log_bucket is None:
        return At(None, path)
    days = cluster.spec.logs.retention_days
    return At(
        {
            "name": balancer.log_bucket,
            "partition": cluster.partition,
            "region": At(cluster.region, ("metadata", "region")),
            "account_id": cluster.account_id,
            "writer_account": LOG_WRITERS.get(cluster.region),
            "expiry_days": At(None if days == NEVER_EXPIRE else days, ("logs", "retentionDays")),
        },
        path,
    )


def _dns(balancer: ResolvedLoadBalancer) -> At:
    record, path = balancer.spec.dns, (*balancer.path, "dns")
    if record is None:
        return At(None, path)
    return At({"zone_id": At(record.zone, (*path, "zone")), "name": At(record.name, (*path, "name"))}, path)


def _sources(cluster: Cluster, balancer: ResolvedLoadBalancer) -> At:
    """Return who may connect, each with its place: the list of the spec, or the default."""
    listed, default = balancer.spec.security_groups.sources, balancer.sources
    if listed is not None:
        return sources_at(listed, default.path)
    places = {block: path for path, block in reversed(list(vpc_ranges(cluster.spec.network)))}
    return At(tuple(At(block, places.get(block, default.path)) for block in _listed(balancer)), default.path)


def _ipv6_sources(cluster: Cluster, balancer: ResolvedLoadBalancer) -> At:
    """Return the IPv6 range of the VPC, which no spec can write, if its IPv4 range may connect."""
    chosen = has_ipv6(cluster.spec) and cluster.network.cidr.value in _listed(balancer)
    return At({"vpc": Ref("vpc", "ipv6_cidr")} if chosen else {}, balancer.sources.path)


def _listed(balancer: ResolvedLoadBalancer) -> tuple[str, ...]:
    sources = balancer.sources.value
    return tuple(map(str, sources)) if isinstance(sources, tuple) else ()


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
    classic = balancer.spec.type == "classic"
    has_path = balancer.health_protocol in PATH_PROTOCOLS
    return {
        "protocol": At(balancer.health_protocol.upper(), (*path, "protocol")),
        "port": At(balancer.health_port if classic else None, (*path, "port")),
        "path": At((check.path or "/") if has_path else None, (*path, "path")),
        "interval": At(interval, (*path, "interval")),
        "timeout": At(timeout, (*path, "timeout")),
        "healthy": At(check.healthy, (*path, "healthy")),
        "unhealthy": At(check.unhealthy, (*path, "unhealthy")),
    }
