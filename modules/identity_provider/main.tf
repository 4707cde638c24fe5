# EKS takes one, and cannot change it: the old one is deleted before the new one is created. Nothing that is created
# before its old one is deleted may wait for this resource, or EKS would be asked for two.
resource "aws_eks_identity_provider_config" "this" {
  cluster_name = var.cluster_name

  oidc {
    identity_provider_config_name = var.oidc.name
    issuer_url                    = var.oidc.issuer_url
    client_id                     = var.oidc.client_id
    username_claim                = var.oidc.username_claim
    username_prefix               = var.oidc.username_prefix
    groups_claim                  = var.oidc.groups_claim
    groups_prefix                 = var.oidc.groups_prefix
    required_claims               = length(var.oidc.required_claims) > 0 ? var.oidc.required_claims : null
  }

  tags = merge(var.tags, var.oidc.tags)

  # EKS updates the cluster for minutes, and makes no Fargate profile meanwhile.
  depends_on = [var.after]
}
