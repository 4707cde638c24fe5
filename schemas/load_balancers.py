"""`loadBalancers`: load balancers in front of node groups."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from ..catalog.limits import LISTENERS_PER_LOAD_BALANCER
from ..catalog.limits.arguments import LIMITS
from .base import CertificateArn, Later, Model, Name, Port, Tags, matching, only, within
from .values import OrNone, Present, Source

Protocol = Literal["tcp", "tls", "udp", "tcp-udp", "http", "https", "ssl"]
HealthCheckPath = Annotated[
    str,
    matching(
        r"/\S*", "invalid-value", "a path", "a path begins with `/` and has no spaces, such as /healthz"
    ),
]


class Targets(Model):
    """Targets of the load balancer."""

    node_groups: tuple[Name, ...] = Field(
        min_length=1,
        description="Node groups whose instances receive the traffic.",
        examples=[["web"]],
    )
    service: Later = None
    port: Later = None


class Listener(Model):
    """A port that the load balancer listens on."""

    port: Port = Field(description="Port of the load balancer.")
    protocol: Protocol = Field(
        description="Protocol of the listener; the supported protocols depend on the type."
    )
    certificate: CertificateArn | None = Field(
        None, description="ARN of the certificate; required for tls, https and ssl."
    )
    ssl_policy: str | None = Field(
        None,
        description="TLS policy. Default: a TLS 1.3 policy.",
        examples=["ELBSecurityPolicy-TLS13-1-2-2021-06"],
    )
    target_port: Port | None = Field(None, description="NodePort of the Service on the instances.")
    target_protocol: Protocol | None = Field(
        None, description="Protocol to the targets. Default: derived from the protocol of the listener."
    )
    redirect: Literal["https"] | None = Field(
        None, description="Redirect to HTTPS; application load balancers only."
    )
    rules: Later = None


class HealthCheck(Model):
    """Settings of the health check."""

    protocol: Literal["tcp", "http", "https", "ssl"] | None = Field(
        None,
        description="Protocol of the health check. Default: that of the targets of the lowest listener port "
        "if the type is application, else tcp.",
    )
    port: Port | None = Field(
        None,
        description="Port of the health check. Default: the target port of the lowest listener port whose "
        "targets answer to TCP.",
    )
    path: HealthCheckPath | None = Field(
        None,
        description="Path of an http or https health check. Default: `/`.",
        max_length=LIMITS["elbv2.Path"].high,
    )
    interval: Annotated[int, within("elbv2.HealthCheckIntervalSeconds")] | None = Field(
        None, description="Seconds between checks. Default: 10, or 5 more than a longer `timeout`."
    )
    timeout: Annotated[int, within("elbv2.HealthCheckTimeoutSeconds")] | None = Field(
        None,
        description="Seconds until a check times out; at most 60 for classic load balancers. Default: 5, or "
        "one less than a shorter `interval`.",
    )
    healthy: Annotated[int, within("elbv2.HealthCheckThresholdCount")] = Field(
        3, description="Successful checks until a target is healthy."
    )
    unhealthy: Annotated[int, within("elbv2.HealthCheckThresholdCount")] = Field(
        3, description="Failed checks until a target is unhealthy."
    )


class Draining(Model):
    """Handling of open connections when a target is removed."""

    timeout: int = Field(60, ge=1, le=3600, description="Seconds until open connections are closed.")


class LoadBalancerSecurityGroups(Model):
    """Access to the load balancer over the network."""

    sources: tuple[Source, ...] | None = Field(
        None,
        alias="from",
        min_length=1,
        description="CIDR blocks, security groups and prefix lists that may connect. Default: all if "
        "internet-facing, else the network.",
    )
    additional: Later = None


class LoadBalancer(Model):
    """A load balancer."""

    type: Literal["network", "application", "classic"] = Field(
        description="Type: network (NLB), application (ALB) or classic (ELB)."
    )
    managed_by: Annotated[Literal["terraform", "kubernetes"], only("terraform")] = Field(
        "terraform", description="Who manages the load balancer."
    )
    scheme: Literal["internet-facing", "internal"] = Field(
        "internal", description="Whether it has public or private addresses."
    )
    targets: Targets = Field(description="Targets of the load balancer.")
    listeners: tuple[Listener, ...] = Field(
        min_length=1, max_length=LISTENERS_PER_LOAD_BALANCER, description="Listeners."
    )
    health_check: HealthCheck = Field(HealthCheck(), description="Health check of the targets.")
    cross_zone: bool | None = Field(
        None,
        description="Balance across the targets of all zones. Default as in AWS: true for application, else "
        "false.",
    )
    draining: OrNone[Draining] = Field(
        Draining(), description="Connection draining; none closes open connections at once."
    )
    idle_timeout: int | None = Field(
        None,
        ge=1,
        le=6000,
        description="Seconds until an idle connection is closed. Default: 60; network load balancers 350.",
    )
    proxy_protocol: Present | None = Field(
        None, description="`{}`: send the client address in a PROXY header; network and classic only."
    )
    preserve_client_ip: bool | None = Field(
        None,
        description="Preserve the client address for the targets; network only, and always so for UDP. "
        "Default: true.",
    )
    security_groups: LoadBalancerSecurityGroups = Field(
        default_factory=LoadBalancerSecurityGroups, description="Access to the load balancer."
    )
    deletion_protection: Present | None = Field(
        None, description="`{}`: prevent deletion; network and application only."
    )
    tags: Tags = Field(default_factory=dict, description="Tags in addition to `metadata.tags`.")
    stickiness: Later = None
    access_logs: Later = None
    waf: Later = None
    dns: Later = None
    service: Later = None
