locals {
  # Add-on => service account => ARN of its role.
  roles = {
    for key, addon in var.addons : key => merge(
      {
        for name, role in addon.service_accounts : name =>
        role.arn == null ? aws_iam_role.service_account["${key}/${name}"].arn : role.arn
      },
      addon.other_roles,
    )
  }
}

resource "aws_eks_addon" "this" {
  for_each = { for key, addon in var.addons : key => addon if !addon.waits }

  cluster_name  = var.cluster_name
  addon_name    = each.value.name
  addon_version = each.value.version
  configuration_values = each.value.eni_config == null ? each.value.configuration : jsonencode(merge(jsondecode(coalesce(each.value.configuration, "{}")), {
    eniConfig = {
      create = true
      region = each.value.eni_config.region
      subnets = {
        for zone, id in each.value.eni_config.subnet_ids : zone => {
          id             = id
          securityGroups = each.value.eni_config.security_group_ids
        }
      }
    }
  }))
  preserve = each.value.preserve

  # Nothing can be preserved in a cluster that does not have the add-on yet; what stands there by the same
  # name is taken over unless that is ruled out.
  resolve_conflicts_on_create = each.value.resolve_conflicts == "NONE" ? "NONE" : "OVERWRITE"
  resolve_conflicts_on_update = each.value.resolve_conflicts

  service_account_role_arn = each.value.service_role_arn

  dynamic "pod_identity_association" {
    for_each = local.roles[each.key]

    content {
      service_account = pod_identity_association.key
      role_arn        = pod_identity_association.value
    }
  }

  tags = merge(var.tags, each.value.tags, { Name = each.value.name })

  # A pod that starts before its permissions stand fails, and the add-on stays "degraded" for 20 minutes.
  depends_on = [
    var.after,
    aws_iam_role_policy_attachment.service_account,
    aws_iam_role_policy.service_account,
  ]
}

# Add-ons that need others of this call, such as cert-manager: theirs are active first.
resource "aws_eks_addon" "waiting" {
  for_each = { for key, addon in var.addons : key => addon if addon.waits }

  cluster_name                = var.cluster_name
  addon_name                  = each.value.name
  addon_version               = each.value.version
  configuration_values        = each.value.configuration
  preserve                    = each.value.preserve
  resolve_conflicts_on_create = each.value.resolve_conflicts == "NONE" ? "NONE" : "OVERWRITE"
  resolve_conflicts_on_update = each.value.resolve_conflicts

  service_account_role_arn = each.value.service_role_arn

  dynamic "pod_identity_association" {
    for_each = local.roles[each.key]

    content {
      service_account = pod_identity_association.key
      role_arn        = pod_identity_association.value
    }
  }

  tags = merge(var.tags, each.value.tags, { Name = each.value.name })

  depends_on = [
    var.after,
    aws_eks_addon.this,
    aws_iam_role_policy_attachment.service_account,
    aws_iam_role_policy.service_account,
  ]
}

moved {
  from = aws_eks_addon.this["adot"]
  to   = aws_eks_addon.waiting["adot"]
}

moved {
  from = aws_eks_addon.this["privateca-connector"]
  to   = aws_eks_addon.waiting["privateca-connector"]
}

# Without an ARN of a role that exists, the module makes one.
resource "aws_iam_role" "service_account" {
  for_each = merge([
    for key, addon in var.addons : {
      for name, role in addon.service_accounts : "${key}/${name}" => {
        account = name
        role    = role
      } if role.arn == null
    }
  ]...)

  name                 = each.value.role.name
  path                 = each.value.role.path
  permissions_boundary = each.value.role.permissions_boundary
  description          = "Service account ${each.value.account} in the EKS cluster ${var.cluster_name}"

  # EKS Pod Identity; the principal is the same in every partition.
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = ["sts:AssumeRole", "sts:TagSession"]
      Principal = { Service = "pods.eks.amazonaws.com" }
    }]
  })

  tags = merge(var.tags, each.value.role.tags, { Name = each.value.role.name })

  lifecycle {
    # The add-on has its next role before this one goes.
    create_before_destroy = true
  }
}

resource "aws_iam_role_policy_attachment" "service_account" {
  for_each = merge(flatten([
    for key, addon in var.addons : [
      for name, role in addon.service_accounts : {
        for arn in role.policy_arns : "${key}/${name}/${arn}" => {
          account    = "${key}/${name}"
          policy_arn = arn
        }
      } if role.arn == null
    ]
  ])...)

  role       = aws_iam_role.service_account[each.value.account].name
  policy_arn = each.value.policy_arn

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_iam_role_policy" "service_account" {
  for_each = merge([
    for key, addon in var.addons : {
      for name, role in addon.service_accounts : "${key}/${name}" => role.policy
      if role.arn == null && role.policy != null
    }
  ]...)

  name   = "statements"
  role   = aws_iam_role.service_account[each.key].name
  policy = each.value

  lifecycle {
    create_before_destroy = true
  }
}
