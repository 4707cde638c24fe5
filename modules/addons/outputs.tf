output "ready" {
  description = "ARNs of the add-ons, once all of them are active."
  value       = [for addon in aws_eks_addon.this : addon.arn]
}
