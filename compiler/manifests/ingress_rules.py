"""What an Ingress does with requests: its default backend, and its rules with their actions and conditions.

The controller keeps the order of `rules`, so they stand in the order of their priorities. Of a rule,
Kubernetes knows one host and one path; what else it compares is in an annotation that the backend names.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ...catalog.load_balancers.ingress_annotations import ACTION, BY_ANNOTATION, CONDITIONS
from ...schemas.listeners import ListenerRule, RuleTarget
from ...schemas.load_balancers import LoadBalancer
from ..diagnostics import Path
from ..resolve.model import ResolvedListener, ResolvedLoadBalancer, ResolvedRule
from ..resolve.names import short_hash
from ..resolve.target_groups import rule_service, service_of
from ..values import At, Value

REDIRECT = "redirect-https"
"""Name of the action that redirects."""
USUAL_COOKIE_SECONDS = 86400
"""Duration of stickiness unless the spec says it, as of load balancers that Terraform makes."""
_HOST = re.compile(r"(\*\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*")
"""A host that Kubernetes accepts in a rule: a name, or one with `*` as its first label."""
_PATTERN = re.compile(r"[*?]|//|/\.")
"""What Kubernetes refuses in a path of type Exact, or the controller does."""


@dataclass(frozen=True, slots=True)
class Part:
    """A backend or a rule, and the annotations that it needs."""

    value: Value
    annotations: Mapping[str, At] = field(default_factory=dict)


def default_backend(balancer: ResolvedLoadBalancer, listener: ResolvedListener) -> Part:
    """Return where requests go that no rule matches: the Service of the load balancer, or a redirect."""
    path, targets = balancer.path, balancer.spec.targets
    if not listener.redirect_https:
        place = (*path, "targets")
        _, name = service_of(targets.service) or ("", "")
        return Part(_backend(name, targets.port, place))
    port = min(one.port for one in balancer.listeners if one.protocol == "HTTPS")
    config = {"port": str(port), "protocol": "HTTPS", "statusCode": "HTTP_301"}
    at = (*listener.path, "redirect")
    action = At(as_json({"type": "redirect", "redirectConfig": config}), at)
    return Part(_backend(REDIRECT, BY_ANNOTATION, at), {f"{ACTION}{REDIRECT}": action})


def rule_objects(balancer: ResolvedLoadBalancer, listener: ResolvedListener) -> tuple[Part, ...]:
    """Return the rules of a listener in the order in which they are tried."""
    rules = [rule for rule in balancer.rules if rule.listener == listener.port]
    return tuple(_rule(balancer, rule) for rule in sorted(rules, key=lambda rule: rule.priority))


def _rule(balancer: ResolvedLoadBalancer, rule: ResolvedRule) -> Part:
    hosts, paths = list(rule.hosts), list(rule.paths)
    http_path: dict[str, Value] = {}
    value: dict[str, Value] = {}
    if len(hosts) == 1 and _HOST.fullmatch(hosts[0]):
        value["host"] = At(hosts.pop(), (*rule.path, "host"))
    if len(paths) == 1 and paths[0].startswith("/"):
        http_path["path"] = At(path := paths.pop(), (*rule.path, "path"))
        http_path["pathType"] = "ImplementationSpecific" if _PATTERN.search(path) else "Exact"
    else:
        http_path["pathType"] = "ImplementationSpecific"
    others = tuple(_conditions(hosts, paths, rule.headers))
    written = _written(balancer.spec, rule)
    if len(written.targets) == 1 and not others:
        target = written.targets[0]
        _, service = service_of(rule_service(balancer.spec, target)) or ("", "")
        http_path["backend"] = _backend(service, target.port, (*rule.path, "targets", 0))
        return Part({**value, "http": {"paths": (http_path,)}})
    name = f"rule-{short_hash(rule.hosts, rule.paths, sorted(rule.headers.items()))}"
    http_path["backend"] = _backend(name, BY_ANNOTATION, rule.path)
    action = _forward(balancer.spec, written)
    annotations = {f"{ACTION}{name}": At(as_json(action), (*rule.path, "targets"))}
    if others:
        annotations[f"{CONDITIONS}{name}"] = At(as_json(others), rule.path)
    return Part({**value, "http": {"paths": (http_path,)}}, annotations)


def _written(balancer: LoadBalancer, rule: ResolvedRule) -> ListenerRule:
    listener, number = rule.path[-3], rule.path[-1]
    return balancer.listeners[int(listener)].rules[int(number)]


def _conditions(
    hosts: list[str], paths: list[str], headers: Mapping[str, tuple[str, ...]]
) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    if hosts:
        found.append({"field": "host-header", "hostHeaderConfig": {"values": hosts}})
    for name, values in sorted(headers.items()):
        config = {"httpHeaderName": name, "values": list(values)}
        found.append({"field": "http-header", "httpHeaderConfig": config})
    if paths:
        found.append({"field": "path-pattern", "pathPatternConfig": {"values": paths}})
    return found


def _forward(balancer: LoadBalancer, rule: ListenerRule) -> dict[str, Any]:
    """Return the action that divides requests by weight; a client that stays with a target stays with its
    Service first."""
    groups = sorted((_weighted(balancer, target) for target in rule.targets), key=as_json)
    config: dict[str, Any] = {"targetGroups": groups}
    if len(groups) > 1 and balancer.stickiness is not None:
        seconds = balancer.stickiness.duration or USUAL_COOKIE_SECONDS
        config["targetGroupStickinessConfig"] = {"enabled": True, "durationSeconds": seconds}
    return {"type": "forward", "forwardConfig": config}


def _weighted(balancer: LoadBalancer, target: RuleTarget) -> dict[str, Any]:
    _, name = service_of(rule_service(balancer, target)) or ("", "")
    return {"serviceName": name, "servicePort": target.port, "weight": target.weight}


def _backend(name: str, port: int | str | None, path: Path) -> At:
    reference: dict[str, Value] = {"number": port} if isinstance(port, int) else {"name": port}
    return At({"service": {"name": name, "port": reference}}, path)


def as_json(value: Any) -> str:
    """Return the JSON of an annotation, the same for the same value."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"))
