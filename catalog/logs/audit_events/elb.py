"""The events of Elastic Load Balancing."""

from __future__ import annotations

from .event import AuditedType, ChangeEvent, Match, ObjectEvent, identity, objects, options, sets, tags

_ELB = "elasticloadbalancing.amazonaws.com"
_TAGGED_LB = tags("AddTags", "RemoveTags", "tags", "tagKeys")
_TAGGED_ELB = tags("AddTags", "RemoveTags", "tags", "tags")

ELB: dict[str, AuditedType] = {
    "aws_lb": AuditedType(
        _ELB,
        (identity(arn="loadBalancerArn resourceArns"), identity(name="name")),
        (
            *sets("SetSecurityGroups", security_groups="securityGroups"),
            *sets("SetSubnets", subnets="subnets"),
            *sets("SetIpAddressType", ip_address_type="ipAddressType"),
            *_TAGGED_LB,
            *options(
                "ModifyLoadBalancerAttributes",
                enable_deletion_protection="deletion_protection.enabled",
                enable_cross_zone_load_balancing="load_balancing.cross_zone.enabled",
                idle_timeout="idle_timeout.timeout_seconds",
                client_keep_alive="client_keep_alive.seconds",
                enable_http2="routing.http2.enabled",
                desync_mitigation_mode="routing.http.desync_mitigation_mode",
                drop_invalid_header_fields="routing.http.drop_invalid_header_fields.enabled",
                preserve_host_header="routing.http.preserve_host_header.enabled",
                dns_record_client_routing_policy="dns_record.client_routing_policy",
                access_logs__enabled="access_logs.s3.enabled",
                access_logs__bucket="access_logs.s3.bucket",
                access_logs__prefix="access_logs.s3.prefix",
            ),
        ),
        objects("CreateLoadBalancer"),
        objects("DeleteLoadBalancer"),
    ),
    "aws_lb_target_group": AuditedType(
        _ELB,
        (identity(arn="targetGroupArn resourceArns"), identity(name="name")),
        (
            *_TAGGED_LB,
            *sets(
                "ModifyTargetGroup",
                health_check__enabled="healthCheckEnabled",
                health_check__protocol="healthCheckProtocol",
                health_check__port="healthCheckPort",
                health_check__path="healthCheckPath",
                health_check__interval="healthCheckIntervalSeconds",
                health_check__timeout="healthCheckTimeoutSeconds",
                health_check__healthy_threshold="healthyThresholdCount",
                health_check__unhealthy_threshold="unhealthyThresholdCount",
                health_check__matcher="matcher.httpCode",
            ),
            *options(
                "ModifyTargetGroupAttributes",
                deregistration_delay="deregistration_delay.timeout_seconds",
                slow_start="slow_start.duration_seconds",
                preserve_client_ip="preserve_client_ip.enabled",
                proxy_protocol_v2="proxy_protocol_v2.enabled",
                connection_termination="deregistration_delay.connection_termination.enabled",
                load_balancing_cross_zone_enabled="load_balancing.cross_zone.enabled",
                load_balancing_algorithm_type="load_balancing.algorithm.type",
                stickiness__enabled="stickiness.enabled",
                stickiness__type="stickiness.type",
                stickiness__cookie_duration="stickiness.lb_cookie.duration_seconds",
            ),
        ),
        objects("CreateTargetGroup"),
        objects("DeleteTargetGroup"),
    ),
    "aws_lb_listener": AuditedType(
        _ELB,
        (identity(arn="listenerArn resourceArns"),),
        (
            *_TAGGED_LB,
            *sets(
                "ModifyListener",
                port="port",
                protocol="protocol",
                ssl_policy="sslPolicy",
                certificate_arn="certificates.certificateArn",
                default_action__target_group_arn="defaultActions.targetGroupArn",
            ),
        ),
        (ObjectEvent("CreateListener", identity(load_balancer_arn="loadBalancerArn", port="port")),),
        objects("DeleteListener"),
    ),
    "aws_elb": AuditedType(
        _ELB,
        (identity(name="loadBalancerName loadBalancerNames"),),
        (
            *sets(
                "ModifyLoadBalancerAttributes",
                cross_zone_load_balancing="loadBalancerAttributes.crossZoneLoadBalancing.enabled",
                idle_timeout="loadBalancerAttributes.connectionSettings.idleTimeout",
                connection_draining="loadBalancerAttributes.connectionDraining.enabled",
                connection_draining_timeout="loadBalancerAttributes.connectionDraining.timeout",
                access_logs__enabled="loadBalancerAttributes.accessLog.enabled",
                access_logs__bucket="loadBalancerAttributes.accessLog.s3BucketName",
                access_logs__bucket_prefix="loadBalancerAttributes.accessLog.s3BucketPrefix",
                access_logs__interval="loadBalancerAttributes.accessLog.emitInterval",
            ),
            *sets(
                "ConfigureHealthCheck",
                health_check__target="healthCheck.target",
                health_check__interval="healthCheck.interval",
                health_check__timeout="healthCheck.timeout",
                health_check__healthy_threshold="healthCheck.healthyThreshold",
                health_check__unhealthy_threshold="healthCheck.unhealthyThreshold",
            ),
            *sets("ApplySecurityGroupsToLoadBalancer", security_groups="securityGroups"),
            ChangeEvent("AttachLoadBalancerToSubnets", ("subnets",), ("subnets",), Match.ADDED),
            ChangeEvent("DetachLoadBalancerFromSubnets", ("subnets",), ("subnets",), Match.REMOVED),
            *_TAGGED_ELB,
        ),
        objects("CreateLoadBalancer"),
        objects("DeleteLoadBalancer"),
    ),
}
