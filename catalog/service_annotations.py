"""The annotations of Services and Ingresses that make load balancers, and the options of a spec behind them.

Three makers read a Service of type LoadBalancer: the AWS cloud provider of Kubernetes, which runs in the
control plane of every cluster (classic load balancers, and network load balancers of instances), the AWS Load
Balancer Controller, and EKS Auto Mode.

Sources (read 2026-11-30): kubernetes/cloud-provider-aws, `docs/service_controller.md` (the 21 annotations),
`pkg/providers/v1` (`EnsureLoadBalancer`, `buildListener`, `ensureLoadBalancerv2`, `getExpectedHealthCheck`);
AWS Load Balancer Controller, "Service annotations" and "Ingress annotations", `pkg/service`,
`webhooks/core/service_mutator.go`; EKS user guide, "Use Service Annotations to configure Network Load
Balancers" and "Enable EKS Auto Mode on existing EKS clusters" (migration reference).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Maker = Literal["classic", "network", "controller", "auto-mode"]
MAKERS: dict[Maker, str] = {
    "classic": "the cloud provider of Kubernetes",
    "network": "the cloud provider of Kubernetes",
    "controller": "the AWS Load Balancer Controller",
    "auto-mode": "EKS Auto Mode",
}
"""Who makes a load balancer; the first two are the types that the cloud provider makes."""
LOAD_BALANCER_CLASSES: dict[Maker, str] = {
    "controller": "service.k8s.aws/nlb",
    "auto-mode": "eks.amazonaws.com/nlb",
}
"""`spec.loadBalancerClass` of a Service; the cloud provider makes those of Services without one."""
SERVICE_PREFIX = "service.beta.kubernetes.io/"
INGRESS_PREFIX = "alb.ingress.kubernetes.io/"
HOST_NAME = "external-dns.alpha.kubernetes.io/hostname"
"""The annotation from which external-dns makes a record (external-dns, "Annotations", read 2026-11-30)."""
NODE_GROUP_LABEL = "eks.amazonaws.com/nodegroup"
"""The label that EKS sets on the nodes of a managed group (EKS user guide, "Manage node groups")."""
BACKEND_PROTOCOLS: dict[str, dict[str, str]] = {
    "http": {"https": "http", "http": "http"},
    "https": {"https": "https", "tcp": "tcp"},
    "ssl": {"ssl": "ssl", "tcp": "tcp"},
    "tcp": {"ssl": "tcp", "tcp": "tcp"},
}
"""Protocols to the targets by that of the listener, for each backend protocol of a classic load balancer: a
Service has one for all of its ports (`buildListener` and `backendProtocolMapping` of the cloud provider)."""

_OF_NETWORK = "the cloud provider of Kubernetes cannot set it on network load balancers"
_OWN_GROUP = "uses the security groups that are named in place of its own"
REFUSED: dict[Maker, dict[str, str]] = {
    "classic": {"stickiness": "the cloud provider of Kubernetes sets no cookies on classic load balancers"},
    "network": {
        name: f"`{name}`: {_OF_NETWORK}"
        for name in (
            "proxyProtocol",
            "draining",
            "idleTimeout",
            "preserveClientIp",
            "stickiness",
            "deletionProtection",
            "securityGroups.additional",
        )
    },
    "controller": {"securityGroups.additional": f"the AWS Load Balancer Controller {_OWN_GROUP}"},
    "auto-mode": {
        "securityGroups.additional": f"EKS Auto Mode {_OWN_GROUP}",
        "idleTimeout": "EKS Auto Mode cannot set attributes of listeners",
    },
}
"""Options of the type that a maker cannot express, with the message of the finding `wrong-option`."""
FIXED_INTERVAL = "network load balancers write logs every 5 minutes"

ATTRIBUTES = "aws-load-balancer-attributes"
TARGET_ATTRIBUTES = "aws-load-balancer-target-group-attributes"
LISTENER_ATTRIBUTES = "aws-load-balancer-listener-attributes"
"""Followed by protocol and port of the listener: `.TCP-80`."""


@dataclass(frozen=True, slots=True)
class Annotation:
    """One of the 21 annotations of the cloud provider.

    `cells` say how each maker takes the option: an annotation, a field of the Service, or the code and
    message of the finding that refuses it. `terraform` are the arguments of module `elb` for the same option.
    """

    name: str
    option: str
    cells: dict[Maker, str]
    terraform: tuple[str, ...]

    @property
    def key(self) -> str:
        """Return the whole name of the annotation."""
        return f"{SERVICE_PREFIX}{self.name}"


def _row(
    name: str, option: str, terraform: str, network: str = "", controller: str = "", auto: str = ""
) -> Annotation:
    """Return a row; a maker without a cell takes the annotation, Auto Mode what the controller does.

    A mark `-` stands for what the maker refuses.
    """
    full = f"aws-load-balancer-{name}"
    field = option.removeprefix("loadBalancers.*.")
    written: dict[Maker, str] = {
        "classic": full,
        "network": network or full,
        "controller": controller or full,
        "auto-mode": auto or controller or full,
    }
    cells = {
        maker: f"wrong-option: {REFUSED[maker].get(field) or FIXED_INTERVAL}" if cell == "-" else cell
        for maker, cell in written.items()
    }
    return Annotation(full, option, cells, tuple(terraform.split()))


_LOGS, _HEALTH, _LISTENERS = (
    f"loadBalancers.*.{part}" for part in ("accessLogs", "healthCheck", "listeners.*")
)
_CLASS = "spec.loadBalancerClass"

ANNOTATIONS: tuple[Annotation, ...] = (
    _row(
        "access-log-emit-interval",
        f"{_LOGS}.interval",
        "aws_elb.access_logs.interval",
        network="-",
        controller="-",
    ),
    _row(
        "access-log-enabled", _LOGS, "aws_elb.access_logs aws_lb.access_logs.enabled", controller=ATTRIBUTES
    ),
    _row(
        "access-log-s3-bucket-name",
        f"{_LOGS}.bucket",
        "aws_elb.access_logs.bucket aws_lb.access_logs.bucket",
        controller=ATTRIBUTES,
    ),
    _row(
        "access-log-s3-bucket-prefix",
        f"{_LOGS}.prefix",
        "aws_elb.access_logs.bucket_prefix aws_lb.access_logs.prefix",
        controller=ATTRIBUTES,
    ),
    _row("additional-resource-tags", "loadBalancers.*.tags", "aws_elb.tags aws_lb.tags"),
    _row(
        "backend-protocol",
        f"{_LISTENERS}.targetProtocol",
        "aws_elb.listener.instance_protocol aws_lb_target_group.protocol",
    ),
    _row(
        "connection-draining-enabled",
        "loadBalancers.*.draining",
        "aws_elb.connection_draining aws_lb_target_group.deregistration_delay",
        network="-",
        controller=TARGET_ATTRIBUTES,
    ),
    _row(
        "connection-draining-timeout",
        "loadBalancers.*.draining.timeout",
        "aws_elb.connection_draining_timeout aws_lb_target_group.deregistration_delay",
        network=f"wrong-option: {REFUSED['network']['draining']}",
        controller=TARGET_ATTRIBUTES,
    ),
    _row(
        "connection-idle-timeout",
        "loadBalancers.*.idleTimeout",
        "aws_elb.idle_timeout aws_lb_listener.tcp_idle_timeout_seconds",
        network="-",
        controller=LISTENER_ATTRIBUTES,
        auto="-",
    ),
    _row(
        "cross-zone-load-balancing-enabled",
        "loadBalancers.*.crossZone",
        "aws_elb.cross_zone_load_balancing aws_lb.enable_cross_zone_load_balancing",
        controller=ATTRIBUTES,
    ),
    _row(
        "extra-security-groups",
        "loadBalancers.*.securityGroups.additional",
        "aws_elb.security_groups aws_lb.security_groups",
        network="-",
        controller="-",
    ),
    _row(
        "healthcheck-healthy-threshold",
        f"{_HEALTH}.healthy",
        "aws_elb.health_check.healthy_threshold aws_lb_target_group.health_check.healthy_threshold",
    ),
    _row(
        "healthcheck-interval",
        f"{_HEALTH}.interval",
        "aws_elb.health_check.interval aws_lb_target_group.health_check.interval",
    ),
    _row(
        "healthcheck-timeout",
        f"{_HEALTH}.timeout",
        "aws_elb.health_check.timeout aws_lb_target_group.health_check.timeout",
    ),
    _row(
        "healthcheck-unhealthy-threshold",
        f"{_HEALTH}.unhealthy",
        "aws_elb.health_check.unhealthy_threshold aws_lb_target_group.health_check.unhealthy_threshold",
    ),
    _row(
        "internal",
        "loadBalancers.*.scheme",
        "aws_elb.internal aws_lb.internal",
        controller="aws-load-balancer-scheme",
    ),
    _row(
        "proxy-protocol",
        "loadBalancers.*.proxyProtocol",
        "aws_load_balancer_backend_server_policy.instance_port aws_lb_target_group.proxy_protocol_v2",
        network="-",
        controller=TARGET_ATTRIBUTES,
    ),
    _row(
        "ssl-cert",
        f"{_LISTENERS}.certificate",
        "aws_elb.listener.ssl_certificate_id aws_lb_listener.certificate_arn",
    ),
    _row(
        "ssl-negotiation-policy",
        f"{_LISTENERS}.sslPolicy",
        "aws_load_balancer_policy.policy_attribute.value aws_lb_listener.ssl_policy",
    ),
    _row("ssl-ports", f"{_LISTENERS}.protocol", "aws_elb.listener.lb_protocol aws_lb_listener.protocol"),
    _row("type", "loadBalancers.*.type", "aws_lb.load_balancer_type", controller=_CLASS),
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
