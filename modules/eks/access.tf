# Who may enter the cluster. EKS itself makes the entries of managed node groups and Fargate roles.

resource "aws_eks_access_entry" "this" {
  for_each = var.access_entries

  cluster_name  = aws_eks_cluster.this.name
  principal_arn = each.value.principal_arn
  type          = each.value.type
  user_name     = each.value.user_name
  # EKS sets the groups of the other types itself; [] would be an endless difference.
  kubernetes_groups = each.value.type == "STANDARD" ? each.value.kubernetes_groups : null

  tags = var.tags
}

resource "aws_eks_access_policy_association" "this" {
  for_each = merge([
    for name, entry in var.access_entries : {
      for policy_name, policy in entry.policies : "${name}/${policy_name}" => {
        entry      = name
        policy_arn = policy.policy_arn
        namespaces = policy.namespaces
      }
    }
  ]...)

  cluster_name  = aws_eks_cluster.this.name
  principal_arn = aws_eks_access_entry.this[each.value.entry].principal_arn
  policy_arn    = each.value.policy_arn

  access_scope {
    type       = length(each.value.namespaces) > 0 ? "namespace" : "cluster"
    namespaces = each.value.namespaces
  }
}
