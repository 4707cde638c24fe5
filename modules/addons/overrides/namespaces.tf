# Needs hashicorp/aws 6.42 or later: add-ons in a namespace of the user's choice.
resource "aws_eks_addon" "this" {
  dynamic "namespace_config" {
    for_each = each.value.namespace == null ? [] : [each.value.namespace]

    content {
      namespace = namespace_config.value
    }
  }
}

resource "aws_eks_addon" "waiting" {
  dynamic "namespace_config" {
    for_each = each.value.namespace == null ? [] : [each.value.namespace]

    content {
      namespace = namespace_config.value
    }
  }
}
