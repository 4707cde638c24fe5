# What stands behind listeners and rules: instances of node groups, attached through their Auto Scaling groups,
# or pods, which the AWS Load Balancer Controller registers.

locals {
  cookie_seconds = try(coalesce(var.stickiness.duration, 86400), 86400)
}

resource "aws_lb_target_group" "this" {
  for_each = var.target_groups

  name        = each.value.name
  vpc_id      = var.vpc_id
  target_type = each.value.target_type
  # In an IPv6 cluster NodePorts and pods answer on IPv6 addresses only.
  ip_address_type = var.ip_family == "ipv6" ? "ipv6" : null
  port            = each.value.port
  protocol        = each.value.protocol

  deregistration_delay = var.draining.enabled ? var.draining.timeout : 0
  proxy_protocol_v2    = var.proxy_protocol
  # Known to TCP and TLS only: UDP always keeps the client's address and refuses the attribute.
  preserve_client_ip = contains(["TCP", "TLS"], each.value.protocol) ? var.preserve_client_ip : null

  health_check {
    enabled             = true
    protocol            = each.value.health_check_protocol
    port                = each.value.health_check_port
    path                = contains(["HTTP", "HTTPS"], each.value.health_check_protocol) ? coalesce(var.health_check.path, "/") : null
    interval            = var.health_check.interval
    timeout             = var.health_check.timeout
    healthy_threshold   = var.health_check.healthy
    unhealthy_threshold = var.health_check.unhealthy
  }

  # Always there, for the provider keeps what a block said that disappears. On a network load balancer, neither
  # targets nor listeners with TLS have stickiness.
  dynamic "stickiness" {
    for_each = toset(each.value.protocol == "TLS" ? [] : ["this"])

    content {
      enabled         = var.stickiness != null && (var.kind != "network" || try(var.listeners[each.key].protocol, "TLS") != "TLS")
      type            = var.kind == "network" ? "source_ip" : try(var.stickiness.cookie, null) == null ? "lb_cookie" : "app_cookie"
      cookie_name     = try(var.stickiness.cookie, null)
      cookie_duration = var.kind == "network" ? null : local.cookie_seconds
    }
  }

  tags = merge(var.tags, { Name = each.value.name })

  lifecycle {
    # A listener must never be left without a target group; the name changes with what forces a new one.
    create_before_destroy = true
  }
}

resource "aws_autoscaling_attachment" "target_group" {
  # checkov:skip=CKV2_AWS_15:The group belongs to EKS, which replaces nodes by their state in Kubernetes.
  for_each = merge([
    for key, target_group in var.target_groups : {
      for group in target_group.node_groups : "${key}/${group}" => { target_group = key, autoscaling_group_name = var.targets[group] }
    }
  ]...)

  autoscaling_group_name = each.value.autoscaling_group_name
  lb_target_group_arn    = aws_lb_target_group.this[each.value.target_group].arn

  lifecycle {
    # A node group that is replaced takes traffic before the old one stops taking it.
    create_before_destroy = true
  }
}
