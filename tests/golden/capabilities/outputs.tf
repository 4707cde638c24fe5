# Made by eksgen from capabilities.yaml. Change that file, not this one.

output "cluster_name" {
  description = "Name of the cluster."
  value       = module.eks.cluster_name
}

output "cluster_endpoint" {
  description = "Address of the Kubernetes API."
  value       = module.eks.endpoint
}

output "cluster_certificate_authority" {
  description = "Certificate authority of the API, base64."
  value       = module.eks.certificate_authority
}

output "cluster_oidc_issuer" {
  description = "Issuer of the service account tokens."
  value       = module.eks.oidc_issuer
}

output "vpc_id" {
  description = "Id of the VPC."
  value       = module.vpc.vpc_id
}

output "private_subnet_ids" {
  description = "Private subnets by zone."
  value       = module.vpc.private_subnet_ids
}

output "argocd_url" {
  description = "Address of Argo CD."
  value       = module.capabilities.argocd_url
}
