# Security group rules are not named here: the cluster itself waits for them (main.tf).

output "cluster_name" {
  description = "Name of the cluster, once it is ready to be used: access entries and security group rules stand."
  value       = aws_eks_cluster.this.name

  depends_on = [
    aws_eks_access_entry.this,
    aws_eks_access_policy_association.this,
    aws_eks_access_entry.auto_node,
    aws_eks_access_policy_association.auto_node,
    aws_eks_access_entry.hybrid_node,
    aws_vpc_security_group_ingress_rule.nodes_from_cluster_group,
    aws_vpc_security_group_ingress_rule.cluster_group_from_nodes,
  ]
}

output "arn" {
  description = "ARN of the cluster."
  value       = aws_eks_cluster.this.arn
}

output "endpoint" {
  description = "URL of the Kubernetes API."
  value       = aws_eks_cluster.this.endpoint
}

output "certificate_authority" {
  description = "Certificate authority of the Kubernetes API, base64."
  value       = aws_eks_cluster.this.certificate_authority[0].data
}

output "version" {
  description = "Kubernetes version of the control plane."
  value       = aws_eks_cluster.this.version
}

output "oidc_issuer" {
  description = "URL of the cluster's OpenID Connect issuer, for IAM roles of service accounts."
  value       = aws_eks_cluster.this.identity[0].oidc[0].issuer
}

output "node_security_group_id" {
  description = "Id of the security group every node carries."
  value       = aws_security_group.node.id

  depends_on = [aws_ec2_tag.node_cluster]
}

output "cluster_security_group_id" {
  description = "Id of the security group EKS makes for itself; Fargate pods carry it, the nodes of modules/nodes do not."
  value       = aws_eks_cluster.this.vpc_config[0].cluster_security_group_id
}

output "service_cidr" {
  description = "Range of the Kubernetes services: IPv4 as asked for, or IPv6 as EKS chose it."
  value       = local.service_cidr
}

output "dns_address" {
  description = "Address of the cluster's DNS: the tenth of the services."
  value       = cidrhost(local.service_cidr, 10)
}
