mock_provider "aws" {}

variables {
  kind        = "network"
  access_logs = {}
  log_bucket  = { name = "edge-logs-111122223333-1a2b3c4d", partition = "aws", region = "us-west-2", account_id = "111122223333", writer_account = "797873946194", expiry_days = 30 }
  tags        = { team = "platform" }
}

run "a_network_load_balancer_writes_through_the_delivery_of_logs" {
  command = plan

  assert {
    condition     = [for statement in jsondecode(aws_s3_bucket_policy.logs["this"].policy).Statement : try(statement.Principal.Service, "") if statement.Effect == "Allow"] == ["delivery.logs.amazonaws.com", "delivery.logs.amazonaws.com"]
    error_message = "A network load balancer writes through the delivery of logs."
  }

  assert {
    condition     = output.bucket == "edge-logs-111122223333-1a2b3c4d" && aws_s3_bucket.logs["this"].tags == tomap({ team = "platform", Name = "edge-logs-111122223333-1a2b3c4d" })
    error_message = "The bucket must have its name and the tags."
  }

  assert {
    condition     = aws_s3_bucket_lifecycle_configuration.logs["this"].rule[0].expiration[0].days == 30 && aws_s3_bucket_public_access_block.logs["this"].restrict_public_buckets
    error_message = "Logs must expire, and the bucket must be private."
  }
}

run "a_classic_load_balancer_writes_as_the_account_of_the_region_below_the_prefix" {
  command = plan

  variables {
    kind        = "classic"
    access_logs = { prefix = "edge" }
  }

  assert {
    condition     = [for statement in jsondecode(aws_s3_bucket_policy.logs["this"].policy).Statement : [statement.Principal.AWS, statement.Resource] if statement.Effect == "Allow"] == [["arn:aws:iam::797873946194:root", "arn:aws:s3:::edge-logs-111122223333-1a2b3c4d/edge/AWSLogs/111122223333/*"]]
    error_message = "A classic load balancer writes as an account of Elastic Load Balancing."
  }
}

run "other_kinds_are_refused" {
  command = plan

  variables {
    kind = "gateway"
  }

  expect_failures = [var.kind]
}

run "names_and_days_are_checked" {
  command = plan

  variables {
    log_bucket = { name = "Edge", partition = "aws", region = "us-west-2", account_id = "111122223333", expiry_days = 0 }
  }

  expect_failures = [var.log_bucket]
}

run "prefixes_are_checked" {
  command = plan

  variables {
    access_logs = { prefix = "/edge" }
  }

  expect_failures = [var.access_logs]
}
