# The AWS permissions of service accounts: a role for each, and how pods get it.

locals {
  cluster_arn = "arn:${var.partition}:eks:${var.region}:${var.account_id}:cluster/${var.cluster_name}"
  issuer      = trimprefix(var.oidc_issuer, "https://")
  made        = { for key, account in var.accounts : key => account if account.role.arn == null }
}

# IAM finds the certificates of the issuer itself: those of EKS are signed by a root that it trusts.
resource "aws_iam_openid_connect_provider" "this" {
  for_each = toset(length(var.oidc_audiences) > 0 ? ["this"] : [])

  url            = var.oidc_issuer
  client_id_list = var.oidc_audiences

  tags = merge(var.tags, { Name = "${var.cluster_name}-${var.region}" })
}

# Without an ARN of a role that exists, the module makes one.
resource "aws_iam_role" "this" {
  for_each = local.made

  name                 = each.value.role.name
  path                 = each.value.role.path
  permissions_boundary = each.value.role.permissions_boundary
  description          = "Service account ${each.key} in the EKS cluster ${var.cluster_name}"

  assume_role_policy = each.value.irsa ? jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = aws_iam_openid_connect_provider.this["this"].arn }
      Condition = {
        StringEquals = {
          "${local.issuer}:aud" = "sts.amazonaws.com"
          "${local.issuer}:sub" = "system:serviceaccount:${each.value.namespace}:${each.value.name}"
        }
      }
    }]
    }) : jsonencode({
    Version = "2012-10-17"
    Statement = [merge(
      {
        Effect    = "Allow"
        Action    = ["sts:AssumeRole", "sts:TagSession"]
        Principal = { Service = "pods.eks.amazonaws.com" }
      },
      # The tags say whose session it is; without them nothing in the request does. They may be set either way:
      # the role changes before its association, which sends them until then.
      each.value.session_tags ? {
        Condition = {
          StringEquals = {
            "aws:RequestTag/eks-cluster-arn"            = local.cluster_arn
            "aws:RequestTag/kubernetes-namespace"       = each.value.namespace
            "aws:RequestTag/kubernetes-service-account" = each.value.name
          }
        }
      } : {},
    )]
  })

  tags = merge(var.tags, each.value.role.tags, { Name = each.value.role.name })

  lifecycle {
    # The account has its next role before this one goes.
    create_before_destroy = true
  }
}

# Literal ARNs: one that is unknown at plan would replace the attachment.
resource "aws_iam_role_policy_attachment" "this" {
  for_each = merge([
    for key, account in local.made : {
      for arn in account.role.policy_arns : "${key}/${trimprefix(arn, "arn:${var.partition}:iam::aws:policy/")}" => {
        account = key
        arn     = arn
      }
    }
  ]...)

  role       = aws_iam_role.this[each.value.account].name
  policy_arn = each.value.arn

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_iam_role_policy" "this" {
  for_each = merge([
    for key, account in local.made : {
      for name, policy in account.policies : "${key}/${name}" => {
        account = key
        name    = name
        policy  = policy
      }
    }
  ]...)

  name   = each.value.name
  role   = aws_iam_role.this[each.value.account].name
  policy = each.value.policy

  lifecycle {
    create_before_destroy = true
  }
}

# EKS itself makes the association of an add-on's account, with the add-on.
resource "aws_eks_pod_identity_association" "this" {
  for_each = { for key, account in var.accounts : key => account if account.association }

  cluster_name    = var.cluster_name
  namespace       = each.value.namespace
  service_account = each.value.name
  role_arn        = each.value.role.arn == null ? aws_iam_role.this[each.key].arn : each.value.role.arn

  tags = merge(var.tags, each.value.role.tags, { Name = each.key })

  # A pod that starts before its permissions stand fails.
  depends_on = [
    aws_iam_role_policy_attachment.this,
    aws_iam_role_policy.this,
  ]
}
