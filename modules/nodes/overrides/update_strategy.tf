# Needs hashicorp/aws 6.
resource "aws_eks_node_group" "this" {
  update_config {
    max_unavailable            = var.update.max_unavailable
    max_unavailable_percentage = var.update.max_unavailable_percentage
    update_strategy            = var.update.strategy
  }
}
