"""Rules for the endpoint of the Kubernetes API: who reaches it, and through what."""

from __future__ import annotations

from collections.abc import Iterator

from ...schemas.cluster import ClusterSpec
from ..cidr import holds_everyone, never_public
from ..diagnostics import Path, Severity
from .finding import Finding

_ENDPOINT: Path = ("controlPlane", "endpoint")


def endpoint_reachable(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that the Kubernetes API has a private or a public endpoint."""
    endpoint = spec.control_plane.endpoint
    if not endpoint.private and not endpoint.public:
        yield Finding(
            "unreachable-endpoint",
            (*_ENDPOINT, "private"),
            "nothing can reach the Kubernetes API",
            "neither private nor public access",
        )


def endpoint_restricted(spec: ClusterSpec) -> Iterator[Finding]:
    """Warn if the Kubernetes API is open to the internet."""
    public = spec.control_plane.endpoint.public
    if public is True or (isinstance(public, tuple) and holds_everyone(public)):
        yield Finding(
            "open-endpoint",
            (*_ENDPOINT, "public"),
            "the Kubernetes API is open to the whole internet",
            "all addresses are allowed",
            note="anyone with a token can use the API from anywhere",
            help="list the CIDR blocks you work from"
            + (", or write `public: false`" if spec.control_plane.endpoint.private else ""),
            severity=Severity.WARNING,
        )


def nodes_use_private_endpoint(spec: ClusterSpec) -> Iterator[Finding]:
    """Warn if nodes reach the Kubernetes API through the internet."""
    endpoint = spec.control_plane.endpoint
    if endpoint.public and not endpoint.private:
        allowed = (((*_ENDPOINT, "public"), "allowed addresses"),) if endpoint.public is not True else ()
        yield Finding(
            "nodes-through-internet",
            (*_ENDPOINT, "private"),
            "nodes reach the Kubernetes API through the internet",
            "no private access",
            allowed,
            note="nodes can join only if the address of their NAT gateway is allowed",
            severity=Severity.WARNING,
        )


def sources_in_use(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that sources of the private endpoint are listed once, and that there is a private endpoint."""
    endpoint, path = spec.control_plane.endpoint, (*_ENDPOINT, "from")
    if endpoint.sources and not endpoint.private:
        message = "`from` opens the private endpoint, which is off"
        yield Finding(
            "unused-sources", path, message, "has no effect", help="remove it, or write `private: true`"
        )
    for index, source in enumerate(endpoint.sources):
        if source in endpoint.sources[:index]:
            yield Finding("duplicate-source", (*path, index), f"`{source}` is listed twice", "duplicate")


def someone_can_connect(spec: ClusterSpec) -> Iterator[Finding]:
    """Say what reaches the Kubernetes API if nothing outside the cluster does."""
    endpoint = spec.control_plane.endpoint
    if endpoint.private and not endpoint.public and not endpoint.sources:
        yield Finding(
            "closed-endpoint",
            (*_ENDPOINT, "from"),
            "only nodes and pods reach the Kubernetes API",
            note="kubectl works through Session Manager: forward a port through a node to the endpoint",
            help="to connect from elsewhere, list networks in `controlPlane.endpoint.from`",
            severity=Severity.NOTE,
        )


def public_ranges(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that the public endpoint allows only public ranges (EKS CreateCluster rejects others)."""
    public = spec.control_plane.endpoint.public
    for index, text in enumerate(public if isinstance(public, tuple) else ()):
        if never_public(text):
            yield Finding(
                "private-range",
                (*_ENDPOINT, "public", index),
                f"{text} is a private range, which is never seen on the internet",
                "rejected by EKS",
                help="list the public addresses of your network; inside the VPC, use `private: true`",
            )
