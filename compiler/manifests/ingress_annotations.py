"""The annotations of an Ingress, which say what a controller does for the listener, its targets and access.

All Ingresses of a group have the same values where these hold for the whole load balancer; the controller
refuses different ones.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ...catalog.load_balancers.ingress_annotations import HOST_NAME_SOURCE, ONLY_ANNOTATION, PREFIX
from ...catalog.load_balancers.service_makers import HOST_NAME, NODE_GROUP_LABEL
from ..diagnostics import Path
from ..resolve.load_balancers import health_times
from ..resolve.model import Cluster, ResolvedListener, ResolvedLoadBalancer
from ..resolve.target_groups import TRAFFIC_PORT
from ..values import At, Value
from .ingress_rules import USUAL_COOKIE_SECONDS, as_json


def listener_annotations(
    cluster: Cluster, balancer: ResolvedLoadBalancer, listener: ResolvedListener
) -> dict[str, Value]:
    """Return the annotations of the Ingress of a listener, without those of its rules."""
    found: dict[str, At] = {
        **_listener(balancer, listener),
        **_targets(cluster, balancer, listener),
        **_health_check(balancer),
        **_access(balancer),
        "subnets": _subnets(cluster, balancer),
    }
    if balancer.spec.waf:
        found["wafv2-acl-arn"] = At(balancer.spec.waf, (*balancer.path, "waf"))
    written = {f"{PREFIX}{name}": value for name, value in found.items()}
    if balancer.spec.dns is not None:
        written[HOST_NAME] = At(balancer.spec.dns.name, (*balancer.path, "dns", "name"))
    written[HOST_NAME_SOURCE] = At(ONLY_ANNOTATION, (*balancer.path, "dns"))
    return dict(written)


def _listener(balancer: ResolvedLoadBalancer, listener: ResolvedListener) -> dict[str, At]:
    path = listener.path
    found = {"listen-ports": At(as_json([{listener.protocol: listener.port}]), (*path, "port"))}
    if listener.certificate is not None:
        others = sorted(set(balancer.spec.listeners[int(path[-1])].additional_certificates))
        found["certificate-arn"] = At(",".join((listener.certificate, *others)), (*path, "certificate"))
    if listener.ssl_policy is not None:
        found["ssl-policy"] = At(listener.ssl_policy, (*path, "sslPolicy"))
    return found


def _targets(cluster: Cluster, balancer: ResolvedLoadBalancer, listener: ResolvedListener) -> dict[str, At]:
    spec, path = balancer.spec, balancer.path
    protocol = (spec.listeners[int(listener.path[-1])].target_protocol or "http").upper()
    instances = spec.targets.node_groups
    found = {
        "backend-protocol": At(protocol, (*listener.path, "targetProtocol")),
        "target-group-attributes": _attributes(balancer),
        "target-type": At("ip" if instances is None else "instance", (*path, "targets")),
    }
    if instances is not None and len(instances) == 1:
        names = {group.name: group.aws_name for group in cluster.node_groups}
        label = f"{NODE_GROUP_LABEL}={names[instances[0]]}"
        found["target-node-labels"] = At(label, (*path, "targets", "nodeGroups", 0))
    return found


def _attributes(balancer: ResolvedLoadBalancer) -> At:
    draining, stickiness = balancer.spec.draining, balancer.spec.stickiness
    found = {"deregistration_delay.timeout_seconds": "0" if draining == "none" else str(draining.timeout)}
    found["stickiness.enabled"] = "false" if stickiness is None else "true"
    if stickiness is not None:
        kind = "lb_cookie" if stickiness.cookie is None else "app_cookie"
        found["stickiness.type"] = kind
        found[f"stickiness.{kind}.duration_seconds"] = str(stickiness.duration or USUAL_COOKIE_SECONDS)
        if stickiness.cookie is not None:
            found["stickiness.app_cookie.cookie_name"] = stickiness.cookie
    return At(_string_map(found), (*balancer.path, "draining" if stickiness is None else "stickiness"))


def _health_check(balancer: ResolvedLoadBalancer) -> dict[str, At]:
    check, path = balancer.spec.health_check, (*balancer.path, "healthCheck")
    interval, timeout = health_times(check)
    return {
        "healthcheck-interval-seconds": At(str(interval), (*path, "interval")),
        "healthcheck-path": At(check.path or "/", (*path, "path")),
        "healthcheck-port": At(str(check.port or TRAFFIC_PORT), (*path, "port")),
        "healthcheck-protocol": At(balancer.health_protocol.upper(), (*path, "protocol")),
        "healthcheck-timeout-seconds": At(str(timeout), (*path, "timeout")),
        "healthy-threshold-count": At(str(check.healthy), (*path, "healthy")),
        "unhealthy-threshold-count": At(str(check.unhealthy), (*path, "unhealthy")),
    }


def _access(balancer: ResolvedLoadBalancer) -> dict[str, At]:
    """Return who may connect: sources, or in their place security groups that exist."""
    path: Path = (*balancer.path, "securityGroups")
    if groups := sorted(set(balancer.spec.security_groups.additional)):
        place = (*path, "additional")
        return {
            "manage-backend-security-group-rules": At("true", place),
            "security-groups": At(",".join(groups), place),
        }
    return dict(_sources(balancer.sources))


def _sources(sources: At) -> Iterator[tuple[str, At]]:
    listed = [str(source) for source in sources.value] if isinstance(sources.value, tuple) else []
    blocks = [source for source in listed if "/" in source]
    lists = [source for source in listed if source.startswith("pl-")]
    if blocks:
        yield "inbound-cidrs", At(",".join(blocks), sources.path)
    if lists:
        yield "security-group-prefix-lists", At(",".join(lists), sources.path)


def _subnets(cluster: Cluster, balancer: ResolvedLoadBalancer) -> At:
    """Return the subnets: those that exist by ID, one a zone; new ones by the name that `vpc` gives them."""
    tier = "private" if balancer.spec.scheme == "internal" else "public"
    given = cluster.network.given
    if given is None:
        names = [f"{cluster.name}-{tier}-{zone}" for zone in balancer.zones]
    else:
        names = [given[tier][zone][0] for zone in balancer.zones if given[tier].get(zone)]
    path = ("scheme",) if balancer.spec.subnets is None else ("subnets", "zones")
    return At(",".join(names), (*balancer.path, *path))


def _string_map(values: Mapping[str, str]) -> str:
    return ",".join(f"{key}={value}" for key, value in sorted(values.items()))
