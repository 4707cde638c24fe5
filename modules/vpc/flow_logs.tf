# Who talked to whom, written to a log group that is made beside this module.

resource "aws_iam_role" "flow_logs" {
  for_each = var.flow_logs

  name        = each.value.role_name
  description = "Writes the flow log of ${var.name}"

  # The conditions keep another account from having the flow log service use this role on its behalf.
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "vpc-flow-logs.amazonaws.com" }
      Condition = {
        StringEquals = { "aws:SourceAccount" = aws_vpc.this.owner_id }
        ArnLike      = { "aws:SourceArn" = "arn:${var.partition}:ec2:${var.region}:${aws_vpc.this.owner_id}:vpc-flow-log/*" }
      }
    }]
  })

  tags = merge(var.tags, { Name = each.value.role_name })
}

resource "aws_iam_role_policy" "flow_logs" {
  for_each = var.flow_logs

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
      Resource = [each.value.log_group_arn, "${each.value.log_group_arn}:*"]
    }]
  })
}

resource "aws_flow_log" "this" {
  for_each = var.flow_logs

  vpc_id                   = aws_vpc.this.id
  traffic_type             = "ALL"
  log_destination_type     = "cloud-watch-logs"
  log_destination          = each.value.log_group_arn
  iam_role_arn             = aws_iam_role.flow_logs[each.key].arn
  max_aggregation_interval = each.value.aggregation_seconds

  tags = merge(var.tags, { Name = var.name })

  # Without the policy the first deliveries fail and the flow log turns to the status "Access error".
  depends_on = [aws_iam_role_policy.flow_logs]
}
