"""Listeners, their rules and target groups as arguments of module `elb`."""

from __future__ import annotations

from ..resolve.model import ResolvedListener, ResolvedLoadBalancer, ResolvedRule, ResolvedTargetGroup
from ..values import At, Ref, Value


def listeners(balancer: ResolvedLoadBalancer) -> dict[str, Value]:
    """Return the listeners by port."""
    return {
        str(listener.port): At(_listener(balancer, listener), listener.path)
        for listener in sorted(balancer.listeners, key=lambda listener: listener.port)
    }


def _listener(balancer: ResolvedLoadBalancer, listener: ResolvedListener) -> dict[str, Value]:
    path, classic = listener.path, balancer.spec.type == "classic"
    written = balancer.spec.listeners[int(path[-1])]
    certificates = sorted(enumerate(written.additional_certificates), key=lambda item: item[1])
    additional = tuple(At(arn, (*path, "additionalCertificates", index)) for index, arn in certificates)
    return {
        "port": At(listener.port, (*path, "port")),
        "protocol": At(listener.protocol, (*path, "protocol")),
        "certificate_arn": At(listener.certificate, (*path, "certificate")),
        **(
            {"additional_certificate_arns": At(additional, (*path, "additionalCertificates"))}
            if additional
            else {}
        ),
        "ssl_policy": At(listener.ssl_policy, (*path, "sslPolicy")),
        "redirect_https": At(listener.redirect_https, (*path, "redirect")),
        "target_port": At(listener.target_port if classic else None, (*path, "targetPort")),
        "target_protocol": At(listener.target_protocol, (*path, "targetProtocol")),
    }


def target_groups(balancer: ResolvedLoadBalancer) -> At:
    """Return the target groups: of listeners by port, of rules by what they send requests to."""
    groups = {group.key: At(_target_group(balancer, group), group.path) for group in balancer.target_groups}
    return At(groups, (*balancer.path, "listeners"))


def _target_group(balancer: ResolvedLoadBalancer, group: ResolvedTargetGroup) -> dict[str, Value]:
    path, of_rule = group.path, "rules" in group.path
    check = (*balancer.path, "healthCheck")
    return {
        "name": group.name,
        "port": At(group.port, (*path, "port" if of_rule or group.service else "targetPort")),
        "protocol": At(group.protocol, (*path, "protocol" if of_rule else "targetProtocol")),
        "target_type": "ip" if group.service else "instance",
        "node_groups": group.node_groups,
        "health_check_protocol": At(group.health_protocol, (*check, "protocol")),
        "health_check_port": At(group.health_port, (*check, "port")),
    }


def node_groups(balancer: ResolvedLoadBalancer) -> At:
    """Return the Auto Scaling groups of all node groups that get traffic, by the name of the group."""
    path = (*balancer.path, "targets", "nodeGroups")
    found: dict[str, At] = {
        name: At(Ref(f"nodes_{name}", "autoscaling_group_name"), (*path, index))
        for index, name in enumerate(balancer.spec.targets.node_groups or ())
    }
    for group in balancer.target_groups:
        for name in group.node_groups:
            word = str(name.value)
            found.setdefault(word, At(Ref(f"nodes_{word}", "autoscaling_group_name"), name.path))
    return At(dict(sorted(found.items())), path)


def rules(balancer: ResolvedLoadBalancer) -> At:
    """Return the rules by port and priority."""
    keyed = {f"{rule.listener}/{rule.priority}": At(_rule(rule), rule.path) for rule in balancer.rules}
    return At(dict(sorted(keyed.items())), (*balancer.path, "listeners"))


def _rule(rule: ResolvedRule) -> dict[str, Value]:
    path = rule.path
    return {
        "listener_port": rule.listener,
        "priority": At(rule.priority, (*path, "priority")),
        "hosts": At(rule.hosts, (*path, "host")),
        "paths": At(rule.paths, (*path, "path")),
        "headers": At(
            {name: At(values, (*path, "header", name)) for name, values in rule.headers.items()},
            (*path, "header"),
        ),
        "targets": At(dict(rule.targets), (*path, "targets")),
    }
