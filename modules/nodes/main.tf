resource "aws_eks_node_group" "this" {
  for_each = toset(var.self_managed == null ? ["this"] : [])

  cluster_name    = var.cluster_name
  node_group_name = var.node_group_name
  node_role_arn   = var.role.arn == null ? aws_iam_role.node["this"].arn : var.role.arn
  subnet_ids      = var.subnet_ids

  # Version and release move in one step, so that the nodes are rolled once. With an image in the launch
  # template EKS takes neither, nor a kind of image.
  version              = var.kubernetes_version
  release_version      = var.release_version
  ami_type             = var.instance.image_id == null ? var.ami_type : null
  capacity_type        = var.capacity_type
  instance_types       = var.capacity_type == "CAPACITY_BLOCK" ? null : var.instance_types
  labels               = var.labels
  force_update_version = var.update.force ? true : null

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

  dynamic "node_repair_config" {
    for_each = var.repair == null ? [] : [var.repair]

    content {
      enabled = true
    }
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
    aws_iam_role_policy.cni_ipv6,
    aws_iam_role_policy.own,
  ]

  lifecycle {
    # Pods need somewhere to go: the new group stands before the old one is drained.
    create_before_destroy = true
  }
}

moved {
  from = aws_eks_node_group.this
  to   = aws_eks_node_group.this["this"]
}

# What EKS refuses in the launch template of a managed group stays out of it: instance types, the instance
# profile, subnets and spot options belong to the node group. A capacity block is the exception.
resource "aws_launch_template" "this" {
  name                   = var.launch_template_name
  description            = "Nodes of group ${var.group} in the EKS cluster ${var.cluster_name}"
  update_default_version = true
  image_id               = var.instance.image_id
  instance_type          = local.template_type
  key_name               = var.ssh.public_key == null ? var.ssh.key_name : aws_key_pair.this["this"].key_name
  user_data              = length(var.user_data) == 0 ? null : base64encode(join("\n", var.user_data))

  dynamic "iam_instance_profile" {
    for_each = aws_iam_instance_profile.this

    content {
      arn = iam_instance_profile.value.arn
    }
  }

  # Bottlerocket has its system on a volume of its own, as large as the image.
  dynamic "block_device_mappings" {
    for_each = compact([var.disk.system_device])

    content {
      device_name = block_device_mappings.value

      ebs {
        delete_on_termination = true
        encrypted             = var.disk.encrypted
        kms_key_id            = var.disk.kms_key_arn
        volume_type           = "gp3"
      }
    }
  }

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

  dynamic "block_device_mappings" {
    for_each = var.extra_disks

    content {
      device_name = block_device_mappings.key

      ebs {
        delete_on_termination = !block_device_mappings.value.keep
        encrypted             = block_device_mappings.value.encrypted
        kms_key_id            = block_device_mappings.value.kms_key_arn
        snapshot_id           = block_device_mappings.value.snapshot_id
        volume_size           = block_device_mappings.value.size
        volume_type           = block_device_mappings.value.type
        iops                  = block_device_mappings.value.iops
        throughput            = block_device_mappings.value.throughput
      }
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
    enabled = var.instance.detailed_monitoring
  }

  dynamic "credit_specification" {
    for_each = compact([var.instance.cpu_credits])

    content {
      cpu_credits = credit_specification.value
    }
  }

  dynamic "enclave_options" {
    for_each = var.instance.enclaves ? [true] : []

    content {
      enabled = true
    }
  }

  dynamic "placement" {
    for_each = var.instance.tenancy == null && local.placement_group == null ? [] : [true]

    content {
      tenancy    = var.instance.tenancy
      group_name = local.placement_group
    }
  }

  dynamic "instance_market_options" {
    for_each = var.capacity_type == "CAPACITY_BLOCK" ? [true] : []

    content {
      market_type = "capacity-block"
    }
  }

  dynamic "capacity_reservation_specification" {
    for_each = var.capacity_reservation == null ? [] : [var.capacity_reservation]

    content {
      capacity_reservation_preference = capacity_reservation_specification.value.preference

      dynamic "capacity_reservation_target" {
        for_each = compact([capacity_reservation_specification.value.id])

        content {
          capacity_reservation_id = capacity_reservation_target.value
        }
      }
    }
  }

  # The groups belong to the interface: once it is described, AWS refuses groups on the instance. They are
  # given here because otherwise EKS attaches its own group, a second one with the cluster's tag. An instance
  # with several interfaces takes no public address.
  dynamic "network_interfaces" {
    for_each = range(max(1, var.efa_cards))

    content {
      device_index                = network_interfaces.value == 0 ? 0 : 1
      network_card_index          = var.efa_cards == 0 ? null : network_interfaces.value
      interface_type              = var.efa_cards == 0 ? null : network_interfaces.value == 0 ? "efa" : "efa-only"
      associate_public_ip_address = var.efa_cards > 1 ? null : var.public_ip
      delete_on_termination       = true
      # Load balancers register instances by their primary IPv6 address, which must be one that the interface has
      # when it is made: EC2 chooses it among these only.
      ipv6_address_count = var.ip_family == "ipv6" && network_interfaces.value == 0 ? 1 : null
      primary_ipv6       = var.ip_family == "ipv6" && network_interfaces.value == 0 ? true : null
      security_groups    = concat(var.security_group_ids, local.own_security_groups)
    }
  }

  dynamic "tag_specifications" {
    for_each = toset(["instance", "network-interface", "volume"])

    content {
      resource_type = tag_specifications.value
      # EKS tags the instances of its groups itself; on an interface the tag would be a second one of the cluster.
      tags = merge(
        var.tags,
        { Name = var.instance.name },
        var.self_managed != null && tag_specifications.value == "instance" ? { "kubernetes.io/cluster/${var.cluster_name}" = "owned" } : {},
      )
    }
  }

  tags = merge(var.tags, { Name = var.launch_template_name })
}
