# Who may enter the cluster. EKS itself makes the entries of managed node groups and Fargate roles.

resource "aws_eks_access_entry" "this" {
  for_each = var.access_entries

  cluster_name  = aws_eks_cluster.this.name
  principal_arn = each.value.principal_arn
  type          = each.value.type
  user_name     = each.value.user_name
  # EKS sets the groups of the other types itself; [] would be an endless difference.
  kubernetes_groups = length(each.value.kubernetes_groups) > 0 || each.value.type == "STANDARD" ? each.value.kubernetes_groups : null

  tags = merge(var.tags, each.value.tags)
}

locals {
  access_policies = merge([
    for name, entry in var.access_entries : {
      for policy_name, policy in entry.policies : "${name}/${policy_name}" => {
        entry      = name
        policy_arn = policy.policy_arn
        namespaces = policy.namespaces
        # What the nodes wait for, so that administrators keep their access until the nodes are gone.
        fixed = endswith(policy.policy_arn, "/AmazonEKSClusterAdminPolicy")
      }
    }
  ]...)
}

resource "aws_eks_access_policy_association" "this" {
  for_each = { for key, policy in local.access_policies : key => policy if policy.fixed }

  cluster_name  = aws_eks_cluster.this.name
  principal_arn = aws_eks_access_entry.this[each.value.entry].principal_arn
  policy_arn    = each.value.policy_arn

  access_scope {
    type = "cluster"
  }
}

# Nothing waits for these: another scope replaces an association, and what nodes wait for is created before the
# old one is deleted. That would delete the new one, since EKS has one for each policy of an entry.
resource "aws_eks_access_policy_association" "scoped" {
  for_each = { for key, policy in local.access_policies : key => policy if !policy.fixed }

  cluster_name  = aws_eks_cluster.this.name
  principal_arn = aws_eks_access_entry.this[each.value.entry].principal_arn
  policy_arn    = each.value.policy_arn

  access_scope {
    type       = length(each.value.namespaces) > 0 ? "namespace" : "cluster"
    namespaces = each.value.namespaces
  }
}
