mock_provider "aws" {}

variables {
  groups = {
    control-plane = {
      name           = "/aws/eks/demo/cluster"
      retention_days = 90
      class          = "STANDARD"
      kms_key_arn    = "arn:aws:kms:us-west-2:111122223333:key/11111111-2222-3333-4444-555555555555"
    }
    application = {
      name           = "/aws/containerinsights/demo/application"
      retention_days = 30
      class          = "INFREQUENT_ACCESS"
    }
  }
  tags = { team = "platform" }
}

run "groups_are_made_as_described" {
  command = plan

  assert {
    condition     = keys(aws_cloudwatch_log_group.this) == ["application", "control-plane"]
    error_message = "There must be one group a key, under that key."
  }

  assert {
    condition     = aws_cloudwatch_log_group.this["control-plane"].retention_in_days == 90 && aws_cloudwatch_log_group.this["application"].retention_in_days == 30
    error_message = "Each group must keep its own retention."
  }

  assert {
    condition     = aws_cloudwatch_log_group.this["control-plane"].kms_key_id == var.groups["control-plane"].kms_key_arn && aws_cloudwatch_log_group.this["application"].kms_key_id == null
    error_message = "A group is encrypted with its key, and with CloudWatch's own when it has none."
  }

  assert {
    condition     = aws_cloudwatch_log_group.this["application"].log_group_class == "INFREQUENT_ACCESS"
    error_message = "The class must be the given one."
  }

  assert {
    condition     = aws_cloudwatch_log_group.this["application"].tags == tomap({ team = "platform", Name = "/aws/containerinsights/demo/application" })
    error_message = "A group must carry the tags and its name."
  }

  assert {
    condition     = output.names["control-plane"] == "/aws/eks/demo/cluster" && keys(output.arns) == ["application", "control-plane"]
    error_message = "The outputs must hold every group under its key."
  }
}

run "refuses_retention_cloudwatch_does_not_know" {
  command = plan
  variables {
    groups = { a = { name = "a", retention_days = 91, class = "STANDARD" } }
  }
  expect_failures = [var.groups]
}

run "refuses_unknown_class" {
  command = plan
  variables {
    groups = { a = { name = "a", retention_days = 90, class = "standard" } }
  }
  expect_failures = [var.groups]
}

run "refuses_name_with_space" {
  command = plan
  variables {
    groups = { a = { name = "a b", retention_days = 90, class = "STANDARD" } }
  }
  expect_failures = [var.groups]
}

run "refuses_two_groups_of_one_name" {
  command = plan
  variables {
    groups = {
      a = { name = "same", retention_days = 90, class = "STANDARD" }
      b = { name = "same", retention_days = 90, class = "STANDARD" }
    }
  }
  expect_failures = [var.groups]
}

run "refuses_key_that_is_no_arn" {
  command = plan
  variables {
    groups = { a = { name = "a", retention_days = 90, class = "STANDARD", kms_key_arn = "alias/logs" } }
  }
  expect_failures = [var.groups]
}
