"""Elastic Load Balancing: load balancers, listeners, target groups.

Source of the secrets: `terraform providers schema -json` of hashicorp/aws 5.100.0, 2026-11-24.
"""

from __future__ import annotations

from ..resource_type import (
    GENERAL,
    MISSING,
    OFF,
    Attribute,
    Noun,
    ResourceType,
    high_severity,
    medium_severity,
)
from ..risk import Risk

_LOAD_BALANCER = (
    Attribute("access_logs.enabled", (high_severity(Risk.AUDIT, "requests are no longer logged", OFF),)),
    Attribute("security_groups", (high_severity(Risk.REACH, "security groups decide who reaches it"),)),
    Attribute("internal", (high_severity(Risk.OPEN_NETWORK, "it decides whether the internet reaches it"),)),
    Attribute("enable_deletion_protection", (medium_severity("the load balancer can be deleted", OFF),)),
)
"""Attributes that both kinds of load balancer have."""

ELB: tuple[ResourceType, ...] = (
    ResourceType(
        "aws_elb",
        Noun("classic load balancer", "classic load balancers"),
        severity=GENERAL,
        attributes=(
            *_LOAD_BALANCER,
            Attribute("instances", changed_by="nodes come and go"),
        ),
        subject=True,
    ),
    ResourceType(
        "aws_lb",
        Noun("load balancer", "load balancers"),
        severity=GENERAL,
        attributes=(
            *_LOAD_BALANCER,
            Attribute("subnet_mapping", changed_by="the load balancer tells its addresses"),
        ),
        subject=True,
    ),
    ResourceType(
        "aws_lb_listener",
        Noun("listener", "listeners", ("port",), joined=" on "),
        severity=(high_severity(Risk.LOSS, "nobody answers there any more", MISSING),),
        attributes=(
            Attribute("ssl_policy", (high_severity(Risk.DATA, "it decides which ciphers clients may use"),)),
            Attribute("certificate_arn", (high_severity(Risk.DATA, "clients see another certificate"),)),
            Attribute("protocol", (high_severity(Risk.DATA, "it decides whether traffic is encrypted"),)),
            Attribute("default_action", (high_severity(Risk.REACH, "it decides where traffic goes"),)),
            Attribute("default_action.authenticate_oidc.client_secret", secret=True),
        ),
    ),
    ResourceType(
        "aws_lb_listener_certificate",
        Noun("certificate of a listener", "certificates of listeners", ("certificate_arn",)),
        severity=(high_severity(Risk.LOSS, "clients of its hosts see another certificate", MISSING),),
    ),
    ResourceType(
        "aws_lb_listener_rule",
        Noun("listener rule", "listener rules", ("priority",)),
        severity=(high_severity(Risk.LOSS, "requests go elsewhere", MISSING),),
        attributes=(
            Attribute("condition", (high_severity(Risk.REACH, "it decides which requests go there"),)),
            Attribute("action.authenticate_oidc.client_secret", secret=True),
            Attribute("action", (high_severity(Risk.REACH, "it decides where requests go"),)),
            Attribute("priority", (medium_severity("it decides which rule is tried first"),)),
        ),
    ),
    ResourceType(
        "aws_lb_target_group",
        Noun("target group", "target groups"),
        severity=GENERAL,
        attributes=(Attribute("load_balancer_arns", changed_by="listeners send traffic to it"),),
    ),
    ResourceType(
        "aws_load_balancer_backend_server_policy",
        Noun("backend policy", "backend policies", ("instance_port",)),
        severity=GENERAL,
    ),
    ResourceType(
        "aws_load_balancer_listener_policy",
        Noun("listener policy", "listener policies", ("load_balancer_port",)),
        severity=GENERAL,
    ),
    ResourceType(
        "aws_load_balancer_policy",
        Noun("load balancer policy", "load balancer policies", ("policy_name",)),
        severity=(
            high_severity(Risk.LOSS, "nobody answers there any more", MISSING),
            high_severity(Risk.DATA, "it decides which ciphers clients may use"),
        ),
    ),
    ResourceType(
        "aws_wafv2_web_acl_association",
        Noun("web ACL association", "web ACL associations", ("web_acl_arn",)),
        severity=(
            high_severity(Risk.REACH, "requests are no longer checked", MISSING),
            high_severity(Risk.REACH, "it decides which requests are let in"),
        ),
    ),
    ResourceType(
        "aws_proxy_protocol_policy",
        Noun("proxy protocol policy", "proxy protocol policies", ("load_balancer",)),
        severity=GENERAL,
    ),
)
