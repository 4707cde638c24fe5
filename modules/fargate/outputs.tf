output "ready" {
  description = "ARNs of the profiles, once all of them are active."
  value       = [for profile in aws_eks_fargate_profile.this : profile.arn]
}
