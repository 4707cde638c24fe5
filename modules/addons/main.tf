resource "aws_eks_addon" "this" {
  for_each = var.addons

  cluster_name         = var.cluster_name
  addon_name           = each.value.name
  addon_version        = each.value.version
  configuration_values = each.value.configuration
  preserve             = each.value.preserve

  # Nothing can be preserved in a cluster that does not have the add-on yet; what stands there by the same
  # name is taken over unless that is ruled out.
  resolve_conflicts_on_create = each.value.resolve_conflicts == "NONE" ? "NONE" : "OVERWRITE"
  resolve_conflicts_on_update = each.value.resolve_conflicts

  dynamic "pod_identity_association" {
    for_each = each.value.service_accounts

    content {
      service_account = pod_identity_association.key
      role_arn        = aws_iam_role.service_account["${each.key}/${pod_identity_association.key}"].arn
    }
  }

  tags = merge(var.tags, each.value.tags, { Name = each.value.name })

  # A pod that starts before its permissions stand fails, and the add-on stays "degraded" for 20 minutes.
  depends_on = [
    var.after,
    aws_iam_role_policy_attachment.service_account,
  ]
}

resource "aws_iam_role" "service_account" {
  for_each = merge([
    for key, addon in var.addons : {
      for name, account in addon.service_accounts : "${key}/${name}" => {
        name      = name
        role_name = account.role_name
      }
    }
  ]...)

  name        = each.value.role_name
  description = "Service account ${each.value.name} in the EKS cluster ${var.cluster_name}"

  # EKS Pod Identity; the principal is the same in every partition.
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = ["sts:AssumeRole", "sts:TagSession"]
      Principal = { Service = "pods.eks.amazonaws.com" }
    }]
  })

  tags = merge(var.tags, { Name = each.value.role_name })
}

resource "aws_iam_role_policy_attachment" "service_account" {
  for_each = merge(flatten([
    for key, addon in var.addons : [
      for name, account in addon.service_accounts : {
        for arn in account.policy_arns : "${key}/${name}/${arn}" => {
          account    = "${key}/${name}"
          policy_arn = arn
        }
      }
    ]
  ])...)

  role       = aws_iam_role.service_account[each.value.account].name
  policy_arn = each.value.policy_arn
}
