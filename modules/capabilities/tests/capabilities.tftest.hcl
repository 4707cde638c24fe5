# Needs version 6.25 of the provider, as the module does.
mock_provider "aws" {}

variables {
  cluster_name = "demo"
  partition    = "aws"
  capabilities = {
    argocd = {
      name                      = "gitops"
      type                      = "ARGOCD"
      role                      = { arn = "arn:aws:iam::111122223333:role/argocd", name = "a", path = "/", policy_arns = [], tags = {} }
      access                    = {}
      delete_propagation_policy = "RETAIN"
      argo_cd = {
        idc_instance_arn = "arn:aws:sso:::instance/ssoins-0123456789abcdef"
        idc_region       = "us-east-1"
        namespace        = "argocd"
        role_mappings    = { ADMIN = [{ id = "01234567-89ab-cdef-0123-456789abcdef", type = "SSO_GROUP" }] }
        vpc_endpoint_ids = ["vpce-0123456789abcdef0"]
      }
      tags = {}
    }
    kro = {
      name                      = "kro"
      type                      = "KRO"
      role                      = { name = "demo-us-west-2-capability-kro", path = "/", policy_arns = ["arn:aws:iam::111122223333:policy/more"], policy = "{}", tags = { part = "role" } }
      access                    = { AmazonEKSEditPolicy = { policy_arn = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSEditPolicy", namespaces = ["shop"] } }
      delete_propagation_policy = "RETAIN"
      tags                      = { part = "kro" }
    }
  }
  tags = { team = "platform" }
}

run "a_capability_has_its_role_and_its_tags" {
  command = plan

  assert {
    condition     = aws_eks_capability.this["kro"].type == "KRO" && aws_eks_capability.this["kro"].delete_propagation_policy == "RETAIN" && length(aws_eks_capability.this["kro"].configuration) == 0
    error_message = "A capability must have its type and its deletion policy, and kro has no settings."
  }

  assert {
    condition     = aws_eks_capability.this["kro"].tags == tomap({ team = "platform", part = "kro", Name = "kro" })
    error_message = "A capability must carry its name and the tags."
  }

  assert {
    condition     = keys(aws_iam_role.this) == ["kro"] && aws_eks_capability.this["argocd"].role_arn == "arn:aws:iam::111122223333:role/argocd"
    error_message = "A role that exists must be used as it is."
  }
}

run "only_capabilities_take_the_role" {
  command = plan

  assert {
    condition     = jsondecode(aws_iam_role.this["kro"].assume_role_policy).Statement == [{ Effect = "Allow", Action = ["sts:AssumeRole", "sts:TagSession"], Principal = { Service = "capabilities.eks.amazonaws.com" } }]
    error_message = "EKS must be able to take the role and to tag its sessions."
  }

  assert {
    condition     = keys(aws_iam_role_policy_attachment.this) == ["kro/arn:aws:iam::111122223333:policy/more"] && aws_iam_role_policy.this["kro"].policy == "{}"
    error_message = "The role gets the given policies, and no others."
  }

  assert {
    condition     = keys(aws_eks_access_policy_association.this) == ["kro/AmazonEKSEditPolicy"] && aws_eks_access_policy_association.this["kro/AmazonEKSEditPolicy"].access_scope[0].namespaces == toset(["shop"])
    error_message = "A further access policy must have its namespaces."
  }
}

run "argo_cd_has_its_settings" {
  command = plan

  assert {
    condition     = aws_eks_capability.this["argocd"].configuration[0].argo_cd[0].namespace == "argocd" && aws_eks_capability.this["argocd"].configuration[0].argo_cd[0].aws_idc[0].idc_region == "us-east-1" && aws_eks_capability.this["argocd"].configuration[0].argo_cd[0].network_access[0].vpce_ids == toset(["vpce-0123456789abcdef0"])
    error_message = "Argo CD must have its namespace, its instance of Identity Center and its way in."
  }

  assert {
    condition     = one(aws_eks_capability.this["argocd"].configuration[0].argo_cd[0].rbac_role_mapping).role == "ADMIN"
    error_message = "Argo CD must have its role mappings."
  }
}
