"""Rules for health checks, sources and options of load balancers."""

from __future__ import annotations

from collections.abc import Iterator

from ....catalog.load_balancers.kinds import KINDS, PATH_PROTOCOLS
from ....schemas.cluster import ClusterSpec
from ....schemas.load_balancers import LoadBalancer
from ...resolve.load_balancers import (
    health_protocol,
    health_times,
    target_protocol,
)
from ..finding import Finding
from .walk import balancers, forwards


def health_check_fits(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that protocol, path and timeout of the health check are valid for the type."""
    for path, balancer in balancers(spec):
        check, place, kind = balancer.health_check, (*path, "healthCheck"), KINDS[balancer.type]
        protocol = health_protocol(balancer)
        if check.protocol and check.protocol not in kind.health_protocols:
            message = f"{balancer.type} load balancers do not support {check.protocol} health checks"
            choices = ", ".join(kind.health_protocols)
            yield Finding(
                "wrong-health-check",
                (*place, "protocol"),
                message,
                f"must be one of {choices}",
                help=f"write `healthCheck: {{protocol: {kind.health_protocols[0]}}}`",
            )
        if check.path is not None and protocol not in PATH_PROTOCOLS:
            yield Finding(
                "wrong-health-check",
                (*place, "path"),
                f"{protocol} health checks have no path",
                "http and https only",
            )
        fits = balancer.managed_by == "terraform" and all(
            listener.protocol.replace("-", "_") in kind.targets for listener in balancer.listeners
        )
        if check.port is None and _only_udp(balancer) and forwards(balancer) and fits:
            yield Finding(
                "missing-health-port",
                (*path, "listeners"),
                "no target port can be checked: all are for UDP",
                "UDP only",
                note="a health check needs a port that answers to TCP, HTTP or HTTPS",
                help="name one: `healthCheck: {port: 30080}`",
            )
        interval, timeout = health_times(check)
        if timeout > kind.health_timeout:
            yield Finding(
                "wrong-health-check",
                (*place, "timeout"),
                f"health checks of {balancer.type} load balancers wait at most {kind.health_timeout} seconds",
                f"at most {kind.health_timeout}",
            )
        elif timeout >= interval:
            yield Finding(
                "wrong-health-check",
                (*place, "timeout"),
                "the timeout of a health check must be shorter than the interval",
                f"not less than {interval}",
            )


def _only_udp(balancer: LoadBalancer) -> bool:
    """Return whether listeners forward, and all of them UDP alone."""
    to_targets = {
        target_protocol(balancer.type, listener)
        for listener in balancer.listeners
        if listener.redirect is None
    }
    return to_targets == {"udp"}


def options_fit(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that the type supports the options that are set."""
    for path, balancer in balancers(spec):
        for field, message, label in _unsupported_options(balancer):
            yield Finding("wrong-option", (*path, field), message, label)


def _unsupported_options(balancer: LoadBalancer) -> Iterator[tuple[str, str, str]]:
    """Yield the field, message and label of each option that the type does not support."""
    kind, which = KINDS[balancer.type], f"{balancer.type} load balancers"
    idle = kind.idle_timeout
    if balancer.idle_timeout is not None and not idle.contains(balancer.idle_timeout):
        message = f"{which} support idle timeouts of {idle.low} to {idle.high} seconds"
        yield "idleTimeout", message, f"not in {idle.low}..{idle.high}"
    if balancer.proxy_protocol and not kind.proxy_protocol:
        yield "proxyProtocol", f"{which} do not support the PROXY protocol", "network and classic only"
    if balancer.deletion_protection and balancer.type == "classic":
        yield "deletionProtection", f"{which} have no deletion protection", "network and application only"
    if balancer.cross_zone is False and kind.cross_zone_fixed:
        yield "crossZone", f"{which} always balance across zones", "cannot be disabled"
    if balancer.preserve_client_ip is not None and balancer.type != "network":
        yield "preserveClientIp", f"{which} have no `preserveClientIp` setting", "network only"
    yield from _parts_of_others(balancer)
    if balancer.type == "network":
        yield from _options_without_effect(balancer)


def _parts_of_others(balancer: LoadBalancer) -> Iterator[tuple[str, str, str]]:
    """Yield what another type has, or a load balancer that Kubernetes manages."""
    if balancer.waf and balancer.type != "application":
        yield "waf", f"{balancer.type} load balancers have no web ACL", "application only"
    if balancer.service and balancer.managed_by == "terraform":
        yield "service", "Terraform makes no Service", "with `managedBy: kubernetes` only"


def _options_without_effect(balancer: LoadBalancer) -> Iterator[tuple[str, str, str]]:
    """Yield the options of a network load balancer that its listeners do not have."""
    to_targets = {target_protocol("network", one) for one in balancer.listeners if one.redirect is None}
    protocols = {one.protocol for one in balancer.listeners}
    if balancer.preserve_client_ip is False and to_targets & {"udp", "tcp-udp"}:
        message = "UDP targets always get the client address"
        yield "preserveClientIp", message, "cannot be disabled for udp and tcp-udp"
    if balancer.idle_timeout is not None and "tcp" not in protocols:
        message = "only tcp listeners of network load balancers have an idle timeout"
        yield "idleTimeout", message, "no tcp listener"
    if balancer.access_logs is not None and "tls" not in protocols:
        message = "network load balancers log requests to tls listeners only"
        yield "accessLogs", message, "no tls listener"
    if balancer.stickiness is not None and protocols == {"tls"}:
        message = "tls listeners of network load balancers have no stickiness"
        yield "stickiness", message, "only tls listeners"


def parts_fit(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that the type supports the fields of stickiness and access logs that are set."""
    for path, balancer in balancers(spec):
        stickiness, logs, kind = balancer.stickiness, balancer.access_logs, balancer.type
        which = f"{kind} load balancers"
        if stickiness and kind == "network":
            for field, value in (("cookie", stickiness.cookie), ("duration", stickiness.duration)):
                if value is not None:
                    message = f"{which} know clients by their address, not by a cookie"
                    yield Finding(
                        "wrong-option", (*path, "stickiness", field), message, "application and classic only"
                    )
        if stickiness and kind == "classic" and stickiness.cookie and stickiness.duration:
            message = "with a cookie of the application, classic load balancers have no `duration`"
            yield Finding(
                "wrong-option",
                (*path, "stickiness", "duration"),
                message,
                "the application decides",
                (((*path, "stickiness", "cookie"), "cookie of the application"),),
            )
        if stickiness and kind == "classic" and not _speaks_http(balancer):
            message = "only http and https listeners of classic load balancers have stickiness"
            yield Finding("wrong-option", (*path, "stickiness"), message, "no http or https listener")
        if logs and logs.interval == "60m" and kind != "classic":
            message = f"{which} write logs every 5 minutes"
            yield Finding(
                "wrong-option", (*path, "accessLogs", "interval"), message, "classic only", help="write `5m`"
            )


def _speaks_http(balancer: LoadBalancer) -> bool:
    return any(listener.protocol in PATH_PROTOCOLS for listener in balancer.listeners)
