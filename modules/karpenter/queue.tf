# AWS tells Karpenter through this queue that it is about to take a node away, so that pods leave it in time.

locals {
  events = {
    health               = { source = "aws.health", type = "AWS Health Event" }
    spot-interruption    = { source = "aws.ec2", type = "EC2 Spot Instance Interruption Warning" }
    rebalance            = { source = "aws.ec2", type = "EC2 Instance Rebalance Recommendation" }
    state-change         = { source = "aws.ec2", type = "EC2 Instance State-change Notification" }
    capacity-reservation = { source = "aws.ec2", type = "EC2 Capacity Reservation Instance Interruption Warning" }
  }
}

resource "aws_sqs_queue" "this" {
  name = var.name

  # A warning is of no use later than this: the node is gone.
  message_retention_seconds = 300
  sqs_managed_sse_enabled   = true

  tags = merge(var.tags, { Name = var.name })
}

resource "aws_sqs_queue_policy" "this" {
  queue_url = aws_sqs_queue.this.url

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "SendEvents"
        Effect    = "Allow"
        Action    = ["sqs:SendMessage"]
        Resource  = [local.queue_arn]
        Principal = { Service = ["events.amazonaws.com"] }
        Condition = {
          ArnEquals = {
            "aws:SourceArn" = [for key in keys(local.events) : "arn:${var.partition}:events:${var.region}:${var.account_id}:rule/${var.name}-${key}"]
          }
        }
      },
      {
        Sid       = "DenyPlainHttp"
        Effect    = "Deny"
        Action    = ["sqs:*"]
        Resource  = [local.queue_arn]
        Principal = { AWS = ["*"] }
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      },
    ]
  })
}

resource "aws_cloudwatch_event_rule" "this" {
  for_each = local.events

  name        = "${var.name}-${each.key}"
  description = "${each.value.type}, for Karpenter in the EKS cluster ${var.cluster_name}"
  # Written out, so that a rule that somebody disables is a difference, and is enabled again.
  state = "ENABLED"

  event_pattern = jsonencode({
    source      = [each.value.source]
    detail-type = [each.value.type]
  })

  tags = merge(var.tags, { Name = "${var.name}-${each.key}" })
}

resource "aws_cloudwatch_event_target" "this" {
  for_each = local.events

  rule      = aws_cloudwatch_event_rule.this[each.key].name
  target_id = "karpenter"
  arn       = aws_sqs_queue.this.arn

  # Events that arrive before the queue accepts them are lost.
  depends_on = [aws_sqs_queue_policy.this]
}
