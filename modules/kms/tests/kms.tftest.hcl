mock_provider "aws" {}

variables {
  alias          = "eks/demo/logs"
  description    = "Logs of demo"
  account_arn    = "arn:aws:iam::111122223333:root"
  administrators = ["arn:aws:iam::111122223333:role/PlatformAdmin"]
  services = {
    logs = {
      principal          = "logs.us-west-2.amazonaws.com"
      encryption_context = { "aws:logs:arn" = "arn:aws:logs:us-west-2:111122223333:log-group:*" }
    }
  }
  service_linked_roles = {}
  deletion_window_days = 30
  tags                 = { team = "platform" }
}

run "key_rotates_and_its_policy_names_fixed_principals" {
  command = plan

  assert {
    condition     = aws_kms_key.this.enable_key_rotation && aws_kms_key.this.deletion_window_in_days == 30
    error_message = "The key must rotate and wait before it is deleted."
  }

  assert {
    condition     = aws_kms_alias.this.name == "alias/eks/demo/logs"
    error_message = "The alias must be the given one behind \"alias/\"."
  }

  assert {
    condition     = aws_kms_key.this.tags == tomap({ team = "platform", Name = "eks/demo/logs" })
    error_message = "The key must carry the tags and its name."
  }

  assert {
    condition     = [for statement in jsondecode(aws_kms_key.this.policy).Statement : statement.Sid] == ["EnableIamPolicies", "ManageButNotUse", "UseLogs"]
    error_message = "The policy must hold the account, the administrators and the services, in this order."
  }

  assert {
    condition     = jsondecode(aws_kms_key.this.policy).Statement[0].Principal.AWS == ["arn:aws:iam::111122223333:root"]
    error_message = "The account must be able to grant use through IAM policies."
  }

  assert {
    condition     = jsondecode(aws_kms_key.this.policy).Statement[1].Principal.AWS == ["arn:aws:iam::111122223333:role/PlatformAdmin"]
    error_message = "The administrators must be the named ones."
  }

  assert {
    condition     = !anytrue([for action in jsondecode(aws_kms_key.this.policy).Statement[1].Action : action == "kms:*" || can(regex("crypt|GenerateDataKey|Sign|Mac", action))])
    error_message = "Administrators manage the key; they must not be able to use it."
  }

  assert {
    condition     = jsondecode(aws_kms_key.this.policy).Statement[2].Condition == { ArnLike = { "kms:EncryptionContext:aws:logs:arn" = "arn:aws:logs:us-west-2:111122223333:log-group:*" } }
    error_message = "CloudWatch Logs may use the key for the log groups of the account only."
  }
}

run "service_linked_roles_are_conditions_and_grant_for_aws_resources_only" {
  command = plan

  variables {
    services             = {}
    service_linked_roles = { autoscaling = "arn:aws:iam::111122223333:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling" }
  }

  assert {
    condition     = [for statement in slice(jsondecode(aws_kms_key.this.policy).Statement, 2, 4) : statement.Principal.AWS] == [["*"], ["*"]]
    error_message = "A role that may not exist yet must not be a principal."
  }

  assert {
    condition = alltrue([
      for statement in slice(jsondecode(aws_kms_key.this.policy).Statement, 2, 4) : statement.Condition.StringEquals == {
        "aws:PrincipalArn"  = "arn:aws:iam::111122223333:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling"
        "kms:CallerAccount" = "111122223333"
      }
    ])
    error_message = "Only the role of the account may use the key."
  }

  assert {
    condition     = jsondecode(aws_kms_key.this.policy).Statement[3].Action == ["kms:CreateGrant"] && jsondecode(aws_kms_key.this.policy).Statement[3].Condition.Bool == { "kms:GrantIsForAWSResource" = "true" }
    error_message = "Grants must be for AWS resources only."
  }
}

run "plain_context_values_are_compared_as_text" {
  command = plan

  variables {
    services = { backup = { principal = "backup.amazonaws.com", encryption_context = { purpose = "eks" } } }
  }

  assert {
    condition     = jsondecode(aws_kms_key.this.policy).Statement[2].Condition == { StringEquals = { "kms:EncryptionContext:purpose" = "eks" } }
    error_message = "A context value that is no ARN must be compared with StringEquals."
  }
}

# Each run breaks one rule of as many variables as possible: starting a plan is what costs time.

run "a_service_with_a_source_uses_the_key_for_it_only" {
  command = plan
  variables {
    services = {
      cloudtrail = {
        principal          = "cloudtrail.amazonaws.com"
        encryption_context = { "aws:cloudtrail:arn" = "arn:aws:cloudtrail:us-west-2:111122223333:trail/audit" }
        source_arn         = "arn:aws:cloudtrail:us-west-2:111122223333:trail/audit"
      }
    }
    service_linked_roles = {}
  }

  assert {
    condition = [for statement in jsondecode(aws_kms_key.this.policy).Statement : [statement.Action, statement.Condition] if try(statement.Principal.Service, null) != null] == [
      [
        ["kms:Decrypt*", "kms:Describe*", "kms:Encrypt*", "kms:GenerateDataKey*", "kms:ReEncrypt*"],
        {
          ArnLike      = { "kms:EncryptionContext:aws:cloudtrail:arn" = "arn:aws:cloudtrail:us-west-2:111122223333:trail/audit" }
          StringEquals = { "aws:SourceArn" = "arn:aws:cloudtrail:us-west-2:111122223333:trail/audit" }
        },
      ],
      [["kms:DescribeKey"], { StringEquals = { "aws:SourceArn" = "arn:aws:cloudtrail:us-west-2:111122223333:trail/audit" } }],
    ]
    error_message = "The service must use the key for its trail only, and may look at it."
  }
}

run "refuses_what_is_out_of_form" {
  command = plan

  variables {
    alias                = "alias/eks"
    description          = ""
    account_arn          = "arn:aws:iam::111122223333:user/me"
    administrators       = []
    services             = { any = { principal = "*", encryption_context = { a = "b" } } }
    service_linked_roles = { any = "arn:aws:iam::111122223333:role/mine" }
    deletion_window_days = 6
  }

  expect_failures = [var.alias, var.description, var.account_arn, var.administrators, var.services, var.service_linked_roles, var.deletion_window_days]
}

run "refuses_what_opens_the_key" {
  command = plan

  variables {
    alias                = "my key"
    administrators       = ["*"]
    services             = { logs = { principal = "logs.us-west-2.amazonaws.com", encryption_context = {} } }
    service_linked_roles = { any = "arn:aws:iam::111122223333:role/aws-service-role/*" }
    deletion_window_days = 31
  }

  expect_failures = [var.alias, var.administrators, var.services, var.service_linked_roles, var.deletion_window_days]
}
