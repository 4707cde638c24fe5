mock_provider "aws" {}

variables {
  cluster_name = "demo"
  partition    = "aws"
  region       = "us-west-2"
  account_id   = "111122223333"
  profiles = {
    batch = {
      name       = "batch-0f4c1b7e"
      subnet_ids = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]
      selectors  = [{ namespace = "batch", labels = { tier = "cold" } }, { namespace = "ci-*", labels = {} }]
      role       = { name = "demo-us-west-2-fargate-batch", path = "/", policy_arns = ["arn:aws:iam::111122223333:policy/more"], policy = "{}", tags = { part = "role" } }
      tags       = { part = "batch" }
    }
    dns = {
      name       = "dns-0f4c1b7e"
      subnet_ids = ["subnet-0123456789abcdef0"]
      selectors  = [{ namespace = "kube-system", labels = {} }]
      role       = { arn = "arn:aws:iam::111122223333:role/pods", name = "a", path = "/", policy_arns = [], tags = {} }
      tags       = {}
    }
  }
  after = []
  tags  = { team = "platform" }
}

run "a_profile_runs_the_pods_of_its_selectors" {
  command = plan

  assert {
    condition     = toset([for selector in aws_eks_fargate_profile.this["batch"].selector : selector.namespace]) == toset(["batch", "ci-*"]) && aws_eks_fargate_profile.this["batch"].subnet_ids == toset(["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"])
    error_message = "A profile must have its selectors and its subnets."
  }

  assert {
    condition     = aws_eks_fargate_profile.this["batch"].tags == tomap({ team = "platform", part = "batch", Name = "batch-0f4c1b7e" })
    error_message = "A profile must carry its name and the tags."
  }
}

run "only_fargate_takes_the_role_and_only_for_this_cluster" {
  command = plan

  assert {
    condition     = jsondecode(aws_iam_role.pods["batch"].assume_role_policy).Statement[0] == { Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "eks-fargate-pods.amazonaws.com" }, Condition = { ArnLike = { "aws:SourceArn" = "arn:aws:eks:us-west-2:111122223333:fargateprofile/demo/*" } } }
    error_message = "Only Fargate may take the role, and only for profiles of the cluster."
  }

  assert {
    condition     = keys(aws_iam_role_policy_attachment.pods) == ["batch/AmazonEKSFargatePodExecutionRolePolicy", "batch/arn:aws:iam::111122223333:policy/more"] && aws_iam_role_policy.pods["batch"].policy == "{}"
    error_message = "The role needs the policy of AWS, and gets the given ones."
  }

  assert {
    condition     = keys(aws_iam_role.pods) == ["batch"] && aws_eks_fargate_profile.this["dns"].pod_execution_role_arn == "arn:aws:iam::111122223333:role/pods"
    error_message = "A role that exists must be used as it is."
  }
}

run "refuses_what_is_out_of_form" {
  command = plan

  variables {
    cluster_name = "-demo"
    partition    = "aws-moon"
    region       = "us-west"
    account_id   = "1111"
  }

  expect_failures = [var.cluster_name, var.partition, var.region, var.account_id]
}

run "refuses_names_that_eks_keeps" {
  command = plan

  variables {
    profiles = { a = { name = "eks-a", subnet_ids = [], selectors = [{ namespace = "a", labels = {} }], role = { name = "a", path = "/", policy_arns = [], tags = {} }, tags = {} } }
  }

  expect_failures = [var.profiles]
}

run "refuses_profiles_without_selectors" {
  command = plan

  variables {
    profiles = { a = { name = "a", subnet_ids = [], selectors = [], role = { name = "a", path = "/", policy_arns = [], tags = {} }, tags = {} } }
  }

  expect_failures = [var.profiles]
}

run "refuses_subnets_and_policies_by_name" {
  command = plan

  variables {
    profiles = { a = { name = "a", subnet_ids = ["us-west-2a"], selectors = [{ namespace = "a", labels = {} }], role = { name = "a", path = "/", policy_arns = ["more"], tags = {} }, tags = {} } }
  }

  expect_failures = [var.profiles]
}

run "refuses_one_name_for_two_profiles" {
  command = plan

  variables {
    profiles = {
      a = { name = "x", subnet_ids = [], selectors = [{ namespace = "a", labels = {} }], role = { name = "a", path = "/", policy_arns = [], tags = {} }, tags = {} }
      b = { name = "x", subnet_ids = [], selectors = [{ namespace = "a", labels = {} }], role = { name = "b", path = "/", policy_arns = [], tags = {} }, tags = {} }
    }
  }

  expect_failures = [var.profiles]
}
