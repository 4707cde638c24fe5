"""Resolve load balancers that Kubernetes makes of a Service: by whom, with which targets and ports."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ...catalog.kubernetes.control_plane import NODE_PORTS
from ...catalog.load_balancers.kinds import CERTIFICATE_PROTOCOLS
from ...catalog.load_balancers.service_makers import BACKEND_PROTOCOLS, Maker
from ...schemas.cluster import ClusterSpec
from ...schemas.listeners import Listener
from ...schemas.load_balancer_parts import KubernetesService
from ...schemas.load_balancers import LoadBalancer
from ..diagnostics import Path
from .addons import addons_of
from .controllers import controller_account

_RECORDS = "external-dns"


@dataclass(frozen=True, slots=True)
class ServicePort:
    """A port of a Service. `target` is the port of the pods, `node_port` None if Kubernetes chooses one."""

    path: Path
    name: str
    port: int
    protocol: str
    target: int | str
    node_port: int | None


def is_service(balancer: LoadBalancer) -> bool:
    """Return whether Kubernetes makes it of a Service; load balancers of type application are Ingresses."""
    return balancer.managed_by == "kubernetes" and balancer.type != "application"


def service_settings(balancer: LoadBalancer) -> KubernetesService:
    """Return the fields of the Service, with their defaults if none is written."""
    return balancer.service or KubernetesService()


def service_name(name: str, balancer: LoadBalancer) -> str:
    """Return the name of the Service: its own, else that of the load balancer."""
    return service_settings(balancer).name or name


def has_controller(spec: ClusterSpec) -> bool:
    """Return whether a service account has the permissions of the AWS Load Balancer Controller."""
    return controller_account(spec) is not None


def has_external_dns(spec: ClusterSpec) -> bool:
    """Return whether external-dns is an add-on of the cluster, or a service account has its permissions."""
    accounts = spec.identity.service_accounts.values()
    return any(_RECORDS in account.well_known for account in accounts) or any(
        name == _RECORDS for name, _ in addons_of(spec)
    )


def maker_of(spec: ClusterSpec, balancer: LoadBalancer) -> Maker:
    """Return who makes the load balancer of a Service: what is installed, else the cloud provider.

    Only the cloud provider makes classic load balancers.
    """
    if balancer.type == "classic":
        return "classic"
    if has_controller(spec):
        return "controller"
    return "network" if spec.control_plane.auto_mode is None else "auto-mode"


def sends_to_pods(spec: ClusterSpec, balancer: LoadBalancer) -> bool:
    """Return whether pods are the targets, and not instances with NodePorts.

    Only the AWS Load Balancer Controller and Auto Mode can do so; named node groups ask for instances.
    """
    return maker_of(spec, balancer) in ("controller", "auto-mode") and balancer.targets.node_groups is None


def ports_of(spec: ClusterSpec, path: Path, balancer: LoadBalancer) -> tuple[ServicePort, ...]:
    """Return the ports of the Service by number; a listener for TCP and UDP has two."""
    possible = range(0) if sends_to_pods(spec, balancer) else node_ports(spec)
    found = [
        _port((*path, "listeners", index), balancer, listener, protocol, possible)
        for index, listener in enumerate(balancer.listeners)
        for protocol in _transport(listener)
    ]
    return tuple(sorted(found, key=lambda port: (port.port, port.protocol)))


def _transport(listener: Listener) -> tuple[str, ...]:
    if listener.protocol == "tcp-udp":
        return ("TCP", "UDP")
    return ("UDP",) if listener.protocol == "udp" else ("TCP",)


def _port(
    path: Path, balancer: LoadBalancer, listener: Listener, protocol: str, possible: range
) -> ServicePort:
    """Return a port: a `targetPort` that can be a NodePort is one, any other is the port of the pods."""
    node_port = listener.target_port if listener.target_port in possible else None
    own = listener.target_port if node_port is None else None
    word = protocol.lower() if listener.protocol == "tcp-udp" else listener.protocol
    return ServicePort(
        path=path,
        name=f"{word}-{listener.port}",
        port=listener.port,
        protocol=protocol,
        target=own or balancer.targets.port or listener.port,
        node_port=node_port,
    )


def node_ports(spec: ClusterSpec) -> range:
    """Return the ports of nodes that Services can have."""
    components = spec.control_plane.components
    server = components.api_server if components else None
    written = server.service_node_port_range if server else None
    low, high = (written.min_port, written.max_port) if written else (NODE_PORTS[2], NODE_PORTS[1])
    return range(low, high + 1)


def secure_listeners(balancer: LoadBalancer) -> list[tuple[int, Listener]]:
    """Return the listeners that terminate TLS, by port, each with its index in the spec."""
    found = [(n, one) for n, one in enumerate(balancer.listeners) if one.protocol in CERTIFICATE_PROTOCOLS]
    return sorted(found, key=lambda item: item[1].port)


def backend_protocols(pairs: Iterable[tuple[str, str]]) -> list[str]:
    """Return the backend protocols that give each listener protocol its target protocol, best first."""
    wanted = list(pairs)
    order = ("tcp", "ssl", "http", "https")
    return [
        name for name in order if all(BACKEND_PROTOCOLS[name].get(front) == back for front, back in wanted)
    ]
