# Needs hashicorp/aws 6.
resource "aws_eks_node_group" "this" {
  node_repair_config {
    enabled                                 = true
    max_unhealthy_node_threshold_count      = var.repair.max_unhealthy_count
    max_unhealthy_node_threshold_percentage = var.repair.max_unhealthy_percentage
    max_parallel_nodes_repaired_count       = var.repair.max_parallel_count
    max_parallel_nodes_repaired_percentage  = var.repair.max_parallel_percentage

    dynamic "node_repair_config_overrides" {
      for_each = var.repair.overrides

      content {
        node_monitoring_condition = node_repair_config_overrides.value.condition
        node_unhealthy_reason     = node_repair_config_overrides.value.reason
        min_repair_wait_time_mins = node_repair_config_overrides.value.wait_minutes
        repair_action             = node_repair_config_overrides.value.action
      }
    }
  }
}
