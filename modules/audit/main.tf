# Who called the EKS API: calls of it are management events, which a trail records for as long as its files are kept.

locals {
  trail_arn = "arn:${var.partition}:cloudtrail:${var.region}:${var.account_id}:trail/${var.name}"
}

resource "aws_cloudtrail" "this" {
  # checkov:skip=CKV_AWS_35:The compiler passes the key of the logs; only a bucket of others, or `kmsKey: aws`, has none.
  # checkov:skip=CKV_AWS_67:Whether other regions are recorded is the user's decision; the clusters of one region need no other.
  # checkov:skip=CKV_AWS_252:Nobody has to be told of each log file.
  # checkov:skip=CKV2_AWS_10:Whether the events also go to CloudWatch is the user's decision and a cost.
  name           = var.name
  s3_bucket_name = var.bucket.name

  # Written out, so that a trail that somebody stops is a difference, and is started again.
  enable_logging                = true
  enable_log_file_validation    = true
  include_global_service_events = true
  is_multi_region_trail         = var.multi_region
  kms_key_id                    = var.kms_key_arn

  cloud_watch_logs_group_arn = one([for cloudwatch in values(var.cloudwatch) : "${cloudwatch.group_arn}:*"])
  cloud_watch_logs_role_arn  = one([for role in values(aws_iam_role.this) : role.arn])

  tags = merge(var.tags, { Name = var.name })

  # CloudTrail tries the bucket and the log group when the trail is made.
  depends_on = [
    aws_iam_role_policy.this,
    aws_s3_bucket_policy.this,
    aws_s3_bucket_ownership_controls.this,
    aws_s3_bucket_public_access_block.this,
  ]
}

resource "aws_iam_role" "this" {
  for_each = var.cloudwatch

  name                 = each.value.role.name
  path                 = each.value.role.path
  permissions_boundary = each.value.role.permissions_boundary
  description          = "Writes the events of the trail ${var.name} to CloudWatch"

  # CloudTrail does not support conditions on the source here (CloudTrail user guide, "Role policy document for
  # CloudTrail to use CloudWatch Logs for monitoring").
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "cloudtrail.amazonaws.com" }
    }]
  })

  tags = merge(var.tags, each.value.role.tags, { Name = each.value.role.name })
}

resource "aws_iam_role_policy" "this" {
  for_each = var.cloudwatch

  name = "write-events"
  role = aws_iam_role.this[each.key].name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
      Resource = ["${each.value.group_arn}:log-stream:${var.account_id}_CloudTrail_${var.region}*"]
    }]
  })
}
