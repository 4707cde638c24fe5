output "name" {
  description = "Name of the node group."
  value       = aws_eks_node_group.this.node_group_name
}

output "arn" {
  description = "ARN of the node group."
  value       = aws_eks_node_group.this.arn
}

output "role_arn" {
  description = "ARN of the nodes' IAM role."
  value       = var.role.arn == null ? aws_iam_role.node["this"].arn : var.role.arn
}

output "autoscaling_group_name" {
  description = "Name of the Auto Scaling group EKS made for the node group; load balancers attach to it."
  value       = aws_eks_node_group.this.resources[0].autoscaling_groups[0].name
}

output "ready" {
  description = "ARN of the node group, once its nodes have joined."
  value       = aws_eks_node_group.this.arn
}
