output "name" {
  description = "Name of the node group, or of the Auto Scaling group of self-managed nodes."
  value       = var.self_managed == null ? aws_eks_node_group.this["this"].node_group_name : aws_autoscaling_group.this["this"].name
}

output "arn" {
  description = "ARN of the node group, or of the Auto Scaling group of self-managed nodes."
  value       = var.self_managed == null ? aws_eks_node_group.this["this"].arn : aws_autoscaling_group.this["this"].arn
}

output "role_arn" {
  description = "ARN of the nodes' IAM role."
  value       = var.role.arn == null ? aws_iam_role.node["this"].arn : var.role.arn
}

output "autoscaling_group_name" {
  description = "Name of the Auto Scaling group, which EKS makes for a managed group; load balancers attach to it."
  value       = var.self_managed == null ? aws_eks_node_group.this["this"].resources[0].autoscaling_groups[0].name : aws_autoscaling_group.this["this"].name
}

output "ready" {
  description = "ARN of the group, once its nodes have joined, or run."
  value       = var.self_managed == null ? aws_eks_node_group.this["this"].arn : aws_autoscaling_group.this["this"].arn
}
