"""Rules for listeners: protocols, ports and redirects must fit the type."""

from __future__ import annotations

from collections.abc import Iterator

from ....catalog.load_balancers.kinds import KINDS
from ....schemas.cluster import ClusterSpec
from ....schemas.load_balancers import LoadBalancer
from ...diagnostics import Severity
from ...resolve.load_balancers import target_protocol
from ..finding import Finding
from .walk import balancers, forwards, listeners


def protocols_fit(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that the type supports the listener's protocol, and forwards it as the target protocol."""
    for path, balancer, listener in listeners(spec):
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


def forwards_somewhere(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that each listener has a target port or a redirect, and that the type supports the redirect."""
    for path, balancer, listener in listeners(spec):
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
            elif not _serves_https(balancer) and forwards(balancer):
                yield Finding(
                    "wrong-redirect",
                    (*path, "redirect"),
                    f"load balancer `{path[1]}` has no https listener to redirect to",
                    "redirects to nothing",
                    (((*path[:2], "listeners"), "no https listener"),),
                    help="forward with a `targetPort`, or give the load balancer an https listener",
                )
        elif (
            balancer.managed_by == "terraform"
            and listener.target_port is None
            and balancer.targets.service is None
        ):
            yield Finding(
                "missing-target-port",
                path,
                f"the listener on port {listener.port} has no `targetPort`",
                "no target port",
                note="`targetPort` is the NodePort on the instances",
                help="add `targetPort: 30080`",
            )


def _serves_https(balancer: LoadBalancer) -> bool:
    return any(listener.protocol == "https" for listener in balancer.listeners)


def one_listener_a_port(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that the listeners of a load balancer use different ports."""
    for path, balancer in balancers(spec):
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
    for path, balancer in balancers(spec):
        if all(listener.redirect and not listener.rules for listener in balancer.listeners):
            yield Finding(
                "only-redirects",
                (*path, "listeners"),
                f"load balancer `{path[1]}` only redirects",
                "no listener forwards to the targets",
                help="give it an https listener with a `targetPort`, to which the others redirect",
            )


def plain_http(spec: ClusterSpec) -> Iterator[Finding]:
    """Warn about internet-facing load balancers that serve plain HTTP."""
    for path, balancer, listener in listeners(spec):
        if balancer.scheme == "internet-facing" and listener.protocol == "http" and listener.redirect is None:
            yield Finding(
                "plain-http",
                (*path, "protocol"),
                f"load balancer `{path[1]}` serves plain HTTP to the internet",
                "not encrypted",
                help=_encrypted(balancer),
                severity=Severity.WARNING,
            )


def _encrypted(balancer: LoadBalancer) -> str:
    """Return what to write so that clients of a load balancer use HTTPS."""
    if balancer.type != "application":
        return "serve https: `protocol: https` with a `certificate`"
    if _serves_https(balancer):
        return "redirect to the https listener: `redirect: https` in place of `targetPort`"
    return "serve https in a listener with a `certificate`, and redirect to it here: `redirect: https`"
