"""The annotations of the Service of a load balancer, for whoever makes it: values by name, with their places.

Which annotation stands for which option, with its source, is in
`catalog/load_balancers/service_annotations.py`.
"""

from __future__ import annotations

from collections.abc import Mapping

from ...catalog.load_balancers.kinds import (
    CLASSIC_LOG_INTERVALS,
    DEFAULT_CLASSIC_LOG_INTERVAL,
    PATH_PROTOCOLS,
)
from ...catalog.load_balancers.service_makers import (
    ATTRIBUTES,
    HOST_NAME,
    LISTENER_ATTRIBUTES,
    LOAD_BALANCER_CLASSES,
    NETWORK_IDLE_TIMEOUT,
    NODE_GROUP_LABEL,
    SERVICE_PREFIX,
    TARGET_ATTRIBUTES,
    Maker,
)
from ..diagnostics import Path
from ..resolve.load_balancers import health_times, target_protocol
from ..resolve.model import Cluster, ResolvedLoadBalancer
from ..resolve.network import has_ipv6
from ..resolve.services import (
    backend_protocols,
    has_external_dns,
    maker_of,
    secure_listeners,
    sends_to_pods,
    service_settings,
)
from ..values import At, Value

Annotations = dict[str, At]
"""Values by the name of the annotation, without `service.beta.kubernetes.io/aws-load-balancer-`."""


def service_annotations(cluster: Cluster, balancer: ResolvedLoadBalancer) -> dict[str, Value]:
    """Return the annotations by their whole names, sorted."""
    maker = maker_of(cluster.spec, balancer.spec)
    found = {
        **_listeners(balancer, maker),
        **_health_check(balancer),
        **_tags(cluster, balancer, maker),
        **_subnets(cluster, balancer),
        **_node_labels(cluster, balancer),
        **(_of_controller(cluster, balancer, maker) if maker in LOAD_BALANCER_CLASSES else {}),
        **(_of_cloud_provider(balancer, maker) if maker not in LOAD_BALANCER_CLASSES else {}),
    }
    named: dict[str, Value] = {
        f"{SERVICE_PREFIX}aws-load-balancer-{name}": found[name] for name in sorted(found)
    }
    if balancer.spec.dns is not None and has_external_dns(cluster.spec):
        named[HOST_NAME] = At(balancer.spec.dns.name, (*balancer.path, "dns", "name"))
    return dict(sorted(named.items()))


def _listeners(balancer: ResolvedLoadBalancer, maker: Maker) -> Annotations:
    """Return certificate, policy, ports and backend protocol: a Service has one of each for all listeners."""
    spec, secure = balancer.spec, secure_listeners(balancer.spec)
    found: Annotations = {}
    if secure:
        index, first = secure[0]
        path = (*balancer.path, "listeners", index)
        certificates = (first.certificate or "", *sorted(first.additional_certificates))
        ports = ",".join(str(listener.port) for _, listener in secure)
        found["ssl-cert"] = At(",".join(certificates), (*path, "certificate"))
        found["ssl-ports"] = At(ports, (*path, "protocol"))
        found["ssl-negotiation-policy"] = At(balancer.listeners[index].ssl_policy, (*path, "sslPolicy"))
    pairs = [(one.protocol, target_protocol(spec.type, one)) for one in spec.listeners]
    where = (*balancer.path, "listeners", secure[0][0] if secure else 0, "targetProtocol")
    if maker == "classic":
        found["backend-protocol"] = At(next(iter(backend_protocols(pairs)), "tcp"), where)
    elif secure:
        found["backend-protocol"] = At("ssl" if ("tls", "tls") in pairs else "tcp", where)
    return found


def _health_check(balancer: ResolvedLoadBalancer) -> Annotations:
    """Return the health check; without a protocol, `Local` asks kube-proxy for pods on the node."""
    check, path = balancer.spec.health_check, (*balancer.path, "healthCheck")
    interval, timeout = health_times(check)
    local = service_settings(balancer.spec).external_traffic_policy == "Local"
    found: Annotations = {
        "healthcheck-interval": At(str(interval), (*path, "interval")),
        "healthcheck-timeout": At(str(timeout), (*path, "timeout")),
        "healthcheck-healthy-threshold": At(str(check.healthy), (*path, "healthy")),
        "healthcheck-unhealthy-threshold": At(str(check.unhealthy), (*path, "unhealthy")),
    }
    protocol = check.protocol or ("" if local else balancer.health_protocol)
    if protocol:
        found["healthcheck-protocol"] = At(protocol.upper(), (*path, "protocol"))
    if check.port is not None:
        found["healthcheck-port"] = At(str(check.port), (*path, "port"))
    if protocol in PATH_PROTOCOLS and not (local and check.path is None):
        found["healthcheck-path"] = At(check.path or "/", (*path, "path"))
    return found


def _tags(cluster: Cluster, balancer: ResolvedLoadBalancer, maker: Maker) -> Annotations:
    """Return the tags; Auto Mode gets those of the load balancer only, for which its role needs a policy."""
    common = {} if maker == "auto-mode" else cluster.tags
    merged = {**common, **balancer.spec.tags}
    text = ",".join(f"{key}={value}" for key, value in sorted(merged.items()))
    path = (*balancer.path, "tags") if balancer.spec.tags else ("metadata", "tags")
    return {"additional-resource-tags": At(text, path)} if merged else {}


def _subnets(cluster: Cluster, balancer: ResolvedLoadBalancer) -> Annotations:
    """Return the subnets by ID in a VPC that exists, those of named zones by their tag `Name`.

    Without the annotation, the makers find subnets by the tags that module `vpc` sets.
    """
    tier = "private" if balancer.spec.scheme == "internal" else "public"
    given = cluster.network.given
    path = (*balancer.path, "subnets", "zones") if balancer.spec.subnets else (*balancer.path, "scheme")
    if given is not None:
        names = [ids[0] for zone in balancer.zones if (ids := given[tier].get(zone))]
    elif balancer.spec.subnets is not None:
        names = [f"{cluster.name}-{tier}-{zone}" for zone in balancer.zones]
    else:
        names = []
    return {"subnets": At(",".join(names), path)} if names else {}


def _node_labels(cluster: Cluster, balancer: ResolvedLoadBalancer) -> Annotations:
    """Return the label of the node group whose instances are the targets."""
    names, path = balancer.spec.targets.node_groups or (), (*balancer.path, "targets", "nodeGroups")
    groups = {group.name: group.aws_name for group in cluster.node_groups}
    found = [f"{NODE_GROUP_LABEL}={groups[name]}" for name in names if name in groups]
    return {"target-node-labels": At(found[0], path)} if found else {}


def _of_cloud_provider(balancer: ResolvedLoadBalancer, maker: Maker) -> Annotations:
    spec, path = balancer.spec, balancer.path
    found: Annotations = {
        "cross-zone-load-balancing-enabled": At(_flag(balancer.cross_zone), (*path, "crossZone"))
    }
    if maker == "network":
        found["type"] = At("nlb", (*path, "type"))
    if spec.scheme == "internal":
        found["internal"] = At("true", (*path, "scheme"))
    for name, value in _logs(balancer).items():
        found[f"access-log-{name}"] = value
    return found | (_of_classic(balancer) if maker == "classic" else {})


def _of_classic(balancer: ResolvedLoadBalancer) -> Annotations:
    spec, path = balancer.spec, balancer.path
    found: Annotations = {}
    if spec.draining == "none":
        found["connection-draining-enabled"] = At("false", (*path, "draining"))
    else:
        found["connection-draining-enabled"] = At("true", (*path, "draining"))
        found["connection-draining-timeout"] = At(str(spec.draining.timeout), (*path, "draining", "timeout"))
    if spec.idle_timeout is not None:
        found["connection-idle-timeout"] = At(str(spec.idle_timeout), (*path, "idleTimeout"))
    if spec.proxy_protocol is not None:
        found["proxy-protocol"] = At("*", (*path, "proxyProtocol"))
    if groups := sorted(spec.security_groups.additional):
        found["extra-security-groups"] = At(",".join(groups), (*path, "securityGroups", "additional"))
    if spec.access_logs is not None:
        minutes = CLASSIC_LOG_INTERVALS[spec.access_logs.interval or DEFAULT_CLASSIC_LOG_INTERVAL]
        found["access-log-emit-interval"] = At(str(minutes), (*path, "accessLogs", "interval"))
    return found


def _logs(balancer: ResolvedLoadBalancer) -> Annotations:
    logs, path = balancer.spec.access_logs, (*balancer.path, "accessLogs")
    if logs is None:
        return {}
    found = {"enabled": At("true", path), "s3-bucket-name": At(_bucket(balancer), (*path, "bucket"))}
    return found | ({"s3-bucket-prefix": At(logs.prefix, (*path, "prefix"))} if logs.prefix else {})


def _bucket(balancer: ResolvedLoadBalancer) -> str:
    logs = balancer.spec.access_logs
    return balancer.log_bucket or (logs.bucket if logs else "")


def _of_controller(cluster: Cluster, balancer: ResolvedLoadBalancer, maker: Maker) -> Annotations:
    spec, path = balancer.spec, balancer.path
    pods = sends_to_pods(cluster.spec, spec)
    found: Annotations = {
        "scheme": At(spec.scheme, (*path, "scheme")),
        "nlb-target-type": At("ip" if pods else "instance", (*path, "targets")),
        _short(ATTRIBUTES): At(_joined(_attributes(balancer)), path),
        _short(TARGET_ATTRIBUTES): At(_joined(_target_attributes(balancer)), path),
    }
    if has_ipv6(cluster.spec):
        found["ip-address-type"] = At("dualstack", ("kubernetes", "ipFamily"))
    lists = sorted(text for text in spec.security_groups.sources or () if text.startswith("pl-"))
    if lists:
        found["security-group-prefix-lists"] = At(",".join(lists), (*path, "securityGroups", "from"))
    for index, listener in enumerate(spec.listeners):
        where: Path = (*path, "listeners", index, "protocol")
        if listener.protocol == "tcp-udp":
            found["enable-tcp-udp-listener"] = At("true", where)
        if listener.protocol == "tcp" and maker == "controller":  # which never resets what is left out
            name = f"{_short(LISTENER_ATTRIBUTES)}.TCP-{listener.port}"
            text = f"tcp.idle_timeout.seconds={spec.idle_timeout or NETWORK_IDLE_TIMEOUT}"
            found[name] = At(text, (*path, "idleTimeout"))
    return found


def _attributes(balancer: ResolvedLoadBalancer) -> dict[str, str]:
    """Return the attributes of the load balancer; the makers keep those that are not written."""
    logs = balancer.spec.access_logs
    found = {
        "access_logs.s3.enabled": _flag(logs is not None),
        "deletion_protection.enabled": _flag(balancer.spec.deletion_protection is not None),
        "load_balancing.cross_zone.enabled": _flag(balancer.cross_zone),
    }
    if logs is not None:
        found["access_logs.s3.bucket"] = _bucket(balancer)
        found["access_logs.s3.prefix"] = logs.prefix or ""  # the controller never resets what is left out
    return found


def _target_attributes(balancer: ResolvedLoadBalancer) -> dict[str, str]:
    spec = balancer.spec
    delay = 0 if spec.draining == "none" else spec.draining.timeout
    found = {
        "deregistration_delay.timeout_seconds": str(delay),
        "preserve_client_ip.enabled": _flag(spec.preserve_client_ip is not False),
        "proxy_protocol_v2.enabled": _flag(spec.proxy_protocol is not None),
        "stickiness.enabled": _flag(spec.stickiness is not None),
    }
    if spec.stickiness is not None:
        found["stickiness.type"] = "source_ip"
    return found


def _joined(attributes: Mapping[str, str]) -> str:
    return ",".join(f"{name}={attributes[name]}" for name in sorted(attributes))


def _flag(value: bool) -> str:
    return "true" if value else "false"


def _short(name: str) -> str:
    return name.removeprefix("aws-load-balancer-")
