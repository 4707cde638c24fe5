"""The three kinds of load balancers and their rules. Protocols are in lower case, as in a spec.

Sources (read 2026-11-24): botocore 1.44.5 models of `elb` and `elbv2`; Elastic Load Balancing user guides
(listeners, target groups, quotas). Not listed: QUIC listeners, Lambda targets, Gateway Load Balancers.
"""

from dataclasses import dataclass
from typing import Literal

from ..limits.arguments import LIMITS

Kind = Literal["network", "application", "classic"]


@dataclass(frozen=True, slots=True)
class Range:
    """Integers from `low` to `high`, inclusive; `default` is the default of AWS."""

    low: int
    high: int
    default: int

    def contains(self, value: int) -> bool:
        """Return whether `value` is in the range."""
        return self.low <= value <= self.high


@dataclass(frozen=True, slots=True)
class LoadBalancerKind:
    """The rules of one kind.

    `targets` maps a listener protocol to its possible target protocols, the default first. Times are in
    seconds. With `cross_zone_fixed`, balancing across zones is always on.
    """

    name: Kind
    targets: dict[str, tuple[str, ...]]
    health_protocols: tuple[str, ...]
    idle_timeout: Range
    draining: Range
    cross_zone_fixed: bool
    proxy_protocol: bool
    default_ssl_policy: str
    health_timeout: int = LIMITS["elbv2.HealthCheckTimeoutSeconds"].high

    @property
    def protocols(self) -> tuple[str, ...]:
        """The listener protocols."""
        return tuple(self.targets)


_POLICY = "ELBSecurityPolicy-TLS13-1-2-2021-06"

KINDS: dict[str, LoadBalancerKind] = {
    "network": LoadBalancerKind(
        name="network",
        targets={
            "tcp": ("tcp", "tcp_udp"),
            "tls": ("tcp", "tls"),
            "udp": ("udp", "tcp_udp"),
            "tcp_udp": ("tcp_udp",),
        },
        health_protocols=("tcp", "http", "https"),
        idle_timeout=Range(60, 6000, 350),
        draining=Range(0, 3600, 300),
        cross_zone_fixed=False,
        proxy_protocol=True,
        default_ssl_policy=_POLICY,
    ),
    "application": LoadBalancerKind(
        name="application",
        targets={"http": ("http", "https"), "https": ("http", "https")},
        health_protocols=("http", "https"),
        idle_timeout=Range(1, 4000, 60),
        draining=Range(0, 3600, 300),
        cross_zone_fixed=True,
        proxy_protocol=False,
        default_ssl_policy=_POLICY,
    ),
    "classic": LoadBalancerKind(
        name="classic",
        targets={
            "tcp": ("tcp", "ssl"),
            "ssl": ("tcp", "ssl"),
            "http": ("http", "https"),
            "https": ("http", "https"),
        },
        health_protocols=("tcp", "ssl", "http", "https"),
        idle_timeout=Range(1, 4000, 60),  # the user guide and Terraform; the API model says 3600
        draining=Range(1, 3600, 300),
        cross_zone_fixed=False,
        proxy_protocol=True,
        default_ssl_policy="ELBSecurityPolicy-TLS-1-2-2017-01",
        health_timeout=LIMITS["elb.HealthCheckTimeout"].high,
    ),
}
"""The kinds by their `type` in a spec."""

CERTIFICATE_PROTOCOLS: frozenset[str] = frozenset({"https", "ssl", "tls"})
"""Listener protocols that terminate TLS and so need a certificate."""

PATH_PROTOCOLS: frozenset[str] = frozenset({"http", "https"})
"""Health check protocols with a path."""

CLASSIC_LOG_INTERVALS: dict[str, int] = {"5m": 5, "60m": 60}
"""Minutes between two access logs of a classic load balancer (elb API reference, AccessLog, read 2026-11-30);
the other kinds write every 5 minutes."""
DEFAULT_CLASSIC_LOG_INTERVAL = "60m"

LOG_WRITERS: dict[str, str] = {
    "af-south-1": "098369216593",
    "ap-east-1": "754344448648",
    "ap-northeast-1": "582318560864",
    "ap-northeast-2": "600734575887",
    "ap-northeast-3": "383597477331",
    "ap-south-1": "718504428378",
    "ap-southeast-1": "114774131450",
    "ap-southeast-2": "783225319266",
    "ap-southeast-3": "589379963580",
    "ca-central-1": "985666609251",
    "cn-north-1": "638102146993",
    "cn-northwest-1": "037604701340",
    "eu-central-1": "054676820928",
    "eu-north-1": "897822967062",
    "eu-south-1": "635631232127",
    "eu-west-1": "156460612806",
    "eu-west-2": "652711504416",
    "eu-west-3": "009996457667",
    "me-south-1": "076674570225",
    "sa-east-1": "507241528517",
    "us-east-1": "127311923021",
    "us-east-2": "033677994240",
    "us-gov-east-1": "190560391635",
    "us-gov-west-1": "048591011584",
    "us-west-1": "027434742980",
    "us-west-2": "797873946194",
}
"""Accounts of Elastic Load Balancing that write the access logs of application and classic load balancers, by
region. In regions newer than August 2022 the service `logdelivery.elasticloadbalancing.amazonaws.com` writes,
and for network load balancers `delivery.logs.amazonaws.com` everywhere. Sources (read 2026-11-30):
Application and Classic Load Balancer user guides, "Enable access logs"; Network Load Balancer user guide,
"Access logs"; terraform-provider-aws, data source `aws_elb_service_account`."""
