output "argocd_url" {
  description = "Address of the server of Argo CD; null without it."
  value = one([
    for capability in aws_eks_capability.this : capability.configuration[0].argo_cd[0].server_url
    if capability.type == "ARGOCD"
  ])
}
