output "arn" {
  description = "ARN of the configuration, once its users can sign in."
  value       = aws_eks_identity_provider_config.this.arn
}
