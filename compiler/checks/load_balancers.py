"""Rules for `loadBalancers`: listeners, certificates, health checks and targets must fit the type."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from ...catalog.load_balancers import CERTIFICATE_PROTOCOLS, KINDS, PATH_PROTOCOLS
from ...catalog.ssl_policies import SSL_POLICIES, SSL_POLICY_PREFIX
from ...schemas.base import printable
from ...schemas.cluster import ClusterSpec
from ...schemas.load_balancers import Listener, LoadBalancer
from ..diagnostics import Path, Severity
from ..resolve.load_balancers import default_health_port, health_protocol, target_protocol
from .finding import Finding, closest, not_in_catalog

_COMPARED = 20
"""How many names are compared with how many others, to find one that was mistyped."""


def _balancers(spec: ClusterSpec) -> Iterator[tuple[Path, LoadBalancer]]:
    return ((("loadBalancers", name), balancer) for name, balancer in spec.load_balancers.items())


def _listeners(spec: ClusterSpec) -> Iterator[tuple[Path, LoadBalancer, Listener]]:
    for path, balancer in _balancers(spec):
        for index, listener in enumerate(balancer.listeners):
            yield (*path, "listeners", index), balancer, listener


def targets_exist(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that targets are node groups of the spec, each listed once."""
    for path, balancer in _balancers(spec):
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


def protocols_fit(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that the type supports the listener's protocol, and forwards it as the target protocol."""
    for path, balancer, listener in _listeners(spec):
        targets = KINDS[balancer.type].targets
        protocol = listener.protocol.replace("-", "_")
        to_targets = target_protocol(balancer.type, listener).replace("-", "_")
        if protocol not in targets:
            choices = ", ".join(name.replace("_", "-") for name in targets)
            yield Finding(
                "wrong-protocol",
                (*path, "protocol"),
                f"{balancer.type} load balancers do not support {listener.protocol} listeners",
                "not supported by this type",
                (((*path[:2], "type"), f"supports {choices}"),),
            )
        elif listener.redirect is None and to_targets not in targets[protocol]:
            choices = ", ".join(name.replace("_", "-") for name in targets[protocol])
            yield Finding(
                "wrong-protocol",
                (*path, "targetProtocol"),
                f"a {listener.protocol} listener cannot forward {listener.target_protocol} to its targets",
                f"must be one of {choices}",
                (((*path, "protocol"), "protocol of the listener"),),
            )


def certificates_present(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that TLS listeners have a certificate, and other listeners do not."""
    for path, _, listener in _listeners(spec):
        secure = listener.protocol in CERTIFICATE_PROTOCOLS
        if secure and listener.certificate is None:
            yield Finding(
                "missing-certificate",
                (*path, "protocol"),
                f"a {listener.protocol} listener requires a certificate",
                "no certificate",
                help="add a `certificate` to the listener, the ARN of one in ACM or IAM",
            )
        if not secure and (listener.certificate or listener.ssl_policy):
            field = "certificate" if listener.certificate else "sslPolicy"
            yield Finding(
                "unused-certificate",
                (*path, field),
                f"a {listener.protocol} listener does not use TLS",
                "has no effect",
                (((*path, "protocol"), "not encrypted"),),
            )


def ssl_policies_known(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that the type has the TLS policy, or may have it since the catalog was made."""
    for path, balancer, listener in _listeners(spec):
        name, known = listener.ssl_policy, SSL_POLICIES[balancer.type]
        if name is None or name in known or listener.protocol not in CERTIFICATE_PROTOCOLS:
            continue
        place, types = (*path, "sslPolicy"), [kind for kind, names in SSL_POLICIES.items() if name in names]
        near = closest(name, known, 0.9)
        if types or near or not name.startswith(SSL_POLICY_PREFIX):
            yield Finding(
                "unknown-ssl-policy",
                place,
                f"{balancer.type} load balancers have no TLS policy `{printable(name)}`",
                f"a policy of {' and '.join(types)} load balancers" if types else "no such policy",
                (((*path[:2], "type"), "type of the load balancer"),),
                help=f"write `{near if near and not types else KINDS[balancer.type].default_ssl_policy}`",
            )
        else:
            note = f"it knows {len(known)} policies of {balancer.type} load balancers"
            yield not_in_catalog(place, f"eksgen does not know the TLS policy `{printable(name)}`", note)


def forwards_somewhere(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that each listener has a target port or a redirect, and that the type supports the redirect."""
    for path, balancer, listener in _listeners(spec):
        if listener.redirect is not None:
            if balancer.type != "application":
                yield Finding(
                    "wrong-redirect",
                    (*path, "redirect"),
                    f"{balancer.type} load balancers cannot redirect",
                    "application load balancers only",
                    (((*path[:2], "type"), "type of the load balancer"),),
                )
            elif listener.protocol != "http":
                yield Finding(
                    "wrong-redirect",
                    (*path, "redirect"),
                    "only http listeners can redirect to https",
                    "would redirect to itself",
                )
        elif listener.target_port is None:
            yield Finding(
                "missing-target-port",
                path,
                f"the listener on port {listener.port} has no `targetPort`",
                "no target port",
                note="`targetPort` is the NodePort on the instances",
                help="add `targetPort: 30080`",
            )


def one_listener_a_port(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that the listeners of a load balancer use different ports."""
    for path, balancer in _balancers(spec):
        seen: dict[int, int] = {}
        for index, listener in enumerate(balancer.listeners):
            first = seen.setdefault(listener.port, index)
            if first != index:
                yield Finding(
                    "duplicate-port",
                    (*path, "listeners", index, "port"),
                    f"two listeners use port {listener.port}",
                    "second listener",
                    (((*path, "listeners", first, "port"), "first listener"),),
                )


def something_forwards(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that at least one listener forwards."""
    for path, balancer in _balancers(spec):
        if all(listener.redirect for listener in balancer.listeners):
            yield Finding(
                "only-redirects",
                (*path, "listeners"),
                f"load balancer `{path[1]}` only redirects",
                "no listener forwards to the targets",
            )


def health_check_fits(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that protocol, path and timeout of the health check are valid for the type."""
    for path, balancer in _balancers(spec):
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
        if check.port is None and default_health_port(balancer) is None and _forwards(balancer):
            yield Finding(
                "missing-health-port",
                (*path, "listeners"),
                "no target port can be checked: all are for UDP",
                "UDP only",
                note="a health check needs a port that answers to TCP, HTTP or HTTPS",
                help="name one: `healthCheck: {port: 30080}`",
            )
        if check.timeout > kind.health_timeout:
            yield Finding(
                "wrong-health-check",
                (*place, "timeout"),
                f"health checks of {balancer.type} load balancers wait at most {kind.health_timeout} seconds",
                f"at most {kind.health_timeout}",
            )
        elif check.timeout >= check.interval:
            yield Finding(
                "wrong-health-check",
                (*place, "timeout"),
                "the timeout of a health check must be shorter than the interval",
                f"not less than {check.interval}",
            )


def _forwards(balancer: LoadBalancer) -> bool:
    return any(listener.redirect is None and listener.target_port for listener in balancer.listeners)


def options_fit(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that the type supports the options that are set."""
    for path, balancer in _balancers(spec):
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
    if not balancer.preserve_client_ip and balancer.type != "network":
        yield "preserveClientIp", f"{which} have no `preserveClientIp` setting", "network only"


def plain_http(spec: ClusterSpec) -> Iterator[Finding]:
    """Warn about internet-facing load balancers that serve plain HTTP."""
    for path, balancer, listener in _listeners(spec):
        if balancer.scheme == "internet-facing" and listener.protocol == "http" and listener.redirect is None:
            yield Finding(
                "plain-http",
                (*path, "protocol"),
                f"load balancer `{path[1]}` serves plain HTTP to the internet",
                "not encrypted",
                help="redirect to HTTPS: `redirect: https`",
                severity=Severity.WARNING,
            )
