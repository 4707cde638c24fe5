mock_provider "aws" {
  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::111122223333:role/made" }
  }

  mock_resource "aws_iam_openid_connect_provider" {
    defaults = { arn = "arn:aws:iam::111122223333:oidc-provider/oidc.eks.us-west-2.amazonaws.com/id/A" }
  }
}

variables {
  cluster_name   = "demo"
  partition      = "aws"
  region         = "us-west-2"
  account_id     = "111122223333"
  oidc_issuer    = "https://oidc.eks.us-west-2.amazonaws.com/id/A"
  oidc_audiences = ["sts.amazonaws.com"]
  accounts = {
    "shop/uploader" = {
      namespace    = "shop"
      name         = "uploader"
      irsa         = false
      association  = true
      role         = { name = "uploader", path = "/", policy_arns = ["arn:aws:iam::aws:policy/service-role/Some", "arn:aws:iam::111122223333:policy/own"], tags = { part = "shop" } }
      policies     = { statements = "{}" }
      session_tags = true
    }
    "shop/reader" = {
      namespace    = "shop"
      name         = "reader"
      irsa         = true
      association  = false
      role         = { name = "reader", path = "/", policy_arns = [], tags = {} }
      policies     = {}
      session_tags = true
    }
    "kube-system/addon" = {
      namespace    = "kube-system"
      name         = "addon"
      irsa         = false
      association  = false
      role         = { name = "addon", path = "/", policy_arns = [], tags = {} }
      policies     = {}
      session_tags = true
    }
    "shop/existing" = {
      namespace    = "shop"
      name         = "existing"
      irsa         = false
      association  = true
      role         = { arn = "arn:aws:iam::111122223333:role/mine", name = "unused", path = "/", policy_arns = ["arn:aws:iam::aws:policy/Some"], tags = {} }
      policies     = { statements = "{}" }
      session_tags = true
    }
  }
  tags = { team = "platform" }
}

run "each_account_gets_its_role_in_its_way" {
  assert {
    condition     = keys(aws_eks_pod_identity_association.this) == ["shop/existing", "shop/uploader"]
    error_message = "Accounts with Pod Identity have an association, except those of add-ons."
  }

  assert {
    condition     = keys(aws_iam_role.this) == ["kube-system/addon", "shop/reader", "shop/uploader"] && aws_eks_pod_identity_association.this["shop/existing"].role_arn == "arn:aws:iam::111122223333:role/mine"
    error_message = "A role that exists must be used as it is."
  }

  assert {
    condition     = keys(aws_iam_role_policy_attachment.this) == ["shop/uploader/arn:aws:iam::111122223333:policy/own", "shop/uploader/service-role/Some"] && keys(aws_iam_role_policy.this) == ["shop/uploader/statements"]
    error_message = "A policy must stand under its account and its name, that of AWS without the beginning of its ARN."
  }

  assert {
    condition     = aws_eks_pod_identity_association.this["shop/uploader"].tags == tomap({ team = "platform", part = "shop", Name = "shop/uploader" })
    error_message = "The association must have the tags of the account."
  }

  assert {
    condition     = jsondecode(aws_iam_role.this["shop/uploader"].assume_role_policy).Statement[0].Condition.StringEquals == { "aws:RequestTag/eks-cluster-arn" = "arn:aws:eks:us-west-2:111122223333:cluster/demo", "aws:RequestTag/kubernetes-namespace" = "shop", "aws:RequestTag/kubernetes-service-account" = "uploader" }
    error_message = "With Pod Identity, the role trusts one account of one cluster."
  }

  assert {
    condition     = jsondecode(aws_iam_role.this["shop/reader"].assume_role_policy).Statement[0].Condition.StringEquals == { "oidc.eks.us-west-2.amazonaws.com/id/A:aud" = "sts.amazonaws.com", "oidc.eks.us-west-2.amazonaws.com/id/A:sub" = "system:serviceaccount:shop:reader" } && jsondecode(aws_iam_role.this["shop/reader"].assume_role_policy).Statement[0].Principal.Federated == "arn:aws:iam::111122223333:oidc-provider/oidc.eks.us-west-2.amazonaws.com/id/A"
    error_message = "With irsa, the role trusts the tokens of one account."
  }

  assert {
    condition     = keys(output.role_arns) == ["kube-system/addon", "shop/reader", "shop/uploader"] && output.oidc_provider_arn != ""
    error_message = "The roles that were made must be handed on."
  }
}

run "another_policy_and_another_account_touch_nothing_else" {
  command = plan

  variables {
    accounts = {
      "shop/uploader" = {
        namespace    = "shop"
        name         = "uploader"
        irsa         = false
        association  = true
        role         = { name = "uploader", path = "/", policy_arns = ["arn:aws:iam::aws:policy/service-role/Some", "arn:aws:iam::aws:policy/Other"], tags = { part = "shop" } }
        policies     = { statements = "{}" }
        session_tags = false
      }
    }
  }

  assert {
    condition     = keys(aws_iam_role_policy_attachment.this) == ["shop/uploader/Other", "shop/uploader/service-role/Some"]
    error_message = "The policy that stays must keep its key."
  }

  assert {
    condition     = jsondecode(aws_iam_role.this["shop/uploader"].assume_role_policy).Statement[0] == { Effect = "Allow", Action = ["sts:AssumeRole", "sts:TagSession"], Principal = { Service = "pods.eks.amazonaws.com" } }
    error_message = "Without tags of the session, the trust policy cannot ask for any, and admits those that the association sends until it is changed."
  }
}

run "without_audiences_there_is_no_provider" {
  command = plan

  variables {
    oidc_audiences = []
    accounts       = {}
  }

  assert {
    condition     = length(aws_iam_openid_connect_provider.this) == 0 && output.oidc_provider_arn == ""
    error_message = "The provider is made on demand only."
  }
}

run "refuses_irsa_without_a_provider" {
  command = plan

  variables {
    oidc_audiences = []
  }

  expect_failures = [var.accounts]
}

run "refuses_what_is_out_of_form" {
  command = plan

  variables {
    cluster_name   = "-demo"
    partition      = "aws-moon"
    region         = "Oregon"
    account_id     = "1"
    oidc_issuer    = "oidc.eks"
    oidc_audiences = [for number in range(101) : "audience-${number}"]
    accounts       = {}
  }

  expect_failures = [var.cluster_name, var.partition, var.region, var.account_id, var.oidc_issuer, var.oidc_audiences]
}

run "refuses_roles_of_another_partition" {
  command = plan

  variables {
    partition = "aws-cn"
  }

  expect_failures = [var.accounts]
}

run "refuses_a_key_that_is_not_the_account" {
  command = plan

  variables {
    accounts = { "shop/other" = { namespace = "shop", name = "uploader", irsa = false, association = true, role = { name = "a", path = "/", policy_arns = [], tags = {} }, policies = {}, session_tags = true } }
  }

  expect_failures = [var.accounts]
}

run "refuses_an_association_with_irsa" {
  command = plan

  variables {
    accounts = { "shop/uploader" = { namespace = "shop", name = "uploader", irsa = true, association = true, role = { name = "a", path = "/", policy_arns = [], tags = {} }, policies = {}, session_tags = true } }
  }

  expect_failures = [var.accounts]
}

run "refuses_a_role_name_that_is_too_long" {
  command = plan

  variables {
    accounts = { "shop/uploader" = { namespace = "shop", name = "uploader", irsa = false, association = true, role = { name = "r2345678901234567890123456789012345678901234567890123456789012345", path = "/", policy_arns = [], tags = {} }, policies = {}, session_tags = true } }
  }

  expect_failures = [var.accounts]
}
