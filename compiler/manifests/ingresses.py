"""The objects by which a controller makes application load balancers: a class with parameters, and Ingresses.

All Ingresses of a class belong to one group, which is one load balancer. Each listener has an Ingress of its
own, since the rules and the certificate of an Ingress hold for all of its ports; so a new listener is one
more object, and the load balancer with its host name stays.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ...catalog.load_balancers.ingress_annotations import NAMESPACE_LABEL, Controller, ingress_group_of
from ..resolve.controllers import ingress_controller, is_ingress
from ..resolve.model import Cluster, ResolvedListener, ResolvedLoadBalancer
from ..resolve.network import has_ipv6
from ..resolve.target_groups import service_of
from ..values import At, Manifest, Value
from .ingress_annotations import listener_annotations
from .ingress_rules import default_backend, rule_objects


def ingresses(cluster: Cluster) -> Iterator[Manifest]:
    """Yield the manifest of all application load balancers that Kubernetes manages; none without any."""
    controller = ingress_controller(cluster.spec)
    balancers = [one for one in cluster.load_balancers if is_ingress(one.spec)]
    if controller is not None and balancers:
        objects = [item for balancer in balancers for item in _objects(cluster, balancer, controller)]
        yield Manifest("ingresses", tuple(objects))


def _objects(
    cluster: Cluster, balancer: ResolvedLoadBalancer, controller: Controller
) -> Iterator[dict[str, Value]]:
    yield _parameters(cluster, balancer, controller)
    yield _class(balancer, controller)
    for listener in sorted(balancer.listeners, key=lambda listener: listener.port):
        yield _ingress(cluster, balancer, listener)


def _parameters(cluster: Cluster, balancer: ResolvedLoadBalancer, controller: Controller) -> dict[str, Value]:
    spec, path = balancer.spec, balancer.path
    namespace, _ = service_of(spec.targets.service) or ("", "")
    parameters: dict[str, Value] = {
        "namespaceSelector": {"matchLabels": {NAMESPACE_LABEL: At(namespace, (*path, "targets", "service"))}},
        "group": {"name": At(ingress_group_of(balancer.name), path)},
        "scheme": At(spec.scheme, (*path, "scheme")),
        "ipAddressType": At("dualstack" if has_ipv6(cluster.spec) else "ipv4", ("kubernetes", "ipFamily")),
        "loadBalancerAttributes": _attributes(balancer),
    }
    if tags := _tags(cluster.tags if controller.sets_tags else {}, balancer):
        parameters["tags"] = tags
    return {
        "apiVersion": f"{controller.api_group}/{controller.api_version}",
        "kind": "IngressClassParams",
        "metadata": {"name": At(ingress_group_of(balancer.name), path)},
        "spec": parameters,
    }


def _attributes(balancer: ResolvedLoadBalancer) -> tuple[Value, ...]:
    """Return the attributes, with those that are not written: the controller resets none that is left out."""
    spec, path = balancer.spec, balancer.path
    logs = spec.access_logs
    found: dict[str, tuple[str, tuple[str | int, ...]]] = {
        "access_logs.s3.enabled": (_switch(logs is not None), (*path, "accessLogs")),
        "deletion_protection.enabled": (
            _switch(spec.deletion_protection is not None),
            (*path, "deletionProtection"),
        ),
        "idle_timeout.timeout_seconds": (str(spec.idle_timeout or 60), (*path, "idleTimeout")),
        "routing.http.drop_invalid_header_fields.enabled": (_switch(True), path),
    }
    if logs is not None:
        found["access_logs.s3.bucket"] = (balancer.log_bucket or logs.bucket, (*path, "accessLogs", "bucket"))
        found["access_logs.s3.prefix"] = (logs.prefix or "", (*path, "accessLogs", "prefix"))
    return tuple(At({"key": key, "value": value}, place) for key, (value, place) in sorted(found.items()))


def _switch(on: bool) -> str:
    return "true" if on else "false"


def _tags(common: Mapping[str, str], balancer: ResolvedLoadBalancer) -> tuple[Value, ...]:
    own, path = balancer.spec.tags, (*balancer.path, "tags")
    places = {key: ("metadata", "tags", key) for key in common} | {key: (*path, key) for key in own}
    values = {**common, **own}
    return tuple(At({"key": key, "value": values[key]}, places[key]) for key in sorted(values))


def _class(balancer: ResolvedLoadBalancer, controller: Controller) -> dict[str, Value]:
    reference: dict[str, Value] = {
        "apiGroup": controller.api_group,
        "kind": "IngressClassParams",
        "name": ingress_group_of(balancer.name),
    }
    return {
        "apiVersion": "networking.k8s.io/v1",
        "kind": "IngressClass",
        "metadata": {"name": At(ingress_group_of(balancer.name), balancer.path)},
        "spec": {
            "controller": At(controller.of_class, (*balancer.path, "managedBy")),
            "parameters": reference,
        },
    }


def _ingress(
    cluster: Cluster, balancer: ResolvedLoadBalancer, listener: ResolvedListener
) -> dict[str, Value]:
    namespace, _ = service_of(balancer.spec.targets.service) or ("", "")
    default = default_backend(balancer, listener)
    rules = rule_objects(balancer, listener)
    written = listener_annotations(cluster, balancer, listener)
    for part in (default, *rules):
        written.update(part.annotations)
    spec: dict[str, Value] = {
        "ingressClassName": At(ingress_group_of(balancer.name), balancer.path),
        "defaultBackend": default.value,
    }
    if rules:
        spec["rules"] = tuple(rule.value for rule in rules)
    return {
        "apiVersion": "networking.k8s.io/v1",
        "kind": "Ingress",
        "metadata": {
            "name": At(f"{balancer.name}-{listener.port}", listener.path),
            "namespace": At(namespace, (*balancer.path, "targets", "service")),
            "annotations": dict(sorted(written.items())),
        },
        "spec": spec,
    }
