# Needs hashicorp/aws 6. Everything is written, also what is the default: EKS keeps what an update leaves out.
resource "aws_eks_cluster" "this" {
  # checkov:skip=CKV_AWS_37:Only part of the resource; what the check looks for stands in the module itself.
  # checkov:skip=CKV_AWS_39:Only part of the resource; what the check looks for stands in the module itself.
  # checkov:skip=CKV_AWS_58:Only part of the resource; what the check looks for stands in the module itself.
  kube_api_server_config {
    event_ttl = var.components.event_ttl

    service_node_port_range {
      min_port = var.components.node_ports.min
      max_port = var.components.node_ports.max
    }
  }

  kube_scheduler_config {
    node_resources_fit {
      scoring_strategy {
        type = var.components.scoring.type

        dynamic "resource" {
          for_each = var.components.scoring.resources

          content {
            name   = resource.key
            weight = resource.value
          }
        }
      }
    }
  }

  dynamic "kube_controller_manager_config" {
    for_each = toset(var.components.sync_period == null ? [] : ["this"])

    content {
      horizontal_pod_autoscaler_controller_config {
        horizontal_pod_autoscaler_sync_period = var.components.sync_period
      }
    }
  }
}
