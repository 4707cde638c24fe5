# One description, two generations of API: network and application load balancers here, the classic one
# in classic.tf. The kind decides which resources exist.

locals {
  # A redirecting listener has nothing behind it.
  forwarding = { for key, listener in var.listeners : key => listener if !listener.redirect_https }
}

resource "aws_lb" "this" {
  # checkov:skip=CKV_AWS_91:Access logs need a bucket that the user names; the module does not invent one.
  # checkov:skip=CKV_AWS_150:Deletion protection is a variable; a cluster has to be destroyable by default.
  # checkov:skip=CKV_AWS_152:Cross-zone balancing is a variable, because it costs traffic between zones.
  # checkov:skip=CKV2_AWS_28:A web ACL is a thing of its own, attached by its owner.
  for_each = toset(var.kind == "classic" ? [] : ["this"])

  name               = var.name
  load_balancer_type = var.kind
  internal           = var.internal
  subnets            = var.subnet_ids
  ip_address_type    = var.ip_family == "ipv6" ? "dualstack" : null

  # Given at creation: a network load balancer that was born without a group can never get one.
  security_groups = [aws_security_group.this.id]

  # Application: always on, and AWS answers true whatever is asked.
  enable_cross_zone_load_balancing = var.kind == "application" ? true : var.cross_zone
  enable_deletion_protection       = var.deletion_protection

  # The provider leaves these two out for a network load balancer.
  drop_invalid_header_fields = true
  idle_timeout               = var.idle_timeout

  tags = merge(var.tags, { Name = var.name })

  # Traffic is let through before the first listener answers.
  depends_on = [
    aws_vpc_security_group_ingress_rule.clients,
    aws_vpc_security_group_ingress_rule.vpc_ipv6,
    aws_vpc_security_group_egress_rule.nodes,
  ]
}

resource "aws_lb_listener" "this" {
  # checkov:skip=CKV_AWS_2:Whether a listener speaks HTTP is the user's decision; the compiler warns.
  # checkov:skip=CKV_AWS_103:TLS listeners get a policy from TLS 1.2 on unless the user names another.
  for_each = var.kind == "classic" ? {} : var.listeners

  load_balancer_arn = aws_lb.this["this"].arn
  port              = each.value.port
  protocol          = each.value.protocol
  certificate_arn   = each.value.certificate_arn
  # AWS's own default still accepts TLS 1.0.
  ssl_policy = contains(["TLS", "HTTPS"], each.value.protocol) ? coalesce(each.value.ssl_policy, "ELBSecurityPolicy-TLS13-1-2-2021-06") : null

  tcp_idle_timeout_seconds = each.value.protocol == "TCP" ? var.idle_timeout : null

  default_action {
    type             = each.value.redirect_https ? "redirect" : "forward"
    target_group_arn = each.value.redirect_https ? null : aws_lb_target_group.this[each.key].arn

    dynamic "redirect" {
      for_each = toset(each.value.redirect_https ? ["https"] : [])

      content {
        protocol    = "HTTPS"
        port        = min([for listener in var.listeners : listener.port if listener.protocol == "HTTPS"]...)
        status_code = "HTTP_301"
      }
    }
  }

  tags = merge(var.tags, { Name = "${var.name}-${each.key}" })
}

resource "aws_lb_target_group" "this" {
  for_each = var.kind == "classic" ? {} : local.forwarding

  name        = each.value.target_group_name
  vpc_id      = var.vpc_id
  target_type = "instance"
  # In an IPv6 cluster NodePorts answer on IPv6 addresses only.
  ip_address_type = var.ip_family == "ipv6" ? "ipv6" : null
  port            = each.value.target_port
  protocol        = each.value.target_protocol

  deregistration_delay = var.draining.enabled ? var.draining.timeout : 0
  proxy_protocol_v2    = var.proxy_protocol
  # Known to TCP and TLS only: UDP always keeps the client's address and refuses the attribute.
  preserve_client_ip = contains(["TCP", "TLS"], each.value.target_protocol) ? var.preserve_client_ip : null

  health_check {
    enabled             = true
    protocol            = var.health_check.protocol
    port                = var.health_check.port
    path                = var.health_check.path
    interval            = var.health_check.interval
    timeout             = var.health_check.timeout
    healthy_threshold   = var.health_check.healthy
    unhealthy_threshold = var.health_check.unhealthy
  }

  tags = merge(var.tags, { Name = each.value.target_group_name })

  lifecycle {
    # A listener must never be left without a target group; the name changes with what forces a new one.
    create_before_destroy = true
  }
}

resource "aws_autoscaling_attachment" "target_group" {
  # checkov:skip=CKV2_AWS_15:The group belongs to EKS, which replaces nodes by their state in Kubernetes.
  for_each = var.kind == "classic" ? {} : merge([
    for key in keys(local.forwarding) : {
      for group, name in var.targets : "${key}/${group}" => { listener = key, autoscaling_group_name = name }
    }
  ]...)

  autoscaling_group_name = each.value.autoscaling_group_name
  lb_target_group_arn    = aws_lb_target_group.this[each.value.listener].arn

  lifecycle {
    # A node group that is replaced takes traffic before the old one stops taking it.
    create_before_destroy = true
  }
}
