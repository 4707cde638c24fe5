"""Rules for the options of load balancers that Kubernetes makes of a Service: what no annotation can say."""

from __future__ import annotations

from collections.abc import Iterator

from ....catalog.load_balancers.kinds import CERTIFICATE_PROTOCOLS
from ....catalog.load_balancers.service_makers import LOAD_BALANCER_CLASSES, MAKERS, REFUSED, Maker
from ....schemas.cluster import ClusterSpec
from ....schemas.load_balancers import LoadBalancer
from ...diagnostics import Path, Severity
from ...resolve.load_balancers import target_protocol
from ...resolve.network import has_ipv6
from ...resolve.services import (
    backend_protocols,
    has_external_dns,
    maker_of,
    secure_listeners,
    sends_to_pods,
    service_settings,
)
from ..finding import Finding
from .walk import services

_INSTALL = "install the AWS Load Balancer Controller, or write `managedBy: terraform`"
_TERRAFORM = "write `managedBy: terraform`"


def service_options(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that whoever makes the load balancer has an annotation for each option that is set."""
    for path, balancer in services(spec):
        maker = maker_of(spec, balancer)
        for field in _set_fields(balancer):
            if message := REFUSED[maker].get(field):
                help = _INSTALL if maker == "network" and field != "securityGroups.additional" else _TERRAFORM
                yield _wrong((*path, *field.split(".")), message, "no annotation for it", help)
        yield from _sources(spec, path, balancer, maker)
        yield from _network_range(spec, path, balancer, maker)
        yield from _tags(spec, path, balancer, maker)
        yield from _record(spec, path, balancer)


def _set_fields(balancer: LoadBalancer) -> Iterator[str]:
    values: dict[str, object] = {
        "deletionProtection": balancer.deletion_protection,
        "draining": "draining" in balancer.model_fields_set,
        "idleTimeout": balancer.idle_timeout,
        "preserveClientIp": balancer.preserve_client_ip is False,
        "proxyProtocol": balancer.proxy_protocol,
        "securityGroups.additional": balancer.security_groups.additional,
        "stickiness": balancer.stickiness,
    }
    return (field for field, value in values.items() if value not in (None, False, ()))


def _sources(spec: ClusterSpec, path: Path, balancer: LoadBalancer, maker: Maker) -> Iterator[Finding]:
    place = (*path, "securityGroups", "from")
    for index, text in enumerate(balancer.security_groups.sources or ()):
        if text.startswith("sg-"):
            message = "a Service lists the ranges that may connect, not security groups"
            yield _wrong((*place, index), message, "CIDR blocks only", f"list a range, or {_TERRAFORM}")
        elif maker not in LOAD_BALANCER_CLASSES and (text.startswith("pl-") or ":" in text):
            kind = "prefix lists" if text.startswith("pl-") else "IPv6 ranges"
            message = f"{MAKERS[maker]} lets no {kind} connect"
            yield _wrong((*place, index), message, "IPv4 blocks only", f"list IPv4 ranges, or {_TERRAFORM}")
        elif ":" in text and not has_ipv6(spec):
            message = f"{MAKERS[maker]} refuses IPv6 ranges for a load balancer with IPv4 addresses only"
            yield _wrong((*place, index), message, "IPv4 cluster", "list IPv4 ranges")


def _network_range(spec: ClusterSpec, path: Path, balancer: LoadBalancer, maker: Maker) -> Iterator[Finding]:
    """Yield an internal load balancer whose clients nothing names."""
    closed = balancer.security_groups.sources is None and balancer.scheme == "internal"
    if closed and maker in LOAD_BALANCER_CLASSES and has_ipv6(spec):
        message = "a Service cannot name the IPv6 range of the VPC, which AWS chooses"
        help = "write `securityGroups: {from: [10.0.0.0/8]}` with the ranges of the clients"
        yield _wrong(path, message, "who may connect?", help)


def _tags(spec: ClusterSpec, path: Path, balancer: LoadBalancer, maker: Maker) -> Iterator[Finding]:
    """Yield the tags that the annotation cannot hold: it joins keys and values by `=`."""
    common = {} if maker == "auto-mode" else spec.metadata.tags
    merged: dict[str, tuple[Path, str]] = {
        key: (("metadata", "tags"), value) for key, value in common.items()
    }
    merged |= {key: ((*path, "tags"), value) for key, value in balancer.tags.items()}
    for key, (place, value) in merged.items():
        if "=" in key or ("=" in value and maker not in LOAD_BALANCER_CLASSES):
            message = f"{MAKERS[maker]} divides the tags of a load balancer at `=`"
            yield _wrong((*place, key), message, "would be cut off", f"use another sign, or {_TERRAFORM}")
    role = spec.control_plane.role
    if maker == "auto-mode" and balancer.tags and not (role.role or role.policies or role.statements):
        yield Finding(
            "missing-permissions",
            (*path, "tags"),
            "the role of the cluster may not tag load balancers of EKS Auto Mode",
            "EKS would refuse to make it",
            help="add statements to `controlPlane.role` that allow it with these tags, or remove the tags",
        )


def _record(spec: ClusterSpec, path: Path, balancer: LoadBalancer) -> Iterator[Finding]:
    if balancer.dns is None:
        return
    if has_external_dns(spec):
        yield Finding(
            "needs-controller",
            (*path, "dns"),
            f"external-dns must run in the cluster to make the record {balancer.dns.name}",
            note=f"it finds the hosted zone by the name of the record; {balancer.dns.zone} must be the one",
            severity=Severity.NOTE,
        )
    else:
        message = "external-dns makes the records of a Service, and it is not in the spec"
        help = f"add it: `addons: {{external-dns: {{}}}}`; or {_TERRAFORM}"
        yield _wrong((*path, "dns"), message, "nothing would make the record", help)


def service_listeners(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that the listeners agree in what a Service has once: certificate, policy, backend protocol."""
    for path, balancer in services(spec):
        secure = secure_listeners(balancer)
        for index, _ in secure[1:]:
            for field in ("certificate", "additionalCertificates", "sslPolicy"):
                if _value(balancer, index, field) != _value(balancer, secure[0][0], field):
                    first = (*path, "listeners", secure[0][0])
                    yield Finding(
                        "wrong-option",
                        (*path, "listeners", index),
                        f"a Service has one `{field}` for all of its listeners",
                        "differs",
                        ((first, "first listener with TLS"),),
                        help=f"write the same for both, or {_TERRAFORM}",
                    )
        maker = maker_of(spec, balancer)
        yield from _additional(path, balancer, maker)
        if balancer.type == "classic":
            yield from _one_backend(path, balancer)
        else:
            yield from _forwarded(path, balancer)
            yield from _transports(path, balancer, maker)


def _value(balancer: LoadBalancer, index: int, field: str) -> object:
    listener = balancer.listeners[index]
    if field == "additionalCertificates":
        return frozenset(listener.additional_certificates)
    return listener.certificate if field == "certificate" else listener.ssl_policy


def _additional(path: Path, balancer: LoadBalancer, maker: Maker) -> Iterator[Finding]:
    secure = secure_listeners(balancer)
    if (
        maker in LOAD_BALANCER_CLASSES
        and balancer.stickiness
        and secure
        and len(secure) < len(balancer.listeners)
    ):
        message = "a Service has one stickiness for all of its listeners, and those for TLS have none"
        yield _wrong((*path, "stickiness"), message, "no stickiness with TLS", _TERRAFORM)
    for index, listener in enumerate(balancer.listeners):
        if maker == "network" and listener.additional_certificates:
            place = (*path, "listeners", index, "additionalCertificates")
            message = f"{MAKERS[maker]} sets one certificate on network load balancers"
            yield _wrong(place, message, "one certificate", _INSTALL)


def _one_backend(path: Path, balancer: LoadBalancer) -> Iterator[Finding]:
    """Yield the first listener for which no backend protocol is left."""
    pairs: list[tuple[str, str]] = []
    for index, listener in enumerate(balancer.listeners):
        pairs.append((listener.protocol, target_protocol(balancer.type, listener)))
        if not backend_protocols(pairs):
            alone = not backend_protocols(pairs[-1:])
            front, back = pairs[-1]
            yield Finding(
                "wrong-protocol",
                (*path, "listeners", index, "targetProtocol" if alone else "protocol"),
                f"{MAKERS['classic']} cannot forward {front} as {back}"
                if alone
                else "a Service has one backend protocol, which must fit all listeners",
                "no annotation for it" if alone else f"{front} to {back} does not fit the others",
                help=_TERRAFORM,
            )
            return


def _forwarded(path: Path, balancer: LoadBalancer) -> Iterator[Finding]:
    """Yield listeners of a network load balancer that forward another protocol than a Service says."""
    protocols: dict[str, int] = {}
    for index, listener in enumerate(balancer.listeners):
        place, back = (*path, "listeners", index, "targetProtocol"), target_protocol("network", listener)
        if listener.protocol not in CERTIFICATE_PROTOCOLS:
            if back != listener.protocol:
                message = f"a Service forwards {listener.protocol} as it is"
                yield Finding("wrong-protocol", place, message, "no annotation for it", help=_TERRAFORM)
        elif protocols and back not in protocols:
            first = (*path, "listeners", next(iter(protocols.values())))
            yield Finding(
                "wrong-protocol",
                (*path, "listeners", index),
                "a Service has one protocol to the targets of all TLS listeners",
                f"forwards {back}",
                ((first, "first listener with TLS"),),
                help=_TERRAFORM,
            )
        else:
            protocols[back] = index


def _transports(path: Path, balancer: LoadBalancer, maker: Maker) -> Iterator[Finding]:
    """Yield listeners for UDP that the maker cannot have beside, or together with, those for TCP."""
    first: str | None = None
    for index, listener in enumerate(balancer.listeners):
        place = (*path, "listeners", index, "protocol")
        if listener.protocol == "tcp-udp" and maker != "controller":
            message = f"{MAKERS[maker]} makes no listener for both TCP and UDP"
            yield Finding("wrong-protocol", place, message, "not supported", help=_INSTALL)
            continue
        kind = "udp" if listener.protocol == "udp" else "tcp"
        first = first or kind
        if kind != first and maker == "network":
            message = f"{MAKERS[maker]} does not mix TCP and UDP in one load balancer"
            yield Finding("wrong-protocol", place, message, f"others are {first}", help=_INSTALL)


def service_health(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that targets of UDP alone have a port to check, and that `Local` is checked by HTTP."""
    for path, balancer in services(spec):
        check, local = balancer.health_check, service_settings(balancer).external_traffic_policy == "Local"
        udp = all(listener.protocol == "udp" for listener in balancer.listeners)
        if udp and check.port is None and not (local and not sends_to_pods(spec, balancer)):
            yield Finding(
                "missing-health-port",
                (*path, "listeners"),
                "no target port can be checked: all are for UDP",
                "UDP only",
                note="a health check needs a port that answers to TCP, HTTP or HTTPS",
                help="name one: `healthCheck: {port: 8080}`",
            )
        if local and check.protocol in ("tcp", "ssl") and check.port is None:
            yield Finding(
                "wrong-health-check",
                (*path, "healthCheck", "protocol"),
                f"with `Local`, a {check.protocol} health check finds nodes without pods healthy",
                "finds every node healthy",
                (((*path, "service", "externalTrafficPolicy"), "pods of the same node only"),),
                help="remove it: then kube-proxy is asked by HTTP whether the node has pods",
            )


def _wrong(path: Path, message: str, label: str, help: str) -> Finding:
    return Finding("wrong-option", path, message, label, help=help)
