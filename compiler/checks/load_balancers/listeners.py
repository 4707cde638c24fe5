"""Rules for listeners: protocols, certificates, ports and redirects must fit the type."""

from __future__ import annotations

from collections.abc import Iterator

from ....catalog.load_balancers import CERTIFICATE_PROTOCOLS, KINDS
from ....catalog.ssl_policies import SSL_POLICIES, SSL_POLICY_PREFIX
from ....schemas.base import printable
from ....schemas.cluster import ClusterSpec
from ....schemas.load_balancers import LoadBalancer
from ...diagnostics import Severity
from ...resolve.load_balancers import target_protocol
from ..finding import Finding, closest, not_in_catalog
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


def certificates_present(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that TLS listeners have a certificate, and other listeners do not."""
    for path, _, listener in listeners(spec):
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
    for path, balancer, listener in listeners(spec):
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
        elif listener.target_port is None:
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
        if all(listener.redirect for listener in balancer.listeners):
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
