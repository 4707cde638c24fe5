output "trail_arn" {
  description = "ARN of the trail."
  value       = aws_cloudtrail.this.arn
}

output "bucket" {
  description = "Name of the bucket with the log files."
  value       = aws_cloudtrail.this.s3_bucket_name
}
