"""The annotations of Services and Ingresses that make load balancers, and the options of a spec behind them.

Sources (read 2026-11-30): kubernetes/cloud-provider-aws, `docs/service_controller.md` (the 21 annotations);
AWS Load Balancer Controller, "Service annotations" and "Ingress annotations". What each maker of load
balancers does with them is in `service_makers.py`.
"""

from __future__ import annotations

from dataclasses import dataclass

from .service_makers import (
    ATTRIBUTES,
    FIXED_INTERVAL,
    HOST_NAME,
    INGRESS_PREFIX,
    LISTENER_ATTRIBUTES,
    REFUSED,
    SERVICE_PREFIX,
    TARGET_ATTRIBUTES,
    Maker,
)


@dataclass(frozen=True, slots=True)
class Annotation:
    """One of the 21 annotations of the cloud provider.

    `cells` say how each maker takes the option: an annotation, a field of the Service, or the code and
    message of the finding that refuses it. `terraform` are the arguments of module `elb` for the same option,
    and `example` are fields of a load balancer that set it.
    """

    name: str
    option: str
    example: str
    cells: dict[Maker, str]
    terraform: tuple[str, ...]

    @property
    def key(self) -> str:
        """Return the whole name of the annotation."""
        return f"{SERVICE_PREFIX}{self.name}"


def _row(
    name: str,
    option: str,
    example: str,
    terraform: str,
    *,
    classic: str = "",
    network: str = "",
    controller: str = "",
    auto: str = "",
) -> Annotation:
    """Return a row; a maker without a cell takes the annotation, Auto Mode what the controller does.

    A mark `-` stands for what the maker refuses.
    """
    full = f"aws-load-balancer-{name}"
    field = option.removeprefix("loadBalancers.*.").removesuffix(".timeout")
    written: dict[Maker, str] = {
        "classic": classic or full,
        "network": network or full,
        "controller": controller or full,
        "auto-mode": auto or controller or full,
    }
    cells = {
        maker: f"wrong-option: {REFUSED[maker].get(field) or FIXED_INTERVAL}" if cell == "-" else cell
        for maker, cell in written.items()
    }
    return Annotation(full, option, example, cells, tuple(terraform.split()))


_LOGS, _HEALTH, _LISTENERS = (
    f"loadBalancers.*.{part}" for part in ("accessLogs", "healthCheck", "listeners.*")
)
_CLASS = "spec.loadBalancerClass"
_TLS = (
    "listeners: [{port: 443, protocol: tls, certificate: "
    "arn:aws:acm:us-west-2:111122223333:certificate/0f4c1b7e-0000-4000-8000-000000000001"
)

ANNOTATIONS: tuple[Annotation, ...] = (
    _row(
        "access-log-emit-interval",
        f"{_LOGS}.interval",
        "accessLogs: {interval: 60m}",
        "aws_elb.access_logs.interval",
        network="-",
        controller="-",
    ),
    _row(
        "access-log-enabled",
        _LOGS,
        "accessLogs: {}",
        "aws_elb.access_logs aws_lb.access_logs.enabled",
        controller=ATTRIBUTES,
    ),
    _row(
        "access-log-s3-bucket-name",
        f"{_LOGS}.bucket",
        "accessLogs: {bucket: acme-logs}",
        "aws_elb.access_logs.bucket aws_lb.access_logs.bucket",
        controller=ATTRIBUTES,
    ),
    _row(
        "access-log-s3-bucket-prefix",
        f"{_LOGS}.prefix",
        "accessLogs: {prefix: edge}",
        "aws_elb.access_logs.bucket_prefix aws_lb.access_logs.prefix",
        controller=ATTRIBUTES,
    ),
    _row(
        "additional-resource-tags", "loadBalancers.*.tags", "tags: {team: shop}", "aws_elb.tags aws_lb.tags"
    ),
    _row(
        "backend-protocol",
        f"{_LISTENERS}.targetProtocol",
        f"{_TLS}, targetProtocol: tls}}]",
        "aws_elb.listener.instance_protocol aws_lb_target_group.protocol",
    ),
    _row(
        "connection-draining-enabled",
        "loadBalancers.*.draining",
        "draining: none",
        "aws_elb.connection_draining aws_lb_target_group.deregistration_delay",
        network="-",
        controller=TARGET_ATTRIBUTES,
    ),
    _row(
        "connection-draining-timeout",
        "loadBalancers.*.draining.timeout",
        "draining: {timeout: 120}",
        "aws_elb.connection_draining_timeout aws_lb_target_group.deregistration_delay",
        network="-",
        controller=TARGET_ATTRIBUTES,
    ),
    _row(
        "connection-idle-timeout",
        "loadBalancers.*.idleTimeout",
        "idleTimeout: 120",
        "aws_elb.idle_timeout aws_lb_listener.tcp_idle_timeout_seconds",
        network="-",
        controller=LISTENER_ATTRIBUTES,
        auto="-",
    ),
    _row(
        "cross-zone-load-balancing-enabled",
        "loadBalancers.*.crossZone",
        "crossZone: true",
        "aws_elb.cross_zone_load_balancing aws_lb.enable_cross_zone_load_balancing",
        controller=ATTRIBUTES,
    ),
    _row(
        "extra-security-groups",
        "loadBalancers.*.securityGroups.additional",
        "securityGroups: {additional: [sg-0123456789abcdef0]}",
        "aws_elb.security_groups aws_lb.security_groups",
        network="-",
        controller="-",
    ),
    _row(
        "healthcheck-healthy-threshold",
        f"{_HEALTH}.healthy",
        "healthCheck: {healthy: 2}",
        "aws_elb.health_check.healthy_threshold aws_lb_target_group.health_check.healthy_threshold",
    ),
    _row(
        "healthcheck-interval",
        f"{_HEALTH}.interval",
        "healthCheck: {interval: 30}",
        "aws_elb.health_check.interval aws_lb_target_group.health_check.interval",
    ),
    _row(
        "healthcheck-timeout",
        f"{_HEALTH}.timeout",
        "healthCheck: {timeout: 4}",
        "aws_elb.health_check.timeout aws_lb_target_group.health_check.timeout",
    ),
    _row(
        "healthcheck-unhealthy-threshold",
        f"{_HEALTH}.unhealthy",
        "healthCheck: {unhealthy: 2}",
        "aws_elb.health_check.unhealthy_threshold aws_lb_target_group.health_check.unhealthy_threshold",
    ),
    _row(
        "internal",
        "loadBalancers.*.scheme",
        "scheme: internal",
        "aws_elb.internal aws_lb.internal",
        controller="aws-load-balancer-scheme",
    ),
    _row(
        "proxy-protocol",
        "loadBalancers.*.proxyProtocol",
        "proxyProtocol: {}",
        "aws_load_balancer_backend_server_policy.instance_port aws_lb_target_group.proxy_protocol_v2",
        network="-",
        controller=TARGET_ATTRIBUTES,
    ),
    _row(
        "ssl-cert",
        f"{_LISTENERS}.certificate",
        f"{_TLS}}}]",
        "aws_elb.listener.ssl_certificate_id aws_lb_listener.certificate_arn",
    ),
    _row(
        "ssl-negotiation-policy",
        f"{_LISTENERS}.sslPolicy",
        f"{_TLS}, sslPolicy: ELBSecurityPolicy-TLS-1-2-2017-01}}]",
        "aws_load_balancer_policy.policy_attribute.value aws_lb_listener.ssl_policy",
    ),
    _row(
        "ssl-ports",
        f"{_LISTENERS}.protocol",
        f"{_TLS}}}]",
        "aws_elb.listener.lb_protocol aws_lb_listener.protocol",
    ),
    _row(
        "type",
        "loadBalancers.*.type",
        "type: network",
        "aws_lb.load_balancer_type",
        classic="spec.type",
        controller=_CLASS,
    ),
)
"""The annotations of the cloud provider. A classic load balancer is what a Service without `type` gets."""

_SERVICE: dict[str, tuple[str, ...]] = {
    "aws-load-balancer-scheme": ("scheme",),
    "aws-load-balancer-nlb-target-type": ("targets",),
    "aws-load-balancer-target-node-labels": ("targets.nodeGroups",),
    "aws-load-balancer-subnets": ("subnets.zones",),
    ATTRIBUTES: ("accessLogs", "crossZone", "deletionProtection"),
    TARGET_ATTRIBUTES: ("draining", "stickiness", "proxyProtocol", "preserveClientIp"),
    LISTENER_ATTRIBUTES: ("idleTimeout",),
    "aws-load-balancer-healthcheck-protocol": ("healthCheck.protocol",),
    "aws-load-balancer-healthcheck-port": ("healthCheck.port",),
    "aws-load-balancer-healthcheck-path": ("healthCheck.path",),
    "aws-load-balancer-security-groups": ("securityGroups.additional",),
    "aws-load-balancer-security-group-prefix-lists": ("securityGroups.from",),
    "aws-load-balancer-enable-tcp-udp-listener": ("listeners.*.protocol",),
    "load-balancer-source-ranges": ("securityGroups.from",),
}
_INGRESS: dict[str, tuple[str, ...]] = {
    "scheme": ("scheme",),
    "subnets": ("subnets.zones",),
    "tags": ("tags",),
    "security-groups": ("securityGroups.additional",),
    "manage-backend-security-group-rules": ("securityGroups.additional",),
    "security-group-prefix-lists": ("securityGroups.from",),
    "inbound-cidrs": ("securityGroups.from",),
    "listen-ports": ("listeners.*.port", "listeners.*.protocol"),
    "ssl-redirect": ("listeners.*.redirect",),
    "certificate-arn": ("listeners.*.certificate", "listeners.*.additionalCertificates"),
    "ssl-policy": ("listeners.*.sslPolicy",),
    "target-type": ("targets",),
    "target-node-labels": ("targets.nodeGroups",),
    "backend-protocol": ("listeners.*.targetProtocol",),
    "target-group-attributes": ("draining", "stickiness"),
    "load-balancer-attributes": ("accessLogs", "idleTimeout", "deletionProtection"),
    "wafv2-acl-arn": ("waf",),
    "healthcheck-protocol": ("healthCheck.protocol",),
    "healthcheck-port": ("healthCheck.port",),
    "healthcheck-path": ("healthCheck.path",),
    "healthcheck-interval-seconds": ("healthCheck.interval",),
    "healthcheck-timeout-seconds": ("healthCheck.timeout",),
    "healthy-threshold-count": ("healthCheck.healthy",),
    "unhealthy-threshold-count": ("healthCheck.unhealthy",),
    "actions": ("listeners.*.rules",),
    "conditions": ("listeners.*.rules",),
}


def _options(prefix: str, options: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    return {
        f"{prefix}{name}": tuple(f"loadBalancers.*.{field}" for field in fields)
        for name, fields in options.items()
    }


OPTIONS: dict[str, tuple[str, ...]] = {
    **{row.key: (row.option,) for row in ANNOTATIONS},
    **_options(SERVICE_PREFIX, _SERVICE),
    **_options(INGRESS_PREFIX, _INGRESS),
    f"{SERVICE_PREFIX}aws-load-balancer-ip-address-type": ("kubernetes.ipFamily",),
    f"{INGRESS_PREFIX}ip-address-type": ("kubernetes.ipFamily",),
    HOST_NAME: ("loadBalancers.*.dns.name",),
}
"""The fields of a spec behind each annotation of the makers that has some, by its whole name."""
