# EKS makes the access entry of the role by itself, with the policies that a capability of this type needs.
resource "aws_eks_capability" "this" {
  for_each = var.capabilities

  cluster_name              = var.cluster_name
  capability_name           = each.value.name
  type                      = each.value.type
  role_arn                  = each.value.role.arn == null ? aws_iam_role.this[each.key].arn : each.value.role.arn
  delete_propagation_policy = each.value.delete_propagation_policy

  dynamic "configuration" {
    for_each = each.value.argo_cd == null ? [] : ["this"]

    content {
      argo_cd {
        namespace = each.value.argo_cd.namespace

        aws_idc {
          idc_instance_arn = each.value.argo_cd.idc_instance_arn
          idc_region       = each.value.argo_cd.idc_region
        }

        # EKS answers without this block when the server is on the internet.
        dynamic "network_access" {
          for_each = length(each.value.argo_cd.vpc_endpoint_ids) > 0 ? ["this"] : []

          content {
            vpce_ids = each.value.argo_cd.vpc_endpoint_ids
          }
        }

        dynamic "rbac_role_mapping" {
          for_each = each.value.argo_cd.role_mappings

          content {
            role = rbac_role_mapping.key

            dynamic "identity" {
              for_each = rbac_role_mapping.value

              content {
                id   = identity.value.id
                type = identity.value.type
              }
            }
          }
        }
      }
    }
  }

  tags = merge(var.tags, each.value.tags, { Name = each.value.name })

  depends_on = [
    aws_iam_role_policy_attachment.this,
    aws_iam_role_policy.this,
  ]
}

# Another scope replaces an association. EKS has one for each policy of an entry, so nothing may depend on these
# whose replacement is created first.
resource "aws_eks_access_policy_association" "this" {
  for_each = merge([
    for key, capability in var.capabilities : {
      for name, policy in capability.access : "${key}/${name}" => {
        capability = key
        policy_arn = policy.policy_arn
        namespaces = policy.namespaces
      }
    }
  ]...)

  cluster_name  = var.cluster_name
  principal_arn = aws_eks_capability.this[each.value.capability].role_arn
  policy_arn    = each.value.policy_arn

  access_scope {
    type       = length(each.value.namespaces) > 0 ? "namespace" : "cluster"
    namespaces = each.value.namespaces
  }
}
