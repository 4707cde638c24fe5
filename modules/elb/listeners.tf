# Listeners of network and application load balancers, with the certificates that they choose among.

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

  # A target group gets its instances before requests, and one that is replaced keeps them until then.
  depends_on = [aws_autoscaling_attachment.target_group]
}

resource "aws_lb_listener_certificate" "this" {
  for_each = merge([
    for key, listener in var.listeners : {
      for arn in listener.additional_certificate_arns : "${key}/${arn}" => { listener = key, certificate_arn = arn }
    } if var.kind != "classic"
  ]...)

  listener_arn    = aws_lb_listener.this[each.value.listener].arn
  certificate_arn = each.value.certificate_arn
}
