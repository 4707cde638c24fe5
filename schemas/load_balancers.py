"""`loadBalancers`: load balancers in front of node groups."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from .base import CertificateArn, Cidr, Later, Model, Name, Port, Tags, only

Protocol = Literal["tcp", "tls", "udp", "tcp-udp", "http", "https", "ssl"]


class Targets(Model):
    """What receives the traffic."""

    node_groups: tuple[Name, ...] = Field(
        min_length=1, description="Node groups whose instances are the targets."
    )
    service: Later = None
    port: Later = None


class Listener(Model):
    """A port that the load balancer listens on."""

    port: Port = Field(description="Port of the load balancer.")
    protocol: Protocol = Field(description="Protocol of the listener; which ones depends on the type.")
    certificate: CertificateArn | None = Field(
        None, description="Certificate; required for tls, https and ssl."
    )
    ssl_policy: str | None = Field(
        None,
        description="TLS policy; default a TLS 1.3 policy.",
        examples=["ELBSecurityPolicy-TLS13-1-2-2021-06"],
    )
    target_port: Port | None = Field(None, description="NodePort on the instances.")
    target_protocol: Protocol | None = Field(
        None, description="Protocol towards the targets; default follows from the listener."
    )
    redirect: Literal["https"] | None = Field(
        None, description="Answer with a redirect to HTTPS; application only."
    )
    rules: Later = None


class HealthCheck(Model):
    """When a target counts as healthy."""

    protocol: Literal["tcp", "http", "https", "ssl"] = Field("tcp", description="Protocol of the check.")
    port: Port | None = Field(None, description="Port of the check; default the target port.")
    path: str | None = Field(
        None, description="Path of an http or https check; default `/`.", pattern=r"^/\S*$"
    )
    interval: int = Field(10, ge=5, le=300, description="Seconds between checks.")
    timeout: int = Field(5, ge=2, le=120, description="Seconds until a check fails.")
    healthy: int = Field(3, ge=2, le=10, description="Good checks until healthy.")
    unhealthy: int = Field(3, ge=2, le=10, description="Bad checks until unhealthy.")


class Draining(Model):
    """What happens to open connections of a target that goes away."""

    enabled: bool = Field(True, description="Let open connections finish.")
    timeout: int = Field(60, ge=1, le=3600, description="Seconds they get.")


class LoadBalancerSecurityGroups(Model):
    """Who may reach the load balancer."""

    sources: tuple[Cidr, ...] | None = Field(
        None,
        alias="from",
        min_length=1,
        description="Ranges that may connect; default everyone if internet-facing, else the network.",
    )
    additional: Later = None


class LoadBalancer(Model):
    """One load balancer."""

    type: Literal["network", "application", "classic"] = Field(
        description="Network (NLB), application (ALB) or classic (ELB)."
    )
    managed_by: Annotated[Literal["terraform", "kubernetes"], only("terraform")] = Field(
        "terraform", description="Who makes the load balancer."
    )
    scheme: Literal["internet-facing", "internal"] = Field("internal", description="Which side it faces.")
    targets: Targets = Field(description="What receives the traffic.")
    listeners: tuple[Listener, ...] = Field(min_length=1, max_length=50, description="Listeners.")
    health_check: HealthCheck = Field(HealthCheck(), description="Health check of the targets.")
    cross_zone: bool = Field(True, description="Spread over the targets of all zones.")
    draining: Draining = Field(Draining(), description="Connection draining.")
    idle_timeout: int | None = Field(
        None,
        ge=1,
        le=6000,
        description="Seconds until an idle connection is closed; default 60, for network load balancers 350.",
    )
    proxy_protocol: bool = Field(
        False, description="Send the client address in a PROXY header; network and classic."
    )
    preserve_client_ip: bool = Field(True, description="Targets see the client's address; network only.")
    security_groups: LoadBalancerSecurityGroups = Field(
        default_factory=LoadBalancerSecurityGroups, description="Who may connect."
    )
    deletion_protection: bool = Field(False, description="Refuse to delete it; network and application.")
    tags: Tags = Field(default_factory=dict, description="Tags besides `metadata.tags`.")
    stickiness: Later = None
    access_logs: Later = None
    waf: Later = None
    dns: Later = None
    service: Later = None
