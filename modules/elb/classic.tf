# The classic load balancer.

resource "aws_elb" "this" {
  # checkov:skip=CKV_AWS_92:Access logs are a variable, because somebody pays for their bucket.
  # checkov:skip=CKV_AWS_138:Cross-zone balancing is a variable, because it costs traffic between zones.
  for_each = toset(var.kind == "classic" ? ["this"] : [])

  name            = var.name
  internal        = var.internal
  subnets         = var.subnet_ids
  security_groups = concat([aws_security_group.this.id], tolist(var.additional_security_group_ids))

  cross_zone_load_balancing   = var.cross_zone
  connection_draining         = var.draining.enabled
  connection_draining_timeout = var.draining.timeout
  idle_timeout                = var.idle_timeout

  dynamic "listener" {
    for_each = var.listeners

    # AWS answers in lower case.
    content {
      lb_port            = listener.value.port
      lb_protocol        = lower(listener.value.protocol)
      instance_port      = listener.value.target_port
      instance_protocol  = lower(listener.value.target_protocol)
      ssl_certificate_id = listener.value.certificate_arn
    }
  }

  health_check {
    target              = "${var.health_check.protocol}:${var.health_check.port}${var.health_check.path == null ? "" : var.health_check.path}"
    interval            = var.health_check.interval
    timeout             = var.health_check.timeout
    healthy_threshold   = var.health_check.healthy
    unhealthy_threshold = var.health_check.unhealthy
  }

  dynamic "access_logs" {
    for_each = var.access_logs[*]

    content {
      bucket        = local.log_bucket
      bucket_prefix = access_logs.value.prefix
      interval      = access_logs.value.interval
    }
  }

  tags = merge(var.tags, { Name = var.name })

  # Traffic is let through before the first listener answers.
  depends_on = [
    aws_vpc_security_group_ingress_rule.clients,
    aws_vpc_security_group_egress_rule.nodes,
  ]
}

resource "aws_autoscaling_attachment" "classic" {
  # checkov:skip=CKV2_AWS_15:The group belongs to EKS, which replaces nodes by their state in Kubernetes.
  for_each = var.kind == "classic" ? var.targets : {}

  autoscaling_group_name = each.value
  elb                    = aws_elb.this["this"].name
}

# --- TLS ---------------------------------------------------------------------------------------------

resource "aws_load_balancer_policy" "tls" {
  for_each = { for key, listener in var.listeners : key => listener if var.kind == "classic" && contains(["HTTPS", "SSL"], listener.protocol) }

  load_balancer_name = aws_elb.this["this"].name
  policy_name        = "tls-${each.key}"
  policy_type_name   = "SSLNegotiationPolicyType"

  policy_attribute {
    name = "Reference-Security-Policy"
    # AWS's own default still accepts TLS 1.0.
    value = coalesce(each.value.ssl_policy, "ELBSecurityPolicy-TLS-1-2-2017-01")
  }
}

# --- Stickiness --------------------------------------------------------------------------------------

resource "aws_load_balancer_policy" "stickiness" {
  for_each = toset(var.kind == "classic" && var.stickiness != null ? ["this"] : [])

  load_balancer_name = aws_elb.this["this"].name
  policy_name        = "stickiness"
  policy_type_name   = try(var.stickiness.cookie, null) == null ? "LBCookieStickinessPolicyType" : "AppCookieStickinessPolicyType"

  # Without a duration, a cookie of the load balancer lasts as long as the browser.
  dynamic "policy_attribute" {
    for_each = { for name, value in { CookieName = try(var.stickiness.cookie, null), CookieExpirationPeriod = try(var.stickiness.duration, null) } : name => value if value != null }

    content {
      name  = policy_attribute.key
      value = policy_attribute.value
    }
  }
}

# --- Policies of listeners, of which AWS keeps one list a port ----------------------------------------

resource "aws_load_balancer_listener_policy" "this" {
  for_each = { for key, listener in var.listeners : key => listener if var.kind == "classic" && (contains(["HTTPS", "SSL"], listener.protocol) || (listener.protocol == "HTTP" && var.stickiness != null)) }

  load_balancer_name = aws_elb.this["this"].name
  load_balancer_port = each.value.port
  policy_names = concat(
    [for key, policy in aws_load_balancer_policy.tls : policy.policy_name if key == each.key],
    [for policy in aws_load_balancer_policy.stickiness : policy.policy_name if each.value.protocol != "SSL"],
  )

  # A changed listener is a new one to AWS, and starts with AWS's default policy. Spelled as it always was.
  triggers = {
    listener = jsonencode(merge(
      { for name, value in each.value : name => value if name != "additional_certificate_arns" },
      { target_group_name = null },
    ))
  }
}

moved {
  from = aws_load_balancer_listener_policy.tls
  to   = aws_load_balancer_listener_policy.this
}

# --- PROXY protocol ----------------------------------------------------------------------------------

resource "aws_load_balancer_policy" "proxy_protocol" {
  for_each = toset(var.kind == "classic" && var.proxy_protocol ? ["this"] : [])

  load_balancer_name = aws_elb.this["this"].name
  policy_name        = "proxy-protocol"
  policy_type_name   = "ProxyProtocolPolicyType"

  policy_attribute {
    name  = "ProxyProtocol"
    value = "true"
  }
}

resource "aws_load_balancer_backend_server_policy" "proxy_protocol" {
  # By port and not by listener: two listeners may share one, and the policy is the port's.
  for_each = toset(var.kind == "classic" && var.proxy_protocol ? [for listener in var.listeners : tostring(listener.target_port)] : [])

  load_balancer_name = aws_elb.this["this"].name
  instance_port      = each.key
  policy_names       = [aws_load_balancer_policy.proxy_protocol["this"].policy_name]
}
