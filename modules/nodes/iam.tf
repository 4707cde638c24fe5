locals {
  needed_policies = concat(
    [
      "AmazonEC2ContainerRegistryPullOnly",
      "AmazonEKSWorkerNodePolicy",
    ],
    var.cni_policy && var.ip_family == "ipv4" ? ["AmazonEKS_CNI_Policy"] : [],
    var.ssm ? ["AmazonSSMManagedInstanceCore"] : [],
  )
}

# Without an ARN of a role that exists, the module makes one.
resource "aws_iam_role" "node" {
  for_each = toset(var.role.arn == null ? ["this"] : [])

  name                 = var.role.name
  path                 = var.role.path
  permissions_boundary = var.role.permissions_boundary
  description          = "Nodes of group ${var.group} in the EKS cluster ${var.cluster_name}"

  # China: AWS's own documents disagree on the suffix of the EC2 principal, so both are trusted there.
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      Action = "sts:AssumeRole"
      Principal = {
        Service = concat(["ec2.amazonaws.com"], var.partition == "aws-cn" ? ["ec2.amazonaws.com.cn"] : [])
      }
    }]
  })

  tags = merge(var.tags, var.role.tags, { Name = var.role.name })
}

# Literal ARNs: one that is unknown at plan would replace the attachment, and as the new one is made first,
# deleting the old one would take the permission away.
resource "aws_iam_role_policy_attachment" "node" {
  for_each = var.role.arn == null ? merge(
    { for arn in var.role.policy_arns : arn => arn if !contains(local.needed_policies, basename(arn)) },
    { for name in local.needed_policies : name => "arn:${var.partition}:iam::aws:policy/${name}" },
  ) : {}

  role       = aws_iam_role.node["this"].name
  policy_arn = each.value
}

resource "aws_iam_role_policy" "own" {
  for_each = toset(var.role.arn == null && var.role.policy != null ? ["this"] : [])

  name   = "statements"
  role   = aws_iam_role.node["this"].name
  policy = var.role.policy
}

# AWS has no policy of its own for the VPC CNI on IPv6 (EKS user guide, "Amazon EKS node IAM role").
resource "aws_iam_role_policy" "cni_ipv6" {
  # checkov:skip=CKV_AWS_290:AWS lists these permissions for the VPC CNI on IPv6, and for all resources.
  # checkov:skip=CKV_AWS_355:AWS lists these permissions for the VPC CNI on IPv6, and for all resources.
  for_each = toset(var.role.arn == null && var.cni_policy && var.ip_family == "ipv6" ? ["this"] : [])

  name = "cni-ipv6"
  role = aws_iam_role.node["this"].name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect = "Allow"
        Action = [
          "ec2:AssignIpv6Addresses",
          "ec2:DescribeInstanceTypes",
          "ec2:DescribeInstances",
          "ec2:DescribeNetworkInterfaces",
          "ec2:DescribeTags",
        ]
        Resource = "*"
      },
      {
        Effect   = "Allow"
        Action   = "ec2:CreateTags"
        Resource = "arn:${var.partition}:ec2:*:*:network-interface/*"
      },
    ]
  })
}

moved {
  from = aws_iam_role.node
  to   = aws_iam_role.node["this"]
}
