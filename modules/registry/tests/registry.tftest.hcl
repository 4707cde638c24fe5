mock_provider "aws" {}

variables {
  repositories = {
    "shop/web" = {
      scan_on_push   = true
      immutable_tags = true
      tags           = { team = "shop" }
    }
    "tools" = {
      scan_on_push   = false
      immutable_tags = false
      kms_key_arn    = "arn:aws:kms:us-west-2:111122223333:key/11111111-2222-3333-4444-555555555555"
      tags           = {}
    }
  }
  expiry    = { "shop/web" = { keep_last = 30, untagged_days = 7 } }
  pull_from = { "shop/web" = ["arn:aws:iam::555566667777:role/Deploy", "arn:aws:iam::444455556666:root"] }
  tags      = { team = "platform", stage = "prod" }
}

run "repositories_are_made_as_described" {
  command = plan

  assert {
    condition     = aws_ecr_repository.this["shop/web"].image_tag_mutability == "IMMUTABLE" && aws_ecr_repository.this["tools"].image_tag_mutability == "MUTABLE"
    error_message = "Tags must be immutable where the spec says so."
  }

  assert {
    condition     = aws_ecr_repository.this["shop/web"].image_scanning_configuration[0].scan_on_push && !aws_ecr_repository.this["tools"].image_scanning_configuration[0].scan_on_push
    error_message = "Images must be scanned where the spec says so."
  }

  assert {
    condition     = aws_ecr_repository.this["shop/web"].encryption_configuration[0].encryption_type == "AES256" && aws_ecr_repository.this["tools"].encryption_configuration[0].encryption_type == "KMS" && aws_ecr_repository.this["tools"].encryption_configuration[0].kms_key == var.repositories["tools"].kms_key_arn
    error_message = "A repository is encrypted with its key, and with that of S3 when it has none."
  }

  assert {
    condition     = alltrue([for repository in aws_ecr_repository.this : !repository.force_delete])
    error_message = "No repository may be deleted with its images."
  }

  assert {
    condition     = aws_ecr_repository.this["shop/web"].tags == tomap({ team = "shop", stage = "prod", Name = "shop/web" })
    error_message = "A repository must carry the tags of all, then its own, and its name."
  }
}

run "images_expire_only_where_asked" {
  command = plan

  assert {
    condition     = keys(aws_ecr_lifecycle_policy.this) == ["shop/web"]
    error_message = "Only a repository with a limit has a lifecycle policy."
  }

  assert {
    condition     = [for rule in jsondecode(aws_ecr_lifecycle_policy.this["shop/web"].policy).rules : [rule.rulePriority, rule.selection.tagStatus, rule.selection.countNumber]] == [[1, "untagged", 7], [2, "any", 30]]
    error_message = "The rule for any image must come last, as ECR requires."
  }
}

run "only_named_accounts_pull" {
  command = plan

  assert {
    condition     = keys(aws_ecr_repository_policy.this) == ["shop/web"]
    error_message = "Only a repository that others pull from has a policy."
  }

  assert {
    condition     = jsondecode(aws_ecr_repository_policy.this["shop/web"].policy).Statement[0].Principal.AWS == ["arn:aws:iam::444455556666:root", "arn:aws:iam::555566667777:role/Deploy"]
    error_message = "The policy must name exactly the given principals, sorted."
  }

  assert {
    condition     = alltrue([for action in jsondecode(aws_ecr_repository_policy.this["shop/web"].policy).Statement[0].Action : startswith(action, "ecr:Batch") || startswith(action, "ecr:Get")])
    error_message = "The policy must allow nothing but a pull."
  }
}

run "refuses_name_in_capitals" {
  command = plan
  variables {
    repositories = { "Shop" = { scan_on_push = true, immutable_tags = true, tags = {} } }
    expiry       = {}
    pull_from    = {}
  }
  expect_failures = [var.repositories]
}

run "refuses_key_that_is_no_arn" {
  command = plan
  variables {
    repositories = { "shop" = { scan_on_push = true, immutable_tags = true, kms_key_arn = "alias/shop", tags = {} } }
    expiry       = {}
    pull_from    = {}
  }
  expect_failures = [var.repositories]
}

run "refuses_to_keep_no_image_and_to_let_everybody_pull" {
  command = plan
  variables {
    expiry    = { "tools" = { keep_last = 0 } }
    pull_from = { "tools" = ["*"] }
  }
  expect_failures = [var.expiry, var.pull_from]
}

run "refuses_what_is_of_no_repository" {
  command = plan
  variables {
    expiry    = { "other" = { keep_last = 1 } }
    pull_from = { "other" = ["arn:aws:iam::444455556666:root"] }
  }
  expect_failures = [var.expiry, var.pull_from]
}
