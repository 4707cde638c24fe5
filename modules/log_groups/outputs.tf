output "names" {
  description = "Key => name of the log group."
  value       = { for key, group in aws_cloudwatch_log_group.this : key => group.name }
}

output "arns" {
  description = "Key => ARN of the log group."
  value       = { for key, group in aws_cloudwatch_log_group.this : key => group.arn }
}
