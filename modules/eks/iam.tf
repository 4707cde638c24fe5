resource "aws_iam_role" "cluster" {
  name        = var.role_name
  description = "Control plane of the EKS cluster ${var.name}"

  # The principal is the same in every partition: eks.amazonaws.com.cn is refused in China.
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = ["sts:AssumeRole", "sts:TagSession"]
      Principal = { Service = "eks.amazonaws.com" }
    }]
  })

  tags = merge(var.tags, { Name = var.role_name })
}

resource "aws_iam_role_policy_attachment" "cluster" {
  for_each = toset(["AmazonEKSClusterPolicy"])

  role       = aws_iam_role.cluster.name
  policy_arn = "arn:${var.partition}:iam::aws:policy/${each.key}"
}

# On destroy the control plane may still write its last lines after Terraform deleted the log group; with
# this they are lost instead of bringing back a group that nobody owns.
resource "aws_iam_role_policy" "deny_log_group" {
  name = "deny-create-log-group"
  role = aws_iam_role.cluster.name

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
  for_each = var.secrets_encryption

  name = "secrets-encryption"
  role = aws_iam_role.cluster.name

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
