locals {
  queue_arn      = "arn:${var.partition}:sqs:${var.region}:${var.account_id}:${var.name}"
  new_role_arn   = "arn:${var.partition}:iam::${var.account_id}:role${var.node_role.path}${var.node_role.name}"
  node_role_arn  = var.node_role.arn == null ? local.new_role_arn : var.node_role.arn
  ec2_principals = concat(["ec2.amazonaws.com"], var.partition == "aws-cn" ? ["ec2.amazonaws.com.cn"] : [])

  needed_policies = concat(
    [
      "AmazonEC2ContainerRegistryPullOnly",
      "AmazonEKSWorkerNodePolicy",
      "AmazonSSMManagedInstanceCore",
    ],
    var.cni_policy && var.ip_family == "ipv4" ? ["AmazonEKS_CNI_Policy"] : [],
  )
}

# --- Nodes -------------------------------------------------------------------------------------------

# Without an ARN of a role that exists, the module makes one. Karpenter puts it into instance profiles.
resource "aws_iam_role" "node" {
  for_each = toset(var.node_role.arn == null ? ["this"] : [])

  name                 = var.node_role.name
  path                 = var.node_role.path
  permissions_boundary = var.node_role.permissions_boundary
  description          = "Nodes of Karpenter in the EKS cluster ${var.cluster_name}"

  # China: AWS's own documents disagree on the suffix of the EC2 principal, so both are trusted there.
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = local.ec2_principals }
    }]
  })

  tags = merge(var.tags, var.node_role.tags, { Name = var.node_role.name })
}

resource "aws_iam_role_policy_attachment" "node" {
  for_each = var.node_role.arn == null ? merge(
    { for arn in var.node_role.policy_arns : arn => arn if !contains(local.needed_policies, basename(arn)) },
    { for name in local.needed_policies : name => "arn:${var.partition}:iam::aws:policy/${name}" },
  ) : {}

  role       = aws_iam_role.node["this"].name
  policy_arn = each.value
}

resource "aws_iam_role_policy" "node" {
  for_each = toset(var.node_role.arn == null && var.node_role.policy != null ? ["this"] : [])

  name   = "statements"
  role   = aws_iam_role.node["this"].name
  policy = var.node_role.policy
}

# AWS has no policy of its own for the VPC CNI on IPv6 (EKS user guide, "Amazon EKS node IAM role").
resource "aws_iam_role_policy" "cni_ipv6" {
  # checkov:skip=CKV_AWS_290:AWS lists these permissions for the VPC CNI on IPv6, and for all resources.
  # checkov:skip=CKV_AWS_355:AWS lists these permissions for the VPC CNI on IPv6, and for all resources.
  for_each = toset(var.node_role.arn == null && var.cni_policy && var.ip_family == "ipv6" ? ["this"] : [])

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

# --- Controller --------------------------------------------------------------------------------------

resource "aws_iam_role" "controller" {
  name                 = var.controller_role.name
  path                 = var.controller_role.path
  permissions_boundary = var.controller_role.permissions_boundary
  description          = "Karpenter in the EKS cluster ${var.cluster_name}"

  # EKS Pod Identity; the principal is the same in every partition.
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = ["sts:AssumeRole", "sts:TagSession"]
      Principal = { Service = "pods.eks.amazonaws.com" }
    }]
  })

  tags = merge(var.tags, var.controller_role.tags, { Name = var.controller_role.name })
}

# One policy for each thing that Karpenter does: together they are longer than IAM allows for one.
resource "aws_iam_policy" "controller" {
  for_each = merge(local.policies, length(var.disk_keys) > 0 ? { disk-keys = local.disk_key_statements } : {})

  name        = "${var.controller_role.name}-${each.key}"
  path        = var.controller_role.path
  description = "Karpenter in the EKS cluster ${var.cluster_name}: ${replace(each.key, "-", " ")}"
  policy      = jsonencode({ Version = "2012-10-17", Statement = each.value })

  tags = merge(var.tags, { Name = "${var.controller_role.name}-${each.key}" })
}

resource "aws_iam_role_policy_attachment" "controller" {
  for_each = merge(local.policies, length(var.disk_keys) > 0 ? { disk-keys = local.disk_key_statements } : {})

  role       = aws_iam_role.controller.name
  policy_arn = aws_iam_policy.controller[each.key].arn
}
