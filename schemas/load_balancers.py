"""`loadBalancers`: load balancers in front of node groups."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from ..catalog.limits import (
    LISTENERS_PER_LOAD_BALANCER,
    SECURITY_GROUPS_PER_LOAD_BALANCER,
)
from ..catalog.limits.arguments import LIMITS
from .base import (
    ArnOf,
    Model,
    Name,
    Port,
    Tags,
    ZoneName,
    arn_of,
    aws_id,
    matching,
    within,
)
from .listeners import Listener, ServicePort, ServiceReference
from .load_balancer_parts import AccessLogs, DnsRecord, KubernetesService, Stickiness
from .values import OrNone, Present, Source

HealthCheckPath = Annotated[
    str,
    matching(
        r"/\S*", "invalid-value", "a path", "a path begins with `/` and has no spaces, such as /healthz"
    ),
]
SecurityGroupId = Annotated[str, aws_id("sg", "a security group"), Field(examples=["sg-0123456789abcdef0"])]
WebAclArn = Annotated[
    str,
    arn_of(
        "a regional web ACL",
        ArnOf(
            "wafv2",
            "[a-z]{2,4}(-[a-z]+)+-[0-9]",
            "[0-9]{12}",
            r"regional/webacl/[A-Za-z0-9_-]{1,128}/[0-9a-f-]{1,36}",
            "arn:aws:wafv2:us-west-2:111122223333:regional/webacl/web/11111111-2222-3333-4444-555555555555",
        ),
        help="an ACL of CloudFront (`global`) cannot protect a load balancer",
    ),
]


class Targets(Model):
    """Targets of the load balancer: instances of node groups, or the pods of a Service."""

    node_groups: tuple[Name, ...] | None = Field(
        None,
        min_length=1,
        description="Node groups whose instances receive the traffic; of an Ingress, through NodePorts "
        "of the `service` beside it.",
        examples=[["web"]],
    )
    service: ServiceReference | None = Field(
        None,
        description="A Service whose pods receive the traffic, registered by the AWS Load Balancer "
        "Controller.",
    )
    port: ServicePort | None = Field(
        None, description="Port of the `service`: a number or a name.", examples=["http"]
    )


class BalancerSubnets(Model):
    """Where the load balancer stands."""

    zones: tuple[ZoneName, ...] = Field(
        min_length=1, description="Zones in whose subnets it stands. Default: the zones of the network."
    )


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
        "internet-facing, else all ranges of the network.",
    )
    additional: tuple[SecurityGroupId, ...] = Field(
        (),
        max_length=SECURITY_GROUPS_PER_LOAD_BALANCER - 1,
        description="Security groups that it has besides its own.",
    )


class LoadBalancer(Model):
    """A load balancer."""

    type: Literal["network", "application", "classic"] = Field(
        description="Type: network (NLB), application (ALB) or classic (ELB)."
    )
    managed_by: Literal["terraform", "kubernetes"] = Field(
        "terraform",
        description="Who makes the load balancer: Terraform, or a controller of the cluster that reads "
        "objects in `manifests/`.",
    )
    scheme: Literal["internet-facing", "internal"] = Field(
        "internal", description="Whether it has public or private addresses."
    )
    subnets: BalancerSubnets | None = Field(
        None, description="Where it stands. Default: the private or public subnets of all zones, by `scheme`."
    )
    targets: Targets = Field(Targets(), description="Targets of the load balancer.")
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
    stickiness: Stickiness | None = Field(
        None, description="`{}`: send a client to the same target again, as far as the type can."
    )
    access_logs: AccessLogs | None = Field(None, description="`{}`: log requests in an S3 bucket.")
    waf: WebAclArn | None = Field(
        None, description="ARN of the regional web ACL of AWS WAF that protects it; application only."
    )
    dns: DnsRecord | None = Field(None, description="Alias record that leads to it.")
    service: KubernetesService | None = Field(None, description="The Service, with `managedBy: kubernetes`.")
