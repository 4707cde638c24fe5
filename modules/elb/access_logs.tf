# The bucket with the access logs of this load balancer. Elastic Load Balancing writes with SSE-S3 only, so no
# KMS key can be set; the bucket is deleted with the load balancer once it is empty, never before.

locals {
  log_bucket = var.log_bucket == null ? try(var.access_logs.bucket, "") : one(values(aws_s3_bucket_policy.logs)[*].bucket)

  # One policy, or none without a bucket. Network load balancers write through the delivery of CloudWatch Logs.
  # The others write as an account of Elastic Load Balancing in the regions that have one, else as a service.
  log_policies = [
    for bucket in var.log_bucket[*] : jsonencode({
      Version = "2012-10-17"
      Statement = concat(
        [{
          Sid       = "TlsOnly"
          Effect    = "Deny"
          Principal = "*"
          Action    = "s3:*"
          Resource  = [for path in ["", "/*"] : "arn:${bucket.partition}:s3:::${bucket.name}${path}"]
          Condition = { Bool = { "aws:SecureTransport" = "false" } }
        }],
        [for kind in [var.kind] : {
          Sid       = "WriteLogs"
          Effect    = "Allow"
          Principal = { for type, name in { AWS = bucket.writer_account == null ? null : "arn:${bucket.partition}:iam::${bucket.writer_account}:root", Service = bucket.writer_account == null ? "logdelivery.elasticloadbalancing.amazonaws.com" : null } : type => name if name != null }
          Action    = "s3:PutObject"
          Resource  = join("/", compact(["arn:${bucket.partition}:s3:::${bucket.name}", try(var.access_logs.prefix, null), "AWSLogs/${bucket.account_id}/*"]))
        } if kind != "network"],
        [for kind in [var.kind] : {
          Sid       = "DeliverLogs"
          Effect    = "Allow"
          Principal = { Service = "delivery.logs.amazonaws.com" }
          Action    = "s3:PutObject"
          Resource  = join("/", compact(["arn:${bucket.partition}:s3:::${bucket.name}", try(var.access_logs.prefix, null), "AWSLogs/${bucket.account_id}/*"]))
          Condition = {
            StringEquals = { "s3:x-amz-acl" = "bucket-owner-full-control", "aws:SourceAccount" = bucket.account_id }
            ArnLike      = { "aws:SourceArn" = "arn:${bucket.partition}:logs:${bucket.region}:${bucket.account_id}:*" }
          }
        } if kind == "network"],
        [for kind in [var.kind] : {
          Sid       = "ReadAcl"
          Effect    = "Allow"
          Principal = { Service = "delivery.logs.amazonaws.com" }
          Action    = "s3:GetBucketAcl"
          Resource  = "arn:${bucket.partition}:s3:::${bucket.name}"
          Condition = {
            StringEquals = { "aws:SourceAccount" = bucket.account_id }
            ArnLike      = { "aws:SourceArn" = "arn:${bucket.partition}:logs:${bucket.region}:${bucket.account_id}:*" }
          }
        } if kind == "network"],
      )
    })
  ]
}

resource "aws_s3_bucket" "logs" {
  # checkov:skip=CKV_AWS_18:A log of who reads the logs needs a further bucket, which has the same question.
  # checkov:skip=CKV_AWS_144:Logs are as durable as the region that they tell about.
  # checkov:skip=CKV_AWS_145:Elastic Load Balancing cannot write to a bucket with a KMS key.
  # checkov:skip=CKV2_AWS_61:The rule that deletes old logs is a resource below, which waits for the versioning.
  # checkov:skip=CKV2_AWS_62:Nothing waits for new logs.
  for_each = toset(var.log_bucket == null ? [] : ["this"])

  bucket = var.log_bucket.name

  tags = merge(var.tags, { Name = var.log_bucket.name })

  lifecycle {
    # The load balancer stops writing before the bucket is deleted.
    create_before_destroy = true
  }
}

resource "aws_s3_bucket_ownership_controls" "logs" {
  for_each = aws_s3_bucket.logs

  bucket = each.value.bucket

  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

resource "aws_s3_bucket_public_access_block" "logs" {
  for_each = aws_s3_bucket.logs

  bucket = each.value.bucket

  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_server_side_encryption_configuration" "logs" {
  for_each = aws_s3_bucket.logs

  bucket = each.value.bucket

  rule {
    bucket_key_enabled = false

    apply_server_side_encryption_by_default {
      sse_algorithm = "AES256"
    }
  }
}

resource "aws_s3_bucket_versioning" "logs" {
  for_each = aws_s3_bucket.logs

  bucket = each.value.bucket

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "logs" {
  for_each = aws_s3_bucket_versioning.logs

  bucket = each.value.bucket

  rule {
    id     = "expire"
    status = "Enabled"

    filter {}

    # Delete markers that are left go with the same age.
    dynamic "expiration" {
      for_each = var.log_bucket.expiry_days[*]

      content {
        days = expiration.value
      }
    }

    noncurrent_version_expiration {
      noncurrent_days = 1
    }

    abort_incomplete_multipart_upload {
      days_after_initiation = 1
    }
  }
}

resource "aws_s3_bucket_policy" "logs" {
  for_each = aws_s3_bucket_public_access_block.logs

  bucket = each.value.bucket
  policy = one(local.log_policies)

  lifecycle {
    create_before_destroy = true
  }
}
