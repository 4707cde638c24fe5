# The bucket of the log files, which only CloudTrail writes to. Without `bucket.make` it belongs to somebody else.

locals {
  made_bucket = { for key in ["this"] : key => var.bucket.name if var.bucket.make }
}

resource "aws_s3_bucket" "this" {
  # checkov:skip=CKV_AWS_18:Access to log files is itself recorded by CloudTrail where it matters; a log of it needs another bucket.
  # checkov:skip=CKV_AWS_144:A copy in another region is the user's decision and a cost.
  # checkov:skip=CKV_AWS_145:CloudTrail encrypts each log file with the key of the trail.
  # checkov:skip=CKV2_AWS_62:Nobody has to be told of each log file.
  for_each = local.made_bucket

  bucket = each.value

  # Log files are never deleted with their bucket: S3 refuses to delete one that has any.
  force_destroy = false

  tags = merge(var.tags, { Name = each.value })
}

resource "aws_s3_bucket_ownership_controls" "this" {
  for_each = local.made_bucket

  bucket = aws_s3_bucket.this[each.key].id

  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

resource "aws_s3_bucket_public_access_block" "this" {
  for_each = local.made_bucket

  bucket = aws_s3_bucket.this[each.key].id

  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_versioning" "this" {
  for_each = local.made_bucket

  bucket = aws_s3_bucket.this[each.key].id

  versioning_configuration {
    status = "Enabled"
  }
}

# The digests of log files, which CloudTrail does not encrypt with the key of the trail.
resource "aws_s3_bucket_server_side_encryption_configuration" "this" {
  for_each = local.made_bucket

  bucket = aws_s3_bucket.this[each.key].id

  rule {
    bucket_key_enabled = false

    apply_server_side_encryption_by_default {
      sse_algorithm = "AES256"
    }
  }
}

# Log files stay; what somebody overwrites or deletes can be read for another year.
resource "aws_s3_bucket_lifecycle_configuration" "this" {
  for_each = local.made_bucket

  bucket = aws_s3_bucket.this[each.key].id

  rule {
    id     = "old-versions"
    status = "Enabled"

    filter {}

    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }

    noncurrent_version_expiration {
      noncurrent_days = 365
    }
  }

  # S3 refuses a rule for old versions of a bucket that is being given versions.
  depends_on = [aws_s3_bucket_versioning.this]
}

resource "aws_s3_bucket_policy" "this" {
  for_each = local.made_bucket

  bucket = aws_s3_bucket.this[each.key].id

  # The conditions keep another account from having CloudTrail write here on its behalf.
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "CheckBucket"
        Effect    = "Allow"
        Principal = { Service = "cloudtrail.amazonaws.com" }
        Action    = "s3:GetBucketAcl"
        Resource  = "arn:${var.partition}:s3:::${each.value}"
        Condition = { StringEquals = { "aws:SourceArn" = local.trail_arn } }
      },
      {
        Sid       = "WriteLogFiles"
        Effect    = "Allow"
        Principal = { Service = "cloudtrail.amazonaws.com" }
        Action    = "s3:PutObject"
        Resource  = "arn:${var.partition}:s3:::${each.value}/AWSLogs/${var.account_id}/*"
        Condition = {
          StringEquals = { "aws:SourceArn" = local.trail_arn, "s3:x-amz-acl" = "bucket-owner-full-control" }
        }
      },
      {
        Sid       = "DenyPlainHttp"
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:*"
        Resource  = ["arn:${var.partition}:s3:::${each.value}", "arn:${var.partition}:s3:::${each.value}/*"]
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      },
    ]
  })

  # S3 refuses two changes of a bucket's access at once.
  depends_on = [aws_s3_bucket_public_access_block.this]
}
