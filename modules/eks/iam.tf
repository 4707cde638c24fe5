locals {
  cluster_policies = concat(
    ["AmazonEKSClusterPolicy"],
    local.auto_mode ? [
      "AmazonEKSBlockStoragePolicy",
      "AmazonEKSComputePolicy",
      "AmazonEKSLoadBalancingPolicy",
      "AmazonEKSNetworkingPolicy",
    ] : [],
  )
}

# Without an ARN of a role that exists, the module makes one.
resource "aws_iam_role" "cluster" {
  for_each = toset(var.role.arn == null ? ["this"] : [])

  name                 = var.role.name
  path                 = var.role.path
  permissions_boundary = var.role.permissions_boundary
  description          = "Control plane of the EKS cluster ${var.name}"

  # The principal is the same in every partition: eks.amazonaws.com.cn is refused in China.
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = ["sts:AssumeRole", "sts:TagSession"]
      Principal = { Service = "eks.amazonaws.com" }
    }]
  })

  tags = merge(var.tags, var.role.tags, { Name = var.role.name })
}

resource "aws_iam_role_policy_attachment" "cluster" {
  for_each = var.role.arn == null ? merge(
    { for name in local.cluster_policies : name => "arn:${var.partition}:iam::aws:policy/${name}" },
    { for arn in var.role.policy_arns : arn => arn if !contains(local.cluster_policies, basename(arn)) },
  ) : {}

  role       = aws_iam_role.cluster["this"].name
  policy_arn = each.value
}

resource "aws_iam_role_policy" "own" {
  for_each = toset(var.role.arn == null && var.role.policy != null ? ["this"] : [])

  name   = "statements"
  role   = aws_iam_role.cluster["this"].name
  policy = var.role.policy
}

# On destroy the control plane may still write its last lines after Terraform deleted the log group; with
# this they are lost instead of bringing back a group that nobody owns.
resource "aws_iam_role_policy" "deny_log_group" {
  for_each = toset(var.role.arn == null ? ["this"] : [])

  name = "deny-create-log-group"
  role = aws_iam_role.cluster["this"].name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Deny"
      Action   = "logs:CreateLogGroup"
      Resource = "*"
    }]
  })
}

resource "aws_iam_role_policy" "secrets_encryption" {
  for_each = var.role.arn == null ? var.secrets_encryption : {}

  name = "secrets-encryption"
  role = aws_iam_role.cluster["this"].name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:ListGrants"]
        Resource = each.value.key_arn
      },
      {
        Effect    = "Allow"
        Action    = "kms:CreateGrant"
        Resource  = each.value.key_arn
        Condition = { Bool = { "kms:GrantIsForAWSResource" = "true" } }
      },
    ]
  })
}

moved {
  from = aws_iam_role.cluster
  to   = aws_iam_role.cluster["this"]
}

moved {
  from = aws_iam_role_policy.deny_log_group
  to   = aws_iam_role_policy.deny_log_group["this"]
}
