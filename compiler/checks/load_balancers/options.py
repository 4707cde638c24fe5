"""Rules for targets, health checks, sources and options of load balancers."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from ....catalog.limits import RULES_PER_SECURITY_GROUP
from ....catalog.load_balancers import KINDS, PATH_PROTOCOLS
from ....schemas.cluster import ClusterSpec
from ....schemas.load_balancers import LoadBalancer
from ...diagnostics import Path, Severity
from ...resolve.load_balancers import (
    default_health_port,
    health_protocol,
    health_times,
    target_protocol,
)
from ..finding import Finding
from .walk import balancers, forwards

_COMPARED = 20
"""How many names are compared with how many others, to find one that was mistyped."""


def targets_exist(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that targets are node groups of the spec, each listed once."""
    for path, balancer in balancers(spec):
        seen: dict[str, int] = {}
        for index, name in enumerate(balancer.targets.node_groups):
            place = (*path, "targets", "nodeGroups", index)
            if seen.setdefault(name, index) != index:
                yield Finding("duplicate-target", place, f"node group `{name}` is listed twice", "duplicate")
            elif name not in spec.node_groups:
                near = (
                    get_close_matches(name, [*spec.node_groups][:_COMPARED], 1, 0.5)
                    if index < _COMPARED
                    else []
                )
                others: tuple[tuple[Path, str], ...] = (
                    ((("nodeGroups", near[0]), "a node group with a similar name"),) if near else ()
                )
                yield Finding(
                    "unknown-reference",
                    place,
                    f"load balancer `{path[1]}` targets a node group that does not exist",
                    "no node group has this name",
                    others,
                    note=f"node groups of this spec: {', '.join(spec.node_groups) or 'none'}",
                    help=f"change the target to `{near[0]}`" if near else "",
                )


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
        fits = all(listener.protocol.replace("-", "_") in kind.targets for listener in balancer.listeners)
        if check.port is None and default_health_port(balancer) is None and forwards(balancer) and fits:
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
    if balancer.type == "network":
        yield from _options_without_effect(balancer)


def _options_without_effect(balancer: LoadBalancer) -> Iterator[tuple[str, str, str]]:
    """Yield the options of a network load balancer that its listeners do not have."""
    to_targets = {target_protocol("network", one) for one in balancer.listeners if one.redirect is None}
    if balancer.preserve_client_ip is False and to_targets & {"udp", "tcp-udp"}:
        message = "UDP targets always get the client address"
        yield "preserveClientIp", message, "cannot be disabled for udp and tcp-udp"
    if balancer.idle_timeout is not None and all(one.protocol != "tcp" for one in balancer.listeners):
        message = "only tcp listeners of network load balancers have an idle timeout"
        yield "idleTimeout", message, "no tcp listener"


def rules_few(spec: ClusterSpec) -> Iterator[Finding]:
    """Warn if a load balancer needs more inbound rules than the default quota: one a listener and source."""
    for path, balancer in balancers(spec):
        ports = sum(2 if listener.protocol == "tcp-udp" else 1 for listener in balancer.listeners)
        sources = len(set(balancer.security_groups.sources or ("all",)))
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
