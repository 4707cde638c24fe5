output "ready" {
  description = "ARNs of the profiles, joined by commas, once all of them are active."
  value       = join(",", [for profile in aws_eks_fargate_profile.this : profile.arn])
}
