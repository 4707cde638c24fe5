output "ready" {
  description = "ARNs of the add-ons, once all of them are active."
  value       = concat([for addon in aws_eks_addon.this : addon.arn], [for addon in aws_eks_addon.waiting : addon.arn])
}
