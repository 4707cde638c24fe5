mock_provider "aws" {}

variables {
  name         = "demo-us-west-2-audit"
  partition    = "aws"
  region       = "us-west-2"
  account_id   = "111122223333"
  bucket       = { name = "eks-audit-111122223333-us-west-2-demo", make = true }
  kms_key_arn  = "arn:aws:kms:us-west-2:111122223333:key/11111111-2222-3333-4444-555555555555"
  multi_region = false
  cloudwatch = {
    this = {
      group_arn = "arn:aws:logs:us-west-2:111122223333:log-group:/aws/cloudtrail/demo/audit"
      role      = { name = "demo-us-west-2-audit-trail", path = "/eks/", tags = { owner = "security" } }
    }
  }
  tags = { team = "platform" }
}

run "the_trail_records_signed_and_encrypted" {
  command = plan

  assert {
    condition     = aws_cloudtrail.this.enable_logging && aws_cloudtrail.this.enable_log_file_validation && aws_cloudtrail.this.kms_key_id == var.kms_key_arn
    error_message = "The trail must be on, its files signed, and encrypted with the key."
  }

  assert {
    condition     = !aws_cloudtrail.this.is_multi_region_trail && length(aws_cloudtrail.this.event_selector) == 0
    error_message = "The trail must record its region, and say nothing about events, whose default is management events."
  }

  assert {
    condition     = aws_cloudtrail.this.cloud_watch_logs_group_arn == "arn:aws:logs:us-west-2:111122223333:log-group:/aws/cloudtrail/demo/audit:*"
    error_message = "The trail must write to the log group."
  }
}

run "only_the_trail_writes_to_the_bucket" {
  command = plan

  assert {
    condition     = [for statement in jsondecode(aws_s3_bucket_policy.this["this"].policy).Statement : statement.Condition.StringEquals["aws:SourceArn"] if statement.Effect == "Allow"] == ["arn:aws:cloudtrail:us-west-2:111122223333:trail/demo-us-west-2-audit", "arn:aws:cloudtrail:us-west-2:111122223333:trail/demo-us-west-2-audit"]
    error_message = "Both permissions must be for this trail only."
  }

  assert {
    condition     = jsondecode(aws_s3_bucket_policy.this["this"].policy).Statement[1].Resource == "arn:aws:s3:::eks-audit-111122223333-us-west-2-demo/AWSLogs/111122223333/*"
    error_message = "CloudTrail writes below the account only."
  }

  assert {
    condition     = aws_s3_bucket_public_access_block.this["this"].block_public_policy && aws_s3_bucket_public_access_block.this["this"].restrict_public_buckets && aws_s3_bucket_public_access_block.this["this"].block_public_acls && aws_s3_bucket_public_access_block.this["this"].ignore_public_acls
    error_message = "The bucket must be private."
  }

  assert {
    condition     = aws_s3_bucket_versioning.this["this"].versioning_configuration[0].status == "Enabled" && !aws_s3_bucket.this["this"].force_destroy
    error_message = "The bucket must keep old versions, and is never deleted with its files."
  }
}

run "the_role_writes_to_one_group" {
  command = plan

  assert {
    condition     = jsondecode(aws_iam_role_policy.this["this"].policy).Statement[0].Resource == ["arn:aws:logs:us-west-2:111122223333:log-group:/aws/cloudtrail/demo/audit:log-stream:111122223333_CloudTrail_us-west-2*"]
    error_message = "The role must write to the streams of CloudTrail only."
  }

  assert {
    condition     = aws_iam_role.this["this"].tags == tomap({ team = "platform", owner = "security", Name = "demo-us-west-2-audit-trail" })
    error_message = "The role must carry the tags of all, its own, and its name."
  }
}

run "a_bucket_of_others_is_left_alone" {
  command = plan
  variables {
    bucket       = { name = "acme-audit", make = false }
    kms_key_arn  = null
    multi_region = true
    cloudwatch   = {}
  }

  assert {
    condition     = length(aws_s3_bucket.this) == 0 && length(aws_s3_bucket_policy.this) == 0 && length(aws_iam_role.this) == 0
    error_message = "Nothing of a bucket that exists may be changed."
  }

  assert {
    condition     = aws_cloudtrail.this.s3_bucket_name == "acme-audit" && aws_cloudtrail.this.is_multi_region_trail && aws_cloudtrail.this.cloud_watch_logs_group_arn == null
    error_message = "The trail must write to the given bucket only."
  }
}

run "refuses_name_with_neighbouring_hyphens" {
  command = plan
  variables {
    name = "demo--audit"
  }
  expect_failures = [var.name]
}

run "refuses_unknown_partition" {
  command = plan
  variables {
    partition = "aws-iso"
  }
  expect_failures = [var.partition]
}

run "refuses_zone_for_a_region" {
  command = plan
  variables {
    region = "us-west-2a"
  }
  expect_failures = [var.region]
}

run "refuses_short_account" {
  command = plan
  variables {
    account_id = "1111"
  }
  expect_failures = [var.account_id]
}

run "refuses_bucket_in_capitals" {
  command = plan
  variables {
    bucket = { name = "Audit", make = true }
  }
  expect_failures = [var.bucket]
}

run "refuses_key_that_is_no_arn" {
  command = plan
  variables {
    kms_key_arn = "alias/logs"
  }
  expect_failures = [var.kms_key_arn]
}

run "refuses_two_log_groups" {
  command = plan
  variables {
    cloudwatch = {
      other = { group_arn = "arn:aws:logs:us-west-2:111122223333:log-group:a", role = { name = "a", path = "/", tags = {} } }
    }
  }
  expect_failures = [var.cloudwatch]
}

run "refuses_path_without_slash" {
  command = plan
  variables {
    cloudwatch = {
      this = { group_arn = "arn:aws:logs:us-west-2:111122223333:log-group:a", role = { name = "a", path = "eks", tags = {} } }
    }
  }
  expect_failures = [var.cloudwatch]
}
