# The provider makes and deletes the profiles of a cluster one after another, as EKS demands.
resource "aws_eks_fargate_profile" "this" {
  for_each = var.profiles

  cluster_name           = var.cluster_name
  fargate_profile_name   = each.value.name
  pod_execution_role_arn = each.value.role.arn == null ? aws_iam_role.pods[each.key].arn : each.value.role.arn
  subnet_ids             = each.value.subnet_ids

  dynamic "selector" {
    for_each = each.value.selectors

    content {
      namespace = selector.value.namespace
      labels    = selector.value.labels
    }
  }

  tags = merge(var.tags, each.value.tags, { Name = each.value.name })

  depends_on = [
    var.after,
    aws_iam_role_policy_attachment.pods,
    aws_iam_role_policy.pods,
  ]

  lifecycle {
    # EKS changes no profile: the new one has another name, and takes over before the old one goes.
    create_before_destroy = true
  }
}

# Without an ARN of a role that exists, the module makes one. EKS itself makes its access entry.
resource "aws_iam_role" "pods" {
  for_each = { for name, profile in var.profiles : name => profile.role if profile.role.arn == null }

  name                 = each.value.name
  path                 = each.value.path
  permissions_boundary = each.value.permissions_boundary
  description          = "Fargate profile ${each.key} of the EKS cluster ${var.cluster_name}"

  # The principal is the same in every partition.
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "eks-fargate-pods.amazonaws.com" }
      Condition = {
        ArnLike = { "aws:SourceArn" = "arn:${var.partition}:eks:${var.region}:${var.account_id}:fargateprofile/${var.cluster_name}/*" }
      }
    }]
  })

  tags = merge(var.tags, each.value.tags, { Name = each.value.name })
}

# Literal ARNs: one that is unknown at plan would replace the attachment.
resource "aws_iam_role_policy_attachment" "pods" {
  for_each = merge([
    for name, profile in var.profiles : merge(
      { for arn in profile.role.policy_arns : "${name}/${arn}" => { profile = name, arn = arn } },
      {
        "${name}/AmazonEKSFargatePodExecutionRolePolicy" = {
          profile = name
          arn     = "arn:${var.partition}:iam::aws:policy/AmazonEKSFargatePodExecutionRolePolicy"
        }
      },
    ) if profile.role.arn == null
  ]...)

  role       = aws_iam_role.pods[each.value.profile].name
  policy_arn = each.value.arn
}

resource "aws_iam_role_policy" "pods" {
  for_each = {
    for name, profile in var.profiles : name => profile.role.policy
    if profile.role.arn == null && profile.role.policy != null
  }

  name   = "statements"
  role   = aws_iam_role.pods[each.key].name
  policy = each.value
}
