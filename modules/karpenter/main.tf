# What Karpenter needs in AWS. The chart, which runs the controller, is installed by whoever owns the cluster.

# EKS makes the entries of managed node groups and of Fargate by itself, but not of nodes that it did not start.
resource "aws_eks_access_entry" "node" {
  cluster_name  = var.cluster_name
  principal_arn = local.node_role_arn
  type          = "EC2_LINUX"

  tags = var.tags

  # Named by a literal ARN: EKS refuses an entry for a role that does not exist yet.
  depends_on = [aws_iam_role.node]
}

resource "aws_eks_pod_identity_association" "controller" {
  cluster_name    = var.cluster_name
  namespace       = var.namespace
  service_account = "karpenter"
  role_arn        = aws_iam_role.controller.arn

  tags = merge(var.tags, { Name = var.controller_role.name })
}

# Resources of their own: the provider ignores this tag on all others, where controllers set it. Karpenter
# needs exactly one security group with it, and finds the subnets of its nodes by it.
resource "aws_ec2_tag" "subnet" {
  for_each = var.subnet_ids

  resource_id = each.value
  key         = "karpenter.sh/discovery"
  value       = var.cluster_name
}

resource "aws_ec2_tag" "security_group" {
  resource_id = var.security_group_id
  key         = "karpenter.sh/discovery"
  value       = var.cluster_name
}
