# EKS Auto Mode: the role of the nodes that EKS starts. Their pods carry the cluster's own security group.

locals {
  auto_mode = contains(keys(var.auto_mode), "this")
  # EKS takes the role together with its own node pools, and makes the access entry itself; without them,
  # node classes name the role.
  auto_node_pools = flatten([for mode in values(var.auto_mode) : sort(mode.node_pools)])
  auto_node_role  = { for key, mode in var.auto_mode : key => mode.node_role if mode.node_role.arn == null }

  auto_node_role_arn = {
    for key, mode in var.auto_mode : key => mode.node_role.arn == null ? aws_iam_role.auto_node[key].arn : mode.node_role.arn
  }
}

resource "aws_iam_role" "auto_node" {
  for_each = local.auto_node_role

  name                 = each.value.name
  path                 = each.value.path
  permissions_boundary = each.value.permissions_boundary
  description          = "Auto Mode nodes of the EKS cluster ${var.name}"

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

  tags = merge(var.tags, each.value.tags, { Name = each.value.name })
}

resource "aws_iam_role_policy_attachment" "auto_node" {
  for_each = merge([
    for key, role in local.auto_node_role : merge(
      { for arn in role.policy_arns : arn => { role = key, arn = arn } },
      {
        for name in ["AmazonEC2ContainerRegistryPullOnly", "AmazonEKSWorkerNodeMinimalPolicy"] :
        name => { role = key, arn = "arn:${var.partition}:iam::aws:policy/${name}" }
      },
    )
  ]...)

  role       = aws_iam_role.auto_node[each.value.role].name
  policy_arn = each.value.arn
}

resource "aws_iam_role_policy" "auto_node" {
  for_each = { for key, role in local.auto_node_role : key => role.policy if role.policy != null }

  name   = "statements"
  role   = aws_iam_role.auto_node[each.key].name
  policy = each.value
}

resource "aws_eks_access_entry" "auto_node" {
  for_each = { for key, mode in var.auto_mode : key => mode if length(mode.node_pools) == 0 }

  cluster_name  = aws_eks_cluster.this.name
  principal_arn = local.auto_node_role_arn[each.key]
  type          = "EC2"

  tags = var.tags
}

resource "aws_eks_access_policy_association" "auto_node" {
  for_each = { for key, mode in var.auto_mode : key => mode if length(mode.node_pools) == 0 }

  cluster_name  = aws_eks_cluster.this.name
  principal_arn = aws_eks_access_entry.auto_node[each.key].principal_arn
  policy_arn    = "arn:${var.partition}:eks::aws:cluster-access-policy/AmazonEKSAutoNodePolicy"

  access_scope {
    type = "cluster"
  }
}
