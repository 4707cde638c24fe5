# Made by eksgen from full.yaml. Change that file, not this one.

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

output "load_balancers" {
  description = "Host names of the load balancers."
  value       = { "edge" = module.elb_edge.dns_name, "legacy" = module.elb_legacy.dns_name, "shop" = module.elb_shop.dns_name }
}

output "karpenter_queue" {
  description = "Queue of Karpenter."
  value       = module.karpenter.queue_name
}

output "oidc_provider_arn" {
  description = "IAM OIDC provider of the cluster, which trust policies name."
  value       = module.identity.oidc_provider_arn
}

output "audit_bucket" {
  description = "Bucket with the log files of the trail."
  value       = module.audit.bucket
}

output "registry_urls" {
  description = "Addresses of the repositories by name."
  value       = module.registry.urls
}
