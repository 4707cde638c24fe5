# Who talked to whom, written to a log group that is made beside this module, or to a bucket that exists.

# Without an ARN of a role that exists, the module makes one.
resource "aws_iam_role" "flow_logs" {
  for_each = { for key, log in var.flow_logs : key => log if try(log.role.arn == null, false) }

  name                 = each.value.role.name
  path                 = each.value.role.path
  permissions_boundary = each.value.role.permissions_boundary
  description          = "Writes the flow log of ${var.name}"

  # The conditions keep another account from having the flow log service use this role on its behalf.
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "vpc-flow-logs.amazonaws.com" }
      Condition = {
        StringEquals = { "aws:SourceAccount" = local.account_id }
        ArnLike      = { "aws:SourceArn" = "arn:${var.partition}:ec2:${var.region}:${local.account_id}:vpc-flow-log/*" }
      }
    }]
  })

  tags = merge(var.tags, each.value.role.tags, { Name = each.value.role.name })
}

resource "aws_iam_role_policy_attachment" "flow_logs" {
  for_each = merge([
    for key, log in var.flow_logs : {
      for arn in log.role.policy_arns : "${key}/${arn}" => { log = key, policy_arn = arn }
    } if try(log.role.arn == null, false)
  ]...)

  role       = aws_iam_role.flow_logs[each.value.log].name
  policy_arn = each.value.policy_arn
}

resource "aws_iam_role_policy" "flow_logs_own" {
  for_each = { for key, log in var.flow_logs : key => log if try(log.role.arn == null && log.role.policy != null, false) }

  name   = "statements"
  role   = aws_iam_role.flow_logs[each.key].name
  policy = each.value.role.policy
}

resource "aws_iam_role_policy" "flow_logs" {
  for_each = { for key, log in var.flow_logs : key => log if try(log.role.arn == null, false) }

  name = "write-flow-log"
  role = aws_iam_role.flow_logs[each.key].name

  # No CreateLogGroup: a group that was deleted must not come back without its retention and key.
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      Action = [
        "logs:CreateLogStream",
        "logs:DescribeLogGroups",
        "logs:DescribeLogStreams",
        "logs:PutLogEvents",
      ]
      Resource = [each.value.destination_arn, "${each.value.destination_arn}:*"]
    }]
  })
}

resource "aws_flow_log" "this" {
  for_each = var.flow_logs

  vpc_id                   = local.vpc_id
  traffic_type             = "ALL"
  log_destination_type     = each.key == "s3" ? "s3" : "cloud-watch-logs"
  log_destination          = each.value.destination_arn
  iam_role_arn             = each.value.role == null ? null : try(aws_iam_role.flow_logs[each.key].arn, each.value.role.arn)
  max_aggregation_interval = each.value.aggregation_seconds

  tags = merge(var.tags, { Name = var.name })

  # Without the policy the first deliveries fail and the flow log turns to the status "Access error".
  depends_on = [aws_iam_role_policy.flow_logs]
}
