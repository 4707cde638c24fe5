# A group whose nodes EC2 Auto Scaling starts. They join by themselves: the user data has the cluster, the
# instance profile the role, and the access entry lets the role in.

locals {
  self_managed = toset(var.self_managed == null ? [] : ["this"])
  # Without an instance type the launch template leaves it to the policy.
  template_type = var.self_managed == null ? (
    var.capacity_type == "CAPACITY_BLOCK" ? var.instance_types[0] : null
  ) : try(var.self_managed.mixed_instances.requirements, null) == null ? var.instance_types[0] : null
  has_weights = length(try(var.self_managed.mixed_instances.weights, {})) > 0
  mixed_types = try(var.self_managed.mixed_instances.requirements, null) == null ? var.instance_types : []
}

resource "aws_iam_instance_profile" "this" {
  for_each = local.self_managed

  name = var.role.name
  path = var.role.path
  role = var.role.arn == null ? aws_iam_role.node["this"].name : basename(var.role.arn)

  tags = merge(var.tags, { Name = var.role.name })

  lifecycle {
    # Instances lose their rights with their profile, so the launch template names the new one first.
    create_before_destroy = true
  }
}

resource "aws_eks_access_entry" "node" {
  for_each = toset(compact([try(var.self_managed.access_entry_type, null)]))

  cluster_name  = var.cluster_name
  principal_arn = var.role.arn == null ? aws_iam_role.node["this"].arn : var.role.arn
  type          = each.key

  tags = var.tags
}

resource "aws_autoscaling_group" "this" {
  # checkov:skip=CKV2_AWS_15:A load balancer checks the pods behind a node port; a node without such a pod is no bad node.
  for_each = local.self_managed

  name                  = var.node_group_name
  min_size              = var.scaling.min
  max_size              = var.scaling.max
  desired_capacity      = var.scaling.desired
  vpc_zone_identifier   = var.subnet_ids
  health_check_type     = "EC2"
  capacity_rebalance    = try(var.self_managed.mixed_instances.capacity_rebalance, false)
  max_instance_lifetime = var.self_managed.max_instance_lifetime
  protect_from_scale_in = var.self_managed.scale_in_protection
  suspended_processes   = var.self_managed.suspended_processes
  enabled_metrics       = var.self_managed.metrics

  # After an edit the provider waits for exactly the wanted number of units, and instances that are worth several
  # can be more than that: it would fail after ten minutes.
  wait_for_capacity_timeout = local.has_weights ? "0" : null

  dynamic "launch_template" {
    for_each = var.self_managed.mixed_instances == null ? ["this"] : []

    content {
      id = aws_launch_template.this.id
      # The number and never "$Latest": a new one starts the instance refresh.
      version = aws_launch_template.this.latest_version
    }
  }

  dynamic "mixed_instances_policy" {
    for_each = var.self_managed.mixed_instances == null ? [] : [var.self_managed.mixed_instances]

    content {
      instances_distribution {
        on_demand_allocation_strategy            = mixed_instances_policy.value.requirements == null ? "prioritized" : "lowest-price"
        on_demand_base_capacity                  = mixed_instances_policy.value.on_demand_base
        on_demand_percentage_above_base_capacity = mixed_instances_policy.value.on_demand_percent
        spot_allocation_strategy                 = mixed_instances_policy.value.spot_strategy
        spot_instance_pools                      = mixed_instances_policy.value.spot_pools
        spot_max_price                           = mixed_instances_policy.value.max_price
      }

      launch_template {
        launch_template_specification {
          launch_template_id = aws_launch_template.this.id
          version            = aws_launch_template.this.latest_version
        }

        dynamic "override" {
          for_each = local.mixed_types

          content {
            instance_type     = override.value
            weighted_capacity = lookup(mixed_instances_policy.value.weights, override.value, null)
          }
        }

        dynamic "override" {
          for_each = mixed_instances_policy.value.requirements == null ? [] : [mixed_instances_policy.value.requirements]

          content {
            instance_requirements {
              cpu_manufacturers       = override.value.cpu_manufacturers
              instance_generations    = override.value.instance_generations
              burstable_performance   = override.value.burstable_performance
              bare_metal              = override.value.bare_metal
              local_storage           = override.value.local_storage
              allowed_instance_types  = override.value.allowed_instance_types
              excluded_instance_types = override.value.excluded_instance_types

              vcpu_count {
                min = override.value.vcpu_count.min
                max = override.value.vcpu_count.max
              }

              memory_mib {
                min = override.value.memory_mib.min
                max = override.value.memory_mib.max
              }
            }
          }
        }
      }
    }
  }

  dynamic "instance_refresh" {
    for_each = var.self_managed.instance_refresh == null ? [] : [var.self_managed.instance_refresh]

    content {
      strategy = "Rolling"

      preferences {
        min_healthy_percentage = instance_refresh.value.min_healthy_percentage
        max_healthy_percentage = instance_refresh.value.max_healthy_percentage
        instance_warmup        = instance_refresh.value.instance_warmup
        # As AWS has it, a protected instance would stop the refresh after an hour.
        scale_in_protected_instances = "Refresh"
      }
    }
  }

  dynamic "warm_pool" {
    for_each = var.self_managed.warm_pool == null ? [] : [var.self_managed.warm_pool]

    content {
      min_size                    = warm_pool.value.min
      max_group_prepared_capacity = warm_pool.value.max
      pool_state                  = warm_pool.value.state
    }
  }

  # Instances get the tags from the launch template.
  dynamic "tag" {
    for_each = merge(var.tags, { Name = var.node_group_name })

    content {
      key                 = tag.key
      value               = tag.value
      propagate_at_launch = false
    }
  }

  # Nodes join only when the network add-ons stand and the role may call the APIs; on destroy both stay
  # until the last node is gone.
  depends_on = [
    var.after,
    aws_eks_access_entry.node,
    aws_iam_role_policy_attachment.node,
    aws_iam_role_policy.cni_ipv6,
    aws_iam_role_policy.own,
  ]
}

# Tags of controllers are tags of their own: the provider ignores them where it reads a whole group.
resource "aws_autoscaling_group_tag" "this" {
  for_each = var.self_managed == null ? {} : merge(
    var.self_managed.autoscaler_tags,
    { "kubernetes.io/cluster/${var.cluster_name}" = "owned" },
  )

  autoscaling_group_name = aws_autoscaling_group.this["this"].name

  tag {
    key                 = each.key
    value               = each.value
    propagate_at_launch = false
  }
}

# Attachments of their own, so that those of load balancers of this configuration stand beside them.
resource "aws_autoscaling_attachment" "target_group" {
  # checkov:skip=CKV2_AWS_15:A load balancer checks the pods behind a node port; a node without such a pod is no bad node.
  for_each = var.self_managed == null ? toset([]) : var.self_managed.target_groups

  autoscaling_group_name = aws_autoscaling_group.this["this"].name
  lb_target_group_arn    = each.value
}

resource "aws_autoscaling_attachment" "classic" {
  # checkov:skip=CKV2_AWS_15:A load balancer checks the pods behind a node port; a node without such a pod is no bad node.
  for_each = var.self_managed == null ? toset([]) : var.self_managed.classic_load_balancers

  autoscaling_group_name = aws_autoscaling_group.this["this"].name
  elb                    = each.value
}
