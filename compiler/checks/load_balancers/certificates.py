"""Rules for TLS: certificates and policies of listeners must fit the protocol and the type."""

from __future__ import annotations

from collections.abc import Iterator

from ....catalog.limits import CERTIFICATES_PER_LOAD_BALANCER
from ....catalog.load_balancers.kinds import CERTIFICATE_PROTOCOLS, KINDS
from ....catalog.load_balancers.ssl_policies import SSL_POLICIES, SSL_POLICY_PREFIX
from ....schemas.base import printable
from ....schemas.cluster import ClusterSpec
from ...diagnostics import Severity
from ..finding import Finding, closest, not_in_catalog
from .walk import balancers, listeners


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
        if not secure and (listener.certificate or listener.ssl_policy or listener.additional_certificates):
            field = (
                "certificate"
                if listener.certificate
                else "sslPolicy"
                if listener.ssl_policy
                else "additionalCertificates"
            )
            yield Finding(
                "unused-certificate",
                (*path, field),
                f"a {listener.protocol} listener does not use TLS",
                "has no effect",
                (((*path, "protocol"), "not encrypted"),),
            )


def certificates_once(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that a listener has each certificate once; AWS lists its own one among them."""
    for path, balancer, listener in listeners(spec):
        seen = {listener.certificate: (*path, "certificate")}
        for index, arn in enumerate(listener.additional_certificates):
            place = (*path, "additionalCertificates", index)
            first = seen.setdefault(arn, place)
            if first != place:
                yield Finding(
                    "duplicate-certificate",
                    place,
                    "the listener has this certificate already",
                    "duplicate",
                    ((first, "the same certificate"),),
                )
        if balancer.type == "classic" and listener.additional_certificates:
            yield Finding(
                "wrong-option",
                (*path, "additionalCertificates"),
                "listeners of classic load balancers have no `additionalCertificates`",
                "network and application only",
            )


def certificates_few(spec: ClusterSpec) -> Iterator[Finding]:
    """Warn if a load balancer has more certificates than the default quota."""
    for path, balancer in balancers(spec):
        count = sum(len(set(listener.additional_certificates)) for listener in balancer.listeners)
        if count > CERTIFICATES_PER_LOAD_BALANCER:
            yield Finding(
                "over-quota",
                (*path, "listeners"),
                f"{count} additional certificates, but the default quota of a load balancer is "
                f"{CERTIFICATES_PER_LOAD_BALANCER}",
                "more than the default quota",
                help="use certificates of several names, or have the quota raised and allow the warning",
                severity=Severity.WARNING,
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
