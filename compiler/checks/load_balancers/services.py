"""Rules for load balancers that Kubernetes makes of a Service: who makes them, and of which pods."""

from __future__ import annotations

from collections.abc import Iterator

from ....schemas.cluster import ClusterSpec
from ....schemas.load_balancers import LoadBalancer
from ...diagnostics import Path, Severity
from ...resolve.network import has_ipv6
from ...resolve.nodes import is_self_managed
from ...resolve.services import (
    has_controller,
    maker_of,
    ports_of,
    sends_to_pods,
    service_name,
    service_settings,
)
from ..finding import Finding
from .walk import services

_NAME = "aws-load-balancer-controller"
_ACCOUNT = f"identity: {{serviceAccounts: {{kube-system/{_NAME}: {{wellKnown: [{_NAME}]}}}}}}"


def makers_present(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that something in the cluster makes a load balancer of this type, and say what you install."""
    for path, balancer in services(spec):
        maker = maker_of(spec, balancer)
        if balancer.type == "classic" and spec.control_plane.auto_mode is not None:
            yield Finding(
                "wrong-option",
                (*path, "managedBy"),
                "EKS Auto Mode makes network load balancers of Services, no classic ones",
                "no classic load balancer",
                ((("controlPlane", "autoMode"), "takes every Service without a class"),),
                help="write `managedBy: terraform`, or `type: network`",
            )
        elif balancer.type == "classic" and has_controller(spec):
            yield Finding(
                "service-taken",
                (*path, "type"),
                "the AWS Load Balancer Controller makes a network load balancer of Service "
                f"{_named(path, balancer)}",
                "classic only if the controller leaves new Services alone",
                note="its webhook takes every new Service, unless its chart has "
                "`enableServiceMutatorWebhook: false`",
                help="set that and allow the warning, or write `managedBy: terraform`",
                severity=Severity.WARNING,
            )
        elif maker == "controller":
            yield Finding(
                "needs-controller",
                (*path, "managedBy"),
                "the AWS Load Balancer Controller must run in the cluster to make the load balancer "
                f"`{path[1]}`",
                note="manifests/services.yaml tells it how; apply that file with kubectl",
                severity=Severity.NOTE,
            )
        elif maker == "network" and has_ipv6(spec):
            yield Finding(
                "ipv6-unsupported",
                (*path, "managedBy"),
                "the cloud provider of Kubernetes makes no load balancers for the pods of an IPv6 cluster",
                "IPv4 only",
                ((("kubernetes", "ipFamily"), "IPv6"),),
                help=f"install the AWS Load Balancer Controller: `{_ACCOUNT}`",
            )


def services_complete(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that each Service selects pods, and has a name that no other has."""
    seen: dict[tuple[str, str], Path] = {}
    for path, balancer in services(spec):
        settings, name = service_settings(balancer), service_name(str(path[1]), balancer)
        place = (*path, "service") if balancer.service else path
        if not settings.selector:
            yield Finding(
                "wrong-targets",
                place,
                f"load balancer `{path[1]}` selects no pods",
                "no `selector`",
                help="add the labels of the pods: `service: {selector: {app: web}}`",
            )
        if not name[0].isalpha():
            yield Finding(
                "invalid-name",
                path,
                f"`{name}` is not the name of a Service",
                "begins with a digit",
                help="name the Service: `service: {name: web}`",
            )
        first = seen.setdefault((settings.namespace, name), place)
        if first != place:
            yield Finding(
                "wrong-targets",
                place,
                f"two load balancers have the Service {settings.namespace}/{name}",
                "second load balancer",
                ((first, "first load balancer"),),
                help="give it a name of its own: `service: {name: web}`",
            )


def service_targets(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that the targets are those that a Service can have: pods, or instances of one node group."""
    for path, balancer in services(spec):
        place, targets, pods = (*path, "targets"), balancer.targets, sends_to_pods(spec, balancer)
        if targets.service is not None:
            message = "Kubernetes makes the load balancer of a Service of its own"
            help = "remove it, and describe the pods: `service: {selector: {app: web}}`"
            yield _wrong((*place, "service"), message, "a second Service", help)
        yield from _instances(spec, place, targets.node_groups or ())
        if service_settings(balancer).external_traffic_policy == "Local" and pods:
            yield Finding(
                "wrong-option",
                (*path, "service", "externalTrafficPolicy"),
                "the load balancer sends traffic to pods, not through nodes",
                "instances only",
                help="remove it, or name a node group: `targets: {nodeGroups: [web]}`",
            )


def _instances(spec: ClusterSpec, path: Path, names: tuple[str, ...]) -> Iterator[Finding]:
    place = (*path, "nodeGroups")
    if len(names) > 1:
        message = "a Service selects nodes by labels that all of them have, so it has one node group"
        yield _wrong((*place, 1), message, "a second node group", "leave `nodeGroups` out, or name one")
    elif names and names[0] in spec.node_groups and is_self_managed(spec.node_groups[names[0]]):
        message = f"the nodes of self-managed group `{names[0]}` have no label that names the group"
        yield _wrong((*place, 0), message, "self-managed", "leave `nodeGroups` out")
    if names and has_ipv6(spec):
        message = "the NodePorts of an IPv6 cluster are no targets of a Service's load balancer"
        yield _wrong(place, message, "IPv6 cluster", "leave `nodeGroups` out: then pods are the targets")


def node_ports_once(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that no two ports of Services have the same NodePort; Kubernetes refuses the second."""
    seen: dict[tuple[int, str], Path] = {}
    for path, balancer in services(spec):
        for port in ports_of(spec, path, balancer):
            if port.node_port is None:
                continue
            place = (*port.path, "targetPort")
            first = seen.setdefault((port.node_port, port.protocol), place)
            if first != place:
                yield Finding(
                    "duplicate-port",
                    place,
                    f"two ports of Services use NodePort {port.node_port}",
                    "second port",
                    ((first, "first port"),),
                )


def _named(path: Path, balancer: LoadBalancer) -> str:
    return f"{service_settings(balancer).namespace}/{service_name(str(path[1]), balancer)}"


def _wrong(path: Path, message: str, label: str, help: str) -> Finding:
    return Finding("wrong-targets", path, message, label, help=help)
