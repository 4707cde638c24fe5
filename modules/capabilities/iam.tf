# EKS tries the role as soon as a capability is created. Nothing here waits for the cluster, so that in a new one IAM
# has known the role for minutes by then.
resource "aws_iam_role" "this" {
  for_each = { for key, capability in var.capabilities : key => capability.role if capability.role.arn == null }

  name                 = each.value.name
  path                 = each.value.path
  permissions_boundary = each.value.permissions_boundary
  description          = "EKS capability ${each.key}"

  # The principal is the same in every partition.
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = ["sts:AssumeRole", "sts:TagSession"]
      Principal = { Service = "capabilities.eks.amazonaws.com" }
    }]
  })

  tags = merge(var.tags, each.value.tags, { Name = each.value.name })
}

# Literal ARNs: one that is unknown at plan would replace the attachment.
resource "aws_iam_role_policy_attachment" "this" {
  for_each = merge([
    for key, capability in var.capabilities : {
      for arn in capability.role.policy_arns : "${key}/${arn}" => { capability = key, arn = arn }
    } if capability.role.arn == null
  ]...)

  role       = aws_iam_role.this[each.value.capability].name
  policy_arn = each.value.arn
}

resource "aws_iam_role_policy" "this" {
  for_each = {
    for key, capability in var.capabilities : key => capability.role.policy
    if capability.role.arn == null && capability.role.policy != null
  }

  name   = "statements"
  role   = aws_iam_role.this[each.key].name
  policy = each.value
}
