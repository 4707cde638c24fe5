output "role_arns" {
  description = "Service account => ARN of the role that the module made for it, once the role has its permissions."
  value       = { for key, role in aws_iam_role.this : key => role.arn }

  depends_on = [
    aws_iam_role_policy_attachment.this,
    aws_iam_role_policy.this,
  ]
}

output "oidc_provider_arn" {
  description = "ARN of the IAM OIDC provider of the cluster, empty without one."
  value       = join("", [for provider in aws_iam_openid_connect_provider.this : provider.arn])
}
