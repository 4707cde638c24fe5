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
  subscriptions = {}
  tags          = { team = "platform" }
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

run "a_group_is_destroyed_unless_it_is_to_be_kept" {
  command = plan
  variables {
    groups = {
      a = { name = "a", retention_days = 90, class = "STANDARD" }
      b = { name = "b", retention_days = 90, class = "STANDARD", keep_on_destroy = true }
    }
  }

  assert {
    condition     = !aws_cloudwatch_log_group.this["a"].skip_destroy && aws_cloudwatch_log_group.this["b"].skip_destroy
    error_message = "Only the group that is to be kept may stay."
  }
}

run "subscriptions_have_what_their_destination_needs" {
  command = plan
  variables {
    groups = { a = { name = "a", retention_days = 90, class = "STANDARD" }, b = { name = "b", retention_days = 90, class = "STANDARD" } }
    subscriptions = {
      function = {
        group           = "a"
        destination_arn = "arn:aws:lambda:us-west-2:111122223333:function:ship:live"
        filter_pattern  = "ERROR"
        function        = { arn = "arn:aws:lambda:us-west-2:111122223333:function:ship", qualifier = "live", principal = "logs.us-west-2.amazonaws.com", account_id = "111122223333" }
      }
      stream = {
        group           = "a"
        destination_arn = "arn:aws:kinesis:us-west-2:111122223333:stream/logs"
        filter_pattern  = ""
        role = {
          name       = "demo-us-west-2-log-subscription-stream"
          path       = "/eks/"
          tags       = { owner = "security" }
          principal  = "logs.us-west-2.amazonaws.com"
          actions    = ["kinesis:PutRecords", "kinesis:PutRecord"]
          source_arn = "arn:aws:logs:us-west-2:111122223333:*"
        }
      }
      other-account = {
        group           = "b"
        destination_arn = "arn:aws:logs:us-west-2:444455556666:destination:siem"
        filter_pattern  = ""
      }
    }
  }

  assert {
    condition     = keys(aws_cloudwatch_log_subscription_filter.this) == ["function", "other-account", "stream"] && aws_cloudwatch_log_subscription_filter.this["function"].filter_pattern == "ERROR"
    error_message = "There must be one subscription a key."
  }

  assert {
    condition     = keys(aws_lambda_permission.subscription) == ["function"] && aws_lambda_permission.subscription["function"].qualifier == "live" && aws_lambda_permission.subscription["function"].source_account == "111122223333"
    error_message = "Only a function needs a permission, which is for this account."
  }

  assert {
    condition     = keys(aws_iam_role.subscription) == ["stream"] && jsondecode(aws_iam_role.subscription["stream"].assume_role_policy).Statement[0].Condition == { StringLike = { "aws:SourceArn" = "arn:aws:logs:us-west-2:111122223333:*" } }
    error_message = "Only a stream needs a role, which log groups of this account can use."
  }

  assert {
    condition     = jsondecode(aws_iam_role_policy.subscription["stream"].policy).Statement[0].Resource == ["arn:aws:kinesis:us-west-2:111122223333:stream/logs"] && jsondecode(aws_iam_role_policy.subscription["stream"].policy).Statement[0].Action == ["kinesis:PutRecord", "kinesis:PutRecords"]
    error_message = "The role must write to the stream and do nothing else."
  }
}

run "refuses_subscription_of_no_group" {
  command = plan
  variables {
    subscriptions = { siem = { group = "nobody", destination_arn = "arn:aws:logs:us-west-2:444455556666:destination:siem", filter_pattern = "" } }
  }
  expect_failures = [var.subscriptions]
}

run "refuses_three_subscriptions_of_one_group" {
  command = plan
  variables {
    subscriptions = { for name in ["a", "b", "c"] : name => { group = "control-plane", destination_arn = "arn:aws:logs:us-west-2:444455556666:destination:siem", filter_pattern = "" } }
  }
  expect_failures = [var.subscriptions]
}

run "refuses_subscription_of_infrequent_access" {
  command = plan
  variables {
    subscriptions = { siem = { group = "application", destination_arn = "arn:aws:logs:us-west-2:444455556666:destination:siem", filter_pattern = "" } }
  }
  expect_failures = [var.subscriptions]
}

run "refuses_unknown_destination" {
  command = plan
  variables {
    subscriptions = { siem = { group = "control-plane", destination_arn = "arn:aws:es:us-west-2:111122223333:domain/siem", filter_pattern = "" } }
  }
  expect_failures = [var.subscriptions]
}

run "refuses_stream_without_role" {
  command = plan
  variables {
    subscriptions = { siem = { group = "control-plane", destination_arn = "arn:aws:kinesis:us-west-2:111122223333:stream/logs", filter_pattern = "" } }
  }
  expect_failures = [var.subscriptions]
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
