mock_provider "aws" {}

variables {
  cluster_name = "demo"
  partition    = "aws"
  after        = []
  addons = {
    vpc-cni = {
      name              = "vpc-cni"
      version           = "v1.20.4-eksbuild.2"
      configuration     = "{\"env\":{\"ENABLE_PREFIX_DELEGATION\":\"true\"}}"
      preserve          = true
      resolve_conflicts = "PRESERVE"
      tags              = { part = "addon" }
      service_accounts = {
        aws-node = { name = "demo-us-west-2-aws-node", path = "/", policy_arns = ["arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy"], tags = {} }
      }
    }
    kube-proxy = {
      name              = "kube-proxy"
      preserve          = false
      resolve_conflicts = "NONE"
      tags              = { part = "addon" }
      service_accounts  = {}
    }
  }
  tags = { team = "platform" }
}

run "addons_and_the_permissions_of_their_pods" {
  command = plan

  assert {
    condition     = keys(aws_eks_addon.this) == ["kube-proxy", "vpc-cni"] && aws_eks_addon.this["vpc-cni"].addon_version == "v1.20.4-eksbuild.2" && aws_eks_addon.this["vpc-cni"].configuration_values == "{\"env\":{\"ENABLE_PREFIX_DELEGATION\":\"true\"}}"
    error_message = "Every add-on must stand under its key, with its version and configuration."
  }

  assert {
    condition     = aws_eks_addon.this["vpc-cni"].preserve && !aws_eks_addon.this["kube-proxy"].preserve
    error_message = "Whether an add-on's objects outlive it must be its own choice."
  }

  assert {
    condition     = aws_eks_addon.this["vpc-cni"].tags == tomap({ team = "platform", part = "addon", Name = "vpc-cni" })
    error_message = "An add-on must have its own tags besides those of every resource."
  }

  assert {
    condition     = aws_eks_addon.this["vpc-cni"].resolve_conflicts_on_create == "OVERWRITE" && aws_eks_addon.this["vpc-cni"].resolve_conflicts_on_update == "PRESERVE"
    error_message = "Changes made in the cluster are preserved on update; on creation there are none."
  }

  assert {
    condition     = aws_eks_addon.this["kube-proxy"].resolve_conflicts_on_create == "NONE" && aws_eks_addon.this["kube-proxy"].resolve_conflicts_on_update == "NONE"
    error_message = "An add-on that must overwrite nothing must overwrite nothing on creation either."
  }

  assert {
    condition     = [for association in aws_eks_addon.this["vpc-cni"].pod_identity_association : association.service_account] == ["aws-node"] && length(aws_eks_addon.this["kube-proxy"].pod_identity_association) == 0
    error_message = "A service account must get its permissions by pod identity, and only where it has some."
  }

  assert {
    condition     = keys(aws_iam_role.service_account) == ["vpc-cni/aws-node"] && aws_iam_role.service_account["vpc-cni/aws-node"].name == "demo-us-west-2-aws-node"
    error_message = "A role must stand under its add-on and service account."
  }

  assert {
    condition     = jsondecode(aws_iam_role.service_account["vpc-cni/aws-node"].assume_role_policy).Statement[0] == { Effect = "Allow", Action = ["sts:AssumeRole", "sts:TagSession"], Principal = { Service = "pods.eks.amazonaws.com" } }
    error_message = "Only pod identity may take the role."
  }

  assert {
    condition     = keys(aws_iam_role_policy_attachment.service_account) == ["vpc-cni/aws-node/arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy"]
    error_message = "The role must have the listed policies and no others."
  }
}

run "refuses_what_is_out_of_form" {
  command = plan

  variables {
    cluster_name = "-demo"
    partition    = "aws-moon"
    addons       = { a = { name = "a", preserve = false, resolve_conflicts = "overwrite", tags = {}, service_accounts = {} } }
  }

  # The add-ons are held against the partition, and so are asked only when that one is right.
  expect_failures = [var.cluster_name, var.partition]
}

run "refuses_policies_of_another_partition" {
  command = plan

  variables {
    partition = "aws-cn"
  }

  expect_failures = [var.addons]
}

run "refuses_unknown_conflict_rule" {
  command = plan

  variables {
    addons = { a = { name = "a", preserve = false, resolve_conflicts = "overwrite", tags = {}, service_accounts = {} } }
  }

  expect_failures = [var.addons]
}

run "refuses_name_with_space" {
  command = plan

  variables {
    addons = { a = { name = "vpc cni", preserve = false, resolve_conflicts = "NONE", tags = {}, service_accounts = {} } }
  }

  expect_failures = [var.addons]
}

run "refuses_one_addon_twice" {
  command = plan

  variables {
    addons = {
      a = { name = "vpc-cni", preserve = false, resolve_conflicts = "NONE", tags = {}, service_accounts = {} }
      b = { name = "vpc-cni", preserve = false, resolve_conflicts = "NONE", tags = {}, service_accounts = {} }
    }
  }

  expect_failures = [var.addons]
}

run "refuses_version_without_build" {
  command = plan

  variables {
    addons = { a = { name = "vpc-cni", version = "1.20.4", preserve = false, resolve_conflicts = "NONE", tags = {}, service_accounts = {} } }
  }

  expect_failures = [var.addons]
}

run "refuses_configuration_that_is_no_json_object" {
  command = plan

  variables {
    addons = { a = { name = "vpc-cni", configuration = "env: {}", preserve = false, resolve_conflicts = "NONE", tags = {}, service_accounts = {} } }
  }

  expect_failures = [var.addons]
}

run "the_role_of_a_service_account_is_made_as_described" {
  command = plan

  variables {
    addons = {
      vpc-cni = {
        name              = "vpc-cni"
        preserve          = false
        resolve_conflicts = "NONE"
        tags              = {}
        service_accounts = {
          aws-node = {
            name                 = "cni"
            path                 = "/eks/"
            permissions_boundary = "arn:aws:iam::111122223333:policy/boundary"
            policy_arns          = ["arn:aws:iam::111122223333:policy/more"]
            policy               = jsonencode({ Version = "2012-10-17", Statement = [] })
            tags                 = { part = "cni" }
          }
        }
      }
    }
  }

  assert {
    condition     = aws_iam_role.service_account["vpc-cni/aws-node"].path == "/eks/" && aws_iam_role.service_account["vpc-cni/aws-node"].permissions_boundary == "arn:aws:iam::111122223333:policy/boundary" && aws_iam_role.service_account["vpc-cni/aws-node"].tags.part == "cni"
    error_message = "The role must have the path, the boundary and the tags."
  }

  assert {
    condition     = keys(aws_iam_role_policy.service_account) == ["vpc-cni/aws-node"] && aws_iam_role_policy.service_account["vpc-cni/aws-node"].policy == "{\"Statement\":[],\"Version\":\"2012-10-17\"}"
    error_message = "The inline policy must be the given one."
  }
}

run "a_role_that_exists_is_used_as_it_is" {
  command = plan

  variables {
    addons = {
      vpc-cni = {
        name              = "vpc-cni"
        preserve          = false
        resolve_conflicts = "NONE"
        tags              = {}
        service_accounts = {
          aws-node = { arn = "arn:aws:iam::111122223333:role/mine", name = "a", path = "/", policy_arns = ["arn:aws:iam::111122223333:policy/more"], policy = "{}", tags = {} }
        }
      }
    }
  }

  assert {
    condition     = length(aws_iam_role.service_account) + length(aws_iam_role_policy_attachment.service_account) + length(aws_iam_role_policy.service_account) == 0
    error_message = "Nothing may be made for a role that exists."
  }

  assert {
    condition     = [for association in aws_eks_addon.this["vpc-cni"].pod_identity_association : association.role_arn] == ["arn:aws:iam::111122223333:role/mine"]
    error_message = "The add-on must get the role that exists."
  }
}

run "refuses_role_name_that_is_too_long" {
  command = plan

  variables {
    addons = { a = { name = "vpc-cni", preserve = false, resolve_conflicts = "NONE", tags = {}, service_accounts = { aws-node = { name = "r2345678901234567890123456789012345678901234567890123456789012345", path = "/", policy_arns = [], tags = {} } } } }
  }

  expect_failures = [var.addons]
}

run "the_vpc_cni_makes_an_eniconfig_a_zone" {
  command = plan

  variables {
    addons = {
      vpc-cni = {
        name              = "vpc-cni"
        configuration     = "{\"env\":{\"ENI_CONFIG_LABEL_DEF\":\"topology.kubernetes.io/zone\"}}"
        preserve          = false
        resolve_conflicts = "OVERWRITE"
        eni_config        = { region = "us-west-2", subnet_ids = { us-west-2a = "subnet-1", us-west-2b = "subnet-2" }, security_group_ids = ["sg-1"] }
        tags              = {}
        service_accounts  = {}
      }
    }
  }

  assert {
    condition = jsondecode(aws_eks_addon.this["vpc-cni"].configuration_values) == {
      env = { ENI_CONFIG_LABEL_DEF = "topology.kubernetes.io/zone" }
      eniConfig = {
        create  = true
        region  = "us-west-2"
        subnets = { us-west-2a = { id = "subnet-1", securityGroups = ["sg-1"] }, us-west-2b = { id = "subnet-2", securityGroups = ["sg-1"] } }
      }
    }
    error_message = "The configuration must have an ENIConfig for each zone, besides what is written."
  }
}

run "an_add_on_that_needs_others_stands_apart" {
  command = plan

  variables {
    addons = {
      adot         = { name = "adot", preserve = false, resolve_conflicts = "OVERWRITE", waits = true, tags = {}, service_accounts = {} }
      cert-manager = { name = "cert-manager", preserve = false, resolve_conflicts = "OVERWRITE", tags = {}, service_accounts = {} }
      privateca-connector = {
        name              = "aws-privateca-connector-for-kubernetes"
        version           = "v1.6.0-eksbuild.1"
        configuration     = "{\"replicaCount\":2}"
        preserve          = true
        resolve_conflicts = "NONE"
        waits             = true
        tags              = { part = "addon" }
        service_accounts = {
          aws-privateca-issuer = { name = "demo-pca", path = "/", policy_arns = ["arn:aws:iam::aws:policy/AWSPrivateCAConnectorForKubernetesPolicy"], tags = {} }
        }
      }
    }
  }

  assert {
    condition     = keys(aws_eks_addon.this) == ["cert-manager"] && keys(aws_eks_addon.waiting) == ["adot", "privateca-connector"]
    error_message = "What needs another add-on must wait for all others of the call."
  }

  assert {
    condition     = aws_eks_addon.waiting["privateca-connector"].addon_version == "v1.6.0-eksbuild.1" && aws_eks_addon.waiting["privateca-connector"].configuration_values == "{\"replicaCount\":2}" && aws_eks_addon.waiting["privateca-connector"].preserve && aws_eks_addon.waiting["privateca-connector"].tags.part == "addon"
    error_message = "An add-on that waits must be as described."
  }

  assert {
    condition     = aws_eks_addon.waiting["privateca-connector"].resolve_conflicts_on_create == "NONE" && aws_eks_addon.waiting["adot"].resolve_conflicts_on_create == "OVERWRITE" && aws_eks_addon.waiting["adot"].resolve_conflicts_on_update == "OVERWRITE"
    error_message = "Conflicts must be resolved as for the others."
  }

  assert {
    condition     = [for association in aws_eks_addon.waiting["privateca-connector"].pod_identity_association : association.service_account] == ["aws-privateca-issuer"] && keys(aws_iam_role_policy_attachment.service_account) == ["privateca-connector/aws-privateca-issuer/arn:aws:iam::aws:policy/AWSPrivateCAConnectorForKubernetesPolicy"]
    error_message = "An add-on that waits must have its permissions."
  }
}

run "refuses_namespace_with_capitals" {
  command = plan

  variables {
    addons = { a = { name = "cert-manager", namespace = "Certs", preserve = false, resolve_conflicts = "NONE", tags = {}, service_accounts = {} } }
  }

  expect_failures = [var.addons]
}

run "roles_that_are_made_elsewhere_are_delivered" {
  command = plan

  variables {
    addons = {
      efs-csi = {
        name              = "aws-efs-csi-driver"
        preserve          = false
        resolve_conflicts = "OVERWRITE"
        tags              = {}
        service_accounts = {
          efs-csi-node-sa = { arn = "arn:aws:iam::111122223333:role/node", name = "a", path = "/", policy_arns = [], tags = {} }
        }
        other_roles = { efs-csi-controller-sa = "arn:aws:iam::111122223333:role/controller" }
      }
      ebs-csi = {
        name              = "aws-ebs-csi-driver"
        preserve          = false
        resolve_conflicts = "OVERWRITE"
        tags              = {}
        service_accounts  = {}
        service_role_arn  = "arn:aws:iam::111122223333:role/irsa"
      }
    }
  }

  assert {
    condition     = { for association in aws_eks_addon.this["efs-csi"].pod_identity_association : association.service_account => association.role_arn } == { efs-csi-node-sa = "arn:aws:iam::111122223333:role/node", efs-csi-controller-sa = "arn:aws:iam::111122223333:role/controller" }
    error_message = "Each service account must get its own role by Pod Identity."
  }

  assert {
    condition     = aws_eks_addon.this["ebs-csi"].service_account_role_arn == "arn:aws:iam::111122223333:role/irsa" && length(aws_eks_addon.this["ebs-csi"].pod_identity_association) == 0
    error_message = "An add-on with IRSA must have its role, and no association."
  }
}
