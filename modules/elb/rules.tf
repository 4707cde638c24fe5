# Rules of listeners of application load balancers. A rule is keyed by the port of its listener and its
# priority, of which AWS has one each: a rule that is added or removed touches no other.

resource "aws_lb_listener_rule" "this" {
  for_each = var.rules

  listener_arn = aws_lb_listener.this[tostring(each.value.listener_port)].arn
  priority     = each.value.priority

  action {
    type             = "forward"
    target_group_arn = length(each.value.targets) == 1 ? aws_lb_target_group.this[one(keys(each.value.targets))].arn : null

    dynamic "forward" {
      for_each = toset(length(each.value.targets) == 1 ? [] : ["this"])

      content {
        dynamic "target_group" {
          for_each = each.value.targets

          content {
            arn    = aws_lb_target_group.this[target_group.key].arn
            weight = target_group.value
          }
        }

        # A client that stays with a target stays with its group first. Without a block it is off, and AWS has
        # no duration for it.
        dynamic "stickiness" {
          for_each = var.stickiness[*]

          content {
            enabled  = true
            duration = local.cookie_seconds
          }
        }
      }
    }
  }

  dynamic "condition" {
    for_each = toset(length(each.value.hosts) == 0 ? [] : ["this"])

    content {
      host_header {
        values = each.value.hosts
      }
    }
  }

  dynamic "condition" {
    for_each = toset(length(each.value.paths) == 0 ? [] : ["this"])

    content {
      path_pattern {
        values = each.value.paths
      }
    }
  }

  dynamic "condition" {
    for_each = each.value.headers

    content {
      http_header {
        http_header_name = condition.key
        values           = condition.value
      }
    }
  }

  tags = merge(var.tags, { Name = "${var.name}-${each.key}" })

  # A target group gets its instances before requests, and one that is replaced keeps them until then.
  depends_on = [aws_autoscaling_attachment.target_group]
}
