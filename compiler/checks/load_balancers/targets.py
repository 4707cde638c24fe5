"""Rules for targets: node groups of the spec, or a Service with a port."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from ....schemas.cluster import ClusterSpec
from ....schemas.load_balancers import LoadBalancer, Targets
from ...diagnostics import Path
from ...resolve.target_groups import rule_service, rule_target_key, rule_targets
from ..finding import Finding
from .walk import balancers

_COMPARED = 20
"""How many names are compared with how many others, to find one that was mistyped."""


def targets_exist(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that targets are node groups of the spec, each listed once."""
    for path, balancer in balancers(spec):
        yield from _groups_exist(spec, str(path[1]), (*path, "targets"), balancer.targets.node_groups or ())
        for place, _, target in rule_targets(path, balancer):
            yield from _groups_exist(spec, str(path[1]), place, target.node_groups or ())


def _groups_exist(spec: ClusterSpec, balancer: str, path: Path, names: tuple[str, ...]) -> Iterator[Finding]:
    seen: dict[str, int] = {}
    for index, name in enumerate(names):
        place = (*path, "nodeGroups", index)
        if seen.setdefault(name, index) != index:
            yield Finding("duplicate-target", place, f"node group `{name}` is listed twice", "duplicate")
        elif name not in spec.node_groups:
            known = [*spec.node_groups][:_COMPARED]
            near = get_close_matches(name, known, 1, 0.5) if index < _COMPARED else []
            others: tuple[tuple[Path, str], ...] = (
                ((("nodeGroups", near[0]), "a node group with a similar name"),) if near else ()
            )
            yield Finding(
                "unknown-reference",
                place,
                f"load balancer `{balancer}` targets a node group that does not exist",
                "no node group has this name",
                others,
                note=f"node groups of this spec: {', '.join(spec.node_groups) or 'none'}",
                help=f"change the target to `{near[0]}`" if near else "",
            )


def targets_complete(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that targets are instances or the pods of one Service, as the type can have them."""
    for path, balancer in balancers(spec, "terraform"):
        place, targets = (*path, "targets"), balancer.targets
        if targets.node_groups is None and targets.service is None:
            yield _wrong(path, f"load balancer `{path[1]}` has no targets", "no targets", _SOME)
        elif targets.node_groups is not None and targets.service is not None:
            message = "targets are instances or the pods of a Service, not both"
            yield _wrong((*place, "service"), message, "a second kind of target")
        if targets.service is not None and balancer.type == "classic":
            message = "classic load balancers have no pods as targets"
            yield _wrong((*place, "service"), message, "network and application only")
        yield from port_of_service(place, targets)
        yield from _node_ports_unused(path, balancer)


def port_of_service(place: Path, targets: Targets) -> Iterator[Finding]:
    """Yield what is written of a Service and its port if the other is missing."""
    if (targets.service is None) != (targets.port is None):
        what = "port" if targets.service is None else "service"
        message = "`port` is that of a `service`" if what == "port" else "the Service needs a `port`"
        help = "" if what == "port" else "add the number or the name of the port: `port: http`"
        yield _wrong((*place, what), message, "without the other", help)


_SOME = "add `targets: {nodeGroups: [web]}` with node groups of the spec"


def _node_ports_unused(path: Path, balancer: LoadBalancer) -> Iterator[Finding]:
    """Yield the NodePorts of listeners that send traffic to pods."""
    for index, listener in enumerate(balancer.listeners):
        if balancer.targets.service is not None and listener.target_port is not None:
            yield _wrong(
                (*path, "listeners", index, "targetPort"),
                "`targetPort` is a port of instances, and the targets are pods",
                "has no effect",
                "remove it: `targets.port` names the port of the Service",
            )


def rule_targets_complete(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that each target of a rule is instances or the pods of one Service, with a port of its kind."""
    for path, balancer in balancers(spec):
        seen: dict[Path, dict[str, Path]] = {}
        for place, listener, target in rule_targets(path, balancer):
            service = rule_service(balancer, target)
            if target.service is not None and target.node_groups is not None:
                message = "targets are instances or the pods of a Service, not both"
                yield _wrong((*place, "service"), message, "a second kind of target")
            elif service is None and isinstance(target.port, str):
                yield _wrong(
                    (*place, "port"),
                    "instances have no ports with names",
                    "not a number",
                    "write the NodePort, or name the Service: `service: shop/web`",
                )
            key = rule_target_key(balancer, listener, target)
            first = seen.setdefault(place[:-1], {}).setdefault(key, place)
            if first != place:
                others = ((first, "first target"),)
                message = "the rule has this target already"
                yield Finding("duplicate-target", place, message, "duplicate", others)


def _wrong(path: Path, message: str, label: str, help: str = "") -> Finding:
    return Finding("wrong-targets", path, message, label, help=help)
