output "queue_name" {
  description = "Name of the queue, the value settings.interruptionQueue of the chart, once events reach it."
  value       = aws_sqs_queue.this.name

  depends_on = [aws_cloudwatch_event_target.this]
}

output "controller_role_arn" {
  description = "ARN of the IAM role of the controller."
  value       = aws_iam_role.controller.arn
}

output "node_role_arn" {
  description = "ARN of the IAM role of the nodes."
  value       = local.node_role_arn
}
