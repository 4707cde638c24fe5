resource "aws_eks_node_group" "this" {
  cluster_name    = var.cluster_name
  node_group_name = var.node_group_name
  node_role_arn   = var.role.arn == null ? aws_iam_role.node["this"].arn : var.role.arn
  subnet_ids      = var.subnet_ids

  # Version and release move in one step, so that the nodes are rolled once.
  version         = var.kubernetes_version
  release_version = var.release_version
  ami_type        = var.ami_type
  capacity_type   = var.capacity_type
  instance_types  = var.instance_types
  labels          = var.labels

  launch_template {
    id = aws_launch_template.this.id
    # The number and never "$Latest": EKS answers with the number, which would be an endless difference.
    version = aws_launch_template.this.latest_version
  }

  scaling_config {
    min_size     = var.scaling.min
    max_size     = var.scaling.max
    desired_size = var.scaling.desired
  }

  update_config {
    max_unavailable            = var.update.max_unavailable
    max_unavailable_percentage = var.update.max_unavailable_percentage
  }

  dynamic "taint" {
    for_each = var.taints

    content {
      key    = taint.value.key
      value  = taint.value.value
      effect = taint.value.effect
    }
  }

  tags = merge(var.tags, { Name = var.node_group_name })

  # Nodes join only when the network add-ons stand and the role may call the APIs; on destroy both stay
  # until the last node is gone.
  depends_on = [
    var.after,
    aws_iam_role_policy_attachment.node,
    aws_iam_role_policy.own,
  ]

  lifecycle {
    # Pods need somewhere to go: the new group stands before the old one is drained.
    create_before_destroy = true
  }
}

# What EKS refuses in the launch template of a managed group stays out of it: instance types, the instance
# profile, subnets and spot options belong to the node group.
resource "aws_launch_template" "this" {
  name                   = var.launch_template_name
  description            = "Nodes of group ${var.group} in the EKS cluster ${var.cluster_name}"
  update_default_version = true

  block_device_mappings {
    device_name = var.disk.device

    ebs {
      delete_on_termination = true
      encrypted             = var.disk.encrypted
      kms_key_id            = var.disk.kms_key_arn
      volume_size           = var.disk.size
      volume_type           = var.disk.type
      iops                  = var.disk.iops
      throughput            = var.disk.throughput
    }
  }

  metadata_options {
    http_endpoint               = "enabled"
    http_tokens                 = "required"
    http_put_response_hop_limit = var.imds.hop_limit
    # Tag keys with a slash, as Kubernetes has them, are refused as metadata.
    instance_metadata_tags = "disabled"
  }

  # Written out, because AWS answers with the default and the difference would never end.
  monitoring {
    enabled = false
  }

  # The groups belong to the interface: once it is described, AWS refuses groups on the instance. They are
  # given here because otherwise EKS attaches its own group, a second one with the cluster's tag.
  network_interfaces {
    device_index                = 0
    associate_public_ip_address = var.public_ip
    delete_on_termination       = true
    security_groups             = var.security_group_ids
  }

  dynamic "tag_specifications" {
    for_each = toset(["instance", "network-interface", "volume"])

    content {
      resource_type = tag_specifications.value
      tags          = merge(var.tags, { Name = "${var.cluster_name}-${var.group}" })
    }
  }

  tags = merge(var.tags, { Name = var.launch_template_name })
}
