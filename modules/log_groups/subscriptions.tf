# Log events that are sent on as they arrive, with the permission that each kind of destination needs.

resource "aws_cloudwatch_log_subscription_filter" "this" {
  for_each = var.subscriptions

  name            = each.key
  log_group_name  = aws_cloudwatch_log_group.this[each.value.group].name
  filter_pattern  = each.value.filter_pattern
  destination_arn = each.value.destination_arn
  role_arn        = each.value.role == null ? null : aws_iam_role.subscription[each.key].arn

  # CloudWatch Logs sends a test message when the subscription is made.
  depends_on = [aws_iam_role_policy.subscription, aws_lambda_permission.subscription]
}

# Without the conditions, the log groups of anybody could call the function.
resource "aws_lambda_permission" "subscription" {
  for_each = { for key, subscription in var.subscriptions : key => subscription if subscription.function != null }

  # The provider names the statement: two clusters may send to one function.
  action         = "lambda:InvokeFunction"
  function_name  = each.value.function.arn
  qualifier      = each.value.function.qualifier
  principal      = each.value.function.principal
  source_account = each.value.function.account_id
  source_arn     = "${aws_cloudwatch_log_group.this[each.value.group].arn}:*"
}

resource "aws_iam_role" "subscription" {
  for_each = { for key, subscription in var.subscriptions : key => subscription if subscription.role != null }

  name                 = each.value.role.name
  path                 = each.value.role.path
  permissions_boundary = each.value.role.permissions_boundary
  description          = "Sends the log events of the subscription ${each.key}"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = each.value.role.principal }
      Condition = { StringLike = { "aws:SourceArn" = each.value.role.source_arn } }
    }]
  })

  tags = merge(var.tags, each.value.role.tags, { Name = each.value.role.name })
}

resource "aws_iam_role_policy" "subscription" {
  for_each = { for key, subscription in var.subscriptions : key => subscription if subscription.role != null }

  name = "send-events"
  role = aws_iam_role.subscription[each.key].name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = sort(each.value.role.actions)
      Resource = [each.value.destination_arn]
    }]
  })
}
