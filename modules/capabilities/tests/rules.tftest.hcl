# Every run is refused by the rules of the variables, which any version of the provider can test.
mock_provider "aws" {}

variables {
  cluster_name = "demo"
  partition    = "aws"
  capabilities = {}
  tags         = {}
}

run "refuses_what_is_out_of_form" {
  command = plan

  variables {
    cluster_name = "-demo"
    partition    = "aws-moon"
  }

  expect_failures = [var.cluster_name, var.partition]
}

run "refuses_names_that_eks_refuses" {
  command = plan

  variables {
    capabilities = { kro = { name = "-kro", type = "KRO", role = { name = "a", path = "/", policy_arns = [], tags = {} }, access = {}, delete_propagation_policy = "RETAIN", tags = {} } }
  }

  expect_failures = [var.capabilities]
}

run "refuses_two_of_one_type" {
  command = plan

  variables {
    capabilities = {
      a = { name = "a", type = "KRO", role = { name = "a", path = "/", policy_arns = [], tags = {} }, access = {}, delete_propagation_policy = "RETAIN", tags = {} }
      b = { name = "b", type = "KRO", role = { name = "b", path = "/", policy_arns = [], tags = {} }, access = {}, delete_propagation_policy = "RETAIN", tags = {} }
    }
  }

  expect_failures = [var.capabilities]
}

run "refuses_one_name_for_two" {
  command = plan

  variables {
    capabilities = {
      a = { name = "a", type = "KRO", role = { name = "a", path = "/", policy_arns = [], tags = {} }, access = {}, delete_propagation_policy = "RETAIN", tags = {} }
      b = { name = "a", type = "ACK", role = { name = "b", path = "/", policy_arns = [], tags = {} }, access = {}, delete_propagation_policy = "RETAIN", tags = {} }
    }
  }

  expect_failures = [var.capabilities]
}

run "refuses_argo_cd_without_settings" {
  command = plan

  variables {
    capabilities = { a = { name = "a", type = "ARGOCD", role = { name = "a", path = "/", policy_arns = [], tags = {} }, access = {}, delete_propagation_policy = "RETAIN", tags = {} } }
  }

  expect_failures = [var.capabilities]
}

run "refuses_other_deletion_policies" {
  command = plan

  variables {
    capabilities = { a = { name = "a", type = "ACK", role = { name = "a", path = "/", policy_arns = [], tags = {} }, access = {}, delete_propagation_policy = "DELETE", tags = {} } }
  }

  expect_failures = [var.capabilities]
}

run "refuses_unknown_roles_of_argo_cd" {
  command = plan

  variables {
    capabilities = {
      a = {
        name                      = "a"
        type                      = "ARGOCD"
        role                      = { name = "a", path = "/", policy_arns = [], tags = {} }
        access                    = {}
        delete_propagation_policy = "RETAIN"
        argo_cd = {
          idc_instance_arn = "arn:aws:sso:::instance/ssoins-0123456789abcdef"
          namespace        = "argocd"
          role_mappings    = { OWNER = [{ id = "01234567-89ab-cdef-0123-456789abcdef", type = "SSO_USER" }] }
          vpc_endpoint_ids = ["vpc-0123456789abcdef0"]
        }
        tags = {}
      }
    }
  }

  expect_failures = [var.capabilities]
}

run "refuses_policies_by_name" {
  command = plan

  variables {
    capabilities = { a = { name = "a", type = "KRO", role = { name = "a", path = "/", policy_arns = ["more"], tags = {} }, access = { a = { policy_arn = "AmazonEKSEditPolicy", namespaces = [] } }, delete_propagation_policy = "RETAIN", tags = {} } }
  }

  expect_failures = [var.capabilities]
}
