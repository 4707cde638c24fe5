# The autoscaler moves the number of nodes; without this every plan would move it back.
resource "aws_eks_node_group" "this" {
  lifecycle {
    ignore_changes = [scaling_config[0].desired_size]
  }
}

resource "aws_autoscaling_group" "this" {
  # checkov:skip=CKV_AWS_153:Only part of the resource; what the check looks for stands in the module itself.
  # checkov:skip=CKV_AWS_315:Only part of the resource; what the check looks for stands in the module itself.
  lifecycle {
    ignore_changes = [desired_capacity]
  }
}
