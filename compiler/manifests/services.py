"""The Services of type LoadBalancer of which Kubernetes makes load balancers.

The annotations and fields of each maker, with their sources, are in
`catalog/load_balancers/service_makers.py`.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...catalog.load_balancers.service_makers import LOAD_BALANCER_CLASSES
from ..resolve.model import Cluster, ResolvedLoadBalancer
from ..resolve.services import (
    is_service,
    maker_of,
    ports_of,
    sends_to_pods,
    service_name,
    service_settings,
)
from ..values import At, Manifest, Value, values_by_key
from .service_annotations import service_annotations


def services(cluster: Cluster) -> Iterator[Manifest]:
    """Yield the manifest of the Services; none if Kubernetes makes no load balancer of one."""
    balancers = [balancer for balancer in cluster.load_balancers if is_service(balancer.spec)]
    if balancers:
        yield Manifest("services", tuple(_service(cluster, balancer) for balancer in balancers))


def _service(cluster: Cluster, balancer: ResolvedLoadBalancer) -> dict[str, Value]:
    settings, path = service_settings(balancer.spec), (*balancer.path, "service")
    metadata: dict[str, Value] = {
        "name": At(service_name(balancer.name, balancer.spec), (*path, "name")),
        "namespace": At(settings.namespace, (*path, "namespace")),
        "annotations": service_annotations(cluster, balancer),
    }
    return {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": metadata,
        "spec": _spec(cluster, balancer),
    }


def _spec(cluster: Cluster, balancer: ResolvedLoadBalancer) -> dict[str, Value]:
    settings, path = service_settings(balancer.spec), (*balancer.path, "service")
    maker, pods = maker_of(cluster.spec, balancer.spec), sends_to_pods(cluster.spec, balancer.spec)
    spec: dict[str, Value] = {"type": "LoadBalancer"}
    if maker in LOAD_BALANCER_CLASSES:
        spec["loadBalancerClass"] = At(LOAD_BALANCER_CLASSES[maker], (*balancer.path, "type"))
    if pods:
        spec["allocateLoadBalancerNodePorts"] = At(False, (*balancer.path, "targets"))
    spec["externalTrafficPolicy"] = At(settings.external_traffic_policy, (*path, "externalTrafficPolicy"))
    if ranges := _source_ranges(balancer):
        spec["loadBalancerSourceRanges"] = At(ranges, balancer.sources.path)
    spec["selector"] = At(values_by_key(settings.selector, (*path, "selector")), (*path, "selector"))
    spec["ports"] = _ports(cluster, balancer)
    return spec


def _ports(cluster: Cluster, balancer: ResolvedLoadBalancer) -> At:
    path = (*balancer.path, "listeners")
    found: list[Value] = []
    for port in ports_of(cluster.spec, balancer.path, balancer.spec):
        own = (*port.path, "targetPort")
        target = (*balancer.path, "targets", "port") if isinstance(port.target, str) else own
        value: dict[str, Value] = {
            "name": port.name,
            "port": At(port.port, (*port.path, "port")),
            "protocol": At(port.protocol, (*port.path, "protocol")),
            "targetPort": At(port.target, target),
        }
        if port.node_port is not None:
            value["nodePort"] = At(port.node_port, own)
        found.append(At(value, port.path))
    return At(tuple(found), path)


def _source_ranges(balancer: ResolvedLoadBalancer) -> tuple[Value, ...]:
    """Return the CIDR blocks that may connect; none where everyone may, which is what all makers do without.

    That holds for internal load balancers too, so that the network is written for those.
    """
    written = balancer.spec.security_groups.sources
    if written is None:
        sources = balancer.sources.value
        return sources if isinstance(sources, tuple) and balancer.spec.scheme == "internal" else ()
    path = (*balancer.path, "securityGroups", "from")
    blocks = sorted((text, index) for index, text in enumerate(written) if "/" in text)
    return tuple(At(text, (*path, index)) for text, index in blocks)
