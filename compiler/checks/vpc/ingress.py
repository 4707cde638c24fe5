"""Rules for who reaches the cluster over the network: the Kubernetes API, nodes and load balancers."""

from __future__ import annotations

from collections.abc import Iterator

from ....schemas.cluster import ClusterSpec
from ....schemas.values import AccessRule
from ...cidr import holds_everyone, never_public
from ...diagnostics import Path, Severity
from ...resolve.compute.kinds import has_nodes
from ...resolve.network import has_ipv6
from ...resolve.nodes import tier_of_group
from ..finding import Finding
from ..nodes.groups import groups

_ENDPOINT: Path = ("controlPlane", "endpoint")
_NODES: Path = ("network", "nodeIngress")


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
            help="list the CIDR blocks you work from, as in `public: [203.0.113.0/24]`"
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
            note=f"nodes can join only if {_outbound(spec)} allowed",
            severity=Severity.WARNING,
        )


def _outbound(spec: ClusterSpec) -> str:
    """Return the addresses from which nodes reach the internet, with a verb."""
    public = [tier_of_group(spec, group) == "public" for group in spec.node_groups.values()]
    if not public or not any(public):
        return "the address of their NAT gateway is"
    if all(public):
        return "their public addresses, which are new for each node, are"
    return "the address of the NAT gateway and the public addresses of nodes are"


def sources_in_use(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that there is a private endpoint if something is to reach it."""
    endpoint, path = spec.control_plane.endpoint, (*_ENDPOINT, "from")
    if endpoint.sources and not endpoint.private:
        message = "`from` opens the private endpoint, which is off"
        yield Finding(
            "unused-sources", path, message, "has no effect", help="remove it, or write `private: true`"
        )


def _sources(spec: ClusterSpec) -> Iterator[tuple[Path, tuple[str, ...]]]:
    """Yield every list of sources, with its path."""
    yield (*_ENDPOINT, "from"), spec.control_plane.endpoint.sources
    for name, balancer in spec.load_balancers.items():
        access: Path = ("loadBalancers", name, "securityGroups")
        yield (*access, "from"), balancer.security_groups.sources or ()
        yield (*access, "additional"), balancer.security_groups.additional
    for group_path, group in groups(spec):
        yield (*group_path, "ssh", "from"), group.ssh.sources if group.ssh else ()


def sources_once(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that no source and no rule is listed twice (EC2 rejects the second rule)."""
    for path, sources in _sources(spec):
        for index, source in enumerate(sources):
            if source in sources[:index]:
                yield Finding("duplicate-source", (*path, index), f"`{source}` is listed twice", "duplicate")
    seen: dict[tuple[object, ...], int] = {}
    for index, rule in enumerate(spec.network.node_ingress):
        first = seen.setdefault((rule.source, rule.protocol, rule.ports), index)
        if first != index:
            others = (((*_NODES, first), "first rule"),)
            yield Finding("duplicate-source", (*_NODES, index), "two rules are the same", "duplicate", others)


def ports_fit(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that rules for tcp and udp name their ports, and that no other rule does."""
    for index, rule in enumerate(spec.network.node_ingress):
        if (rule.ports is not None) != (rule.protocol in ("tcp", "udp")):
            yield _wrong_ports((*_NODES, index), rule)


def _wrong_ports(path: Path, rule: AccessRule) -> Finding:
    if rule.ports is None:
        help = 'add a port or a range, such as `ports: "30000-32767"`'
        return Finding(
            "wrong-ports", path, f"a rule for {rule.protocol} needs `ports`", "no ports", help=help
        )
    message = "ICMP has no ports" if rule.protocol == "icmp" else "a rule for all protocols has no ports"
    return Finding(
        "wrong-ports",
        (*path, "ports"),
        message,
        "not accepted by EC2",
        help="remove it, or write `protocol: tcp`",
    )


def sources_have_a_way(spec: ClusterSpec) -> Iterator[Finding]:
    """Warn about IPv6 sources of a network that has no IPv6 addresses that they could reach."""
    if has_ipv6(spec):
        return
    rules = (((*_NODES, index, "from"), rule.source) for index, rule in enumerate(spec.network.node_ingress))
    listed = (((*path, index), text) for path, texts in _sources(spec) for index, text in enumerate(texts))
    for path, source in (*listed, *rules):
        if ":" in source:
            yield Finding(
                "ipv6-source",
                path,
                f"the network has no IPv6 addresses that {source} could reach",
                "admits nobody",
                help="list the IPv4 addresses of the clients",
                severity=Severity.WARNING,
            )


def sources_public(spec: ClusterSpec) -> Iterator[Finding]:
    """Warn about sources of internet-facing load balancers that never come from the internet."""
    for name, balancer in spec.load_balancers.items():
        path: Path = ("loadBalancers", name)
        for index, text in enumerate(balancer.security_groups.sources or ()):
            if balancer.scheme == "internet-facing" and (never_public(text) or text.startswith("sg-")):
                yield Finding(
                    "private-source",
                    (*path, "securityGroups", "from", index),
                    f"{text} is {'a security group' if text.startswith('sg-') else 'a private range'}, "
                    "which is never seen on the internet",
                    "admits nobody",
                    (((*path, "scheme"), "public addresses"),),
                    help="list the public addresses of your network, or write `scheme: internal`",
                    severity=Severity.WARNING,
                )


def someone_can_connect(spec: ClusterSpec) -> Iterator[Finding]:
    """Say what reaches the Kubernetes API if nothing outside the cluster does."""
    endpoint, nodes = spec.control_plane.endpoint, spec.node_groups.values()
    opened = endpoint.public or endpoint.sources or spec.control_plane.security_groups.existing
    if endpoint.private and not opened:
        session = "for kubectl, forward a port through a node to the endpoint with Session Manager"
        yield Finding(
            "closed-endpoint",
            (*_ENDPOINT, "from"),
            f"{'only nodes and pods reach' if has_nodes(spec) else 'nothing reaches'} the Kubernetes API",
            note=session if any(group.ssm for group in nodes) else "",
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
