"""Rules for application load balancers that Kubernetes manages: what an Ingress can say, and its controller.

Source: AWS Load Balancer Controller, "Ingress annotations"; EKS user guide, "Create an IngressClass to
configure an Application Load Balancer" (read 2026-11-30).
"""

from __future__ import annotations

from collections.abc import Iterator

from ....catalog.load_balancers.ingress_annotations import PREFIX
from ....schemas.cluster import ClusterSpec
from ....schemas.load_balancers import LoadBalancer
from ...diagnostics import Path
from ...resolve.compute.kinds import other_nodes
from ...resolve.controllers import ingress_controller, is_ingress, may_tag
from ...resolve.network import has_ipv6
from ...resolve.nodes import is_self_managed
from ...resolve.target_groups import rule_service, rule_targets, service_of
from ..finding import Finding
from .targets import port_of_service
from .walk import balancers

_TERRAFORM = "`managedBy: terraform`"


def ingresses(spec: ClusterSpec) -> Iterator[tuple[Path, LoadBalancer]]:
    """Yield every load balancer that a controller makes from Ingresses, with its path."""
    return ((path, balancer) for path, balancer in balancers(spec) if is_ingress(balancer))


def ingress_targets(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that the targets are a Service, by its pods or by NodePorts of nodes that a label selects."""
    for path, balancer in ingresses(spec):
        place, targets = (*path, "targets"), balancer.targets
        yield from port_of_service(place, targets)
        if targets.service is None:
            where = path if targets.node_groups is None else (*place, "nodeGroups")
            yield Finding(
                "wrong-targets",
                where,
                "an Ingress sends requests to a Service, and none is named",
                "no Service",
                note="with `nodeGroups` beside it, they go through the NodePorts of that Service",
                help="name one with its port, such as `targets: {service: shop/web, port: http}`",
            )
        for index, listener in enumerate(balancer.listeners):
            if listener.target_port is not None:
                yield _wrong(
                    (*path, "listeners", index, "targetPort"),
                    "the controller finds the NodePorts of a Service itself",
                    "has no effect",
                    help="remove it: `targets.port` names the port of the Service",
                )
        yield from _instances(spec, path, balancer)
        yield from _rule_targets(path, balancer)


def _instances(spec: ClusterSpec, path: Path, balancer: LoadBalancer) -> Iterator[Finding]:
    """Yield node groups whose nodes no label selects: the controller compares a label with one value."""
    names, place = balancer.targets.node_groups or (), (*path, "targets", "nodeGroups")
    known = [name for name in names if name in spec.node_groups]
    all_groups = len(set(known)) == len(spec.node_groups)
    everything = all_groups and not (other_nodes(spec) or spec.karpenter)
    if not known or len(known) < len(names):
        return
    help = "name one managed node group, or leave out `nodeGroups`: then the targets are pods"
    if len(names) > 1 and not everything:
        message = "an Ingress takes the nodes of one node group, or of all nodes of the cluster"
        yield _wrong(place, message, "some node groups", help=help)
    elif len(names) == 1 and is_self_managed(spec.node_groups[names[0]]) and not everything:
        message = "nodes of self-managed groups have no label by which the controller could select them"
        yield _wrong((*place, 0), message, "a self-managed group", help=help)
    if names and has_ipv6(spec):
        message = "the NodePorts of an IPv6 cluster are no targets of an Ingress"
        others: tuple[tuple[Path, str], ...] = ((("kubernetes", "ipFamily"), "IPv6"),)
        yield _wrong(place, message, "pods only", others, "leave out `nodeGroups`: then the targets are pods")
    if balancer.stickiness is not None:
        yield _wrong(
            (*path, "stickiness"),
            "behind NodePorts a client does not stay with a pod: a node sends it to any of them",
            "pods only",
            ((place, "instances as targets"),),
            help="leave out `nodeGroups`",
        )


def _rule_targets(path: Path, balancer: LoadBalancer) -> Iterator[Finding]:
    namespace, _ = service_of(balancer.targets.service) or ("", "")
    for place, listener, target in rule_targets(path, balancer):
        own, _ = service_of(rule_service(balancer, target)) or (namespace, "")
        protocol = listener.target_protocol or "http"
        if target.node_groups is not None:
            message = "an Ingress sends requests to Services; whose nodes they are, `targets` says for all"
            help = "name a Service with its port: `service: shop/api`"
            yield _wrong((*place, "nodeGroups"), message, "not possible in a rule", help=help)
        if namespace and own != namespace:
            message = f"an Ingress sends requests to Services of its own namespace, which is {namespace}"
            others: tuple[tuple[Path, str], ...] = (((*path, "targets", "service"), "its namespace"),)
            help = f"move the Service to {namespace}, or make another load balancer, or write {_TERRAFORM}"
            yield _wrong((*place, "service"), message, f"in namespace {own}", others, help)
        if target.protocol not in (None, protocol):
            message = f"the targets of this listener are all reached by {protocol}"
            help = (
                "leave it out, and annotate the Service: "
                f"`{PREFIX}backend-protocol: {str(target.protocol).upper()}`"
            )
            yield _wrong((*place, "protocol"), message, f"not {protocol}", help=help)


def ingress_options(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that an Ingress can say each option that is set."""
    controller = ingress_controller(spec)
    for path, balancer in ingresses(spec):
        yield from _access(spec, path, balancer)
        if balancer.service is not None:
            yield _wrong(
                (*path, "service"),
                "an Ingress sends requests to Services that exist; eksgen makes none for it",
                "network and classic only",
                help="name the Service in `targets`: `targets: {service: shop/web, port: http}`",
            )
        if balancer.tags and controller and not may_tag(spec, controller):
            yield Finding(
                "missing-permissions",
                (*path, "tags"),
                "the role of the cluster may not tag load balancers of EKS Auto Mode",
                "EKS would refuse to make it",
                ((("controlPlane", "autoMode"), "makes the load balancer"),),
                help="allow it by statements of `controlPlane.role`, or remove the tags",
            )
        for index, listener in enumerate(balancer.listeners):
            for field, arns in (
                (("certificate",), (listener.certificate,)),
                (("additionalCertificates",), listener.additional_certificates),
            ):
                for number, arn in enumerate(arns):
                    if arn is not None and "," in arn:
                        at = (*path, "listeners", index, *field, *((number,) if len(field[0]) > 11 else ()))
                        message = "commas divide the certificates of an Ingress"
                        yield _wrong(at, message, "a comma", help="use a certificate of ACM")


def _access(spec: ClusterSpec, path: Path, balancer: LoadBalancer) -> Iterator[Finding]:
    place, groups = (*path, "securityGroups"), balancer.security_groups
    if groups.additional and groups.sources is not None:
        yield _wrong(
            (*place, "from"),
            "security groups that exist replace the one of an Ingress, and decide who may connect",
            "would have no effect",
            (((*place, "additional"), "in its place"),),
            help="remove it and put these sources into the groups, or remove `additional`",
        )
        return
    for index, source in enumerate(groups.sources or ()):
        if source.startswith("sg-"):
            yield _wrong(
                (*place, "from", index),
                "the security group of an Ingress admits CIDR blocks and prefix lists only",
                "a security group",
                help="name a group that admits it in `additional`, without `from`",
            )
    closed = groups.sources is None and not groups.additional and balancer.scheme == "internal"
    if closed and has_ipv6(spec):
        yield _wrong(
            path,
            "an Ingress cannot name the IPv6 range of the VPC, which AWS chooses",
            "who may connect?",
            help="write `securityGroups: {from: [10.0.0.0/8]}` with the ranges of the clients",
        )


def _wrong(
    path: Path, message: str, label: str, others: tuple[tuple[Path, str], ...] = (), help: str = ""
) -> Finding:
    return Finding("wrong-option", path, message, label, others, help=help)
