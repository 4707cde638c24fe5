locals {
  network      = aws_eks_cluster.this.kubernetes_network_config[0]
  service_cidr = var.ip_family == "ipv6" ? local.network.service_ipv6_cidr : local.network.service_ipv4_cidr
}

resource "aws_eks_cluster" "this" {
  # checkov:skip=CKV_AWS_39:The public endpoint is closed unless the spec lists who may use it; a warning says so if that is everybody.
  # checkov:skip=CKV_AWS_339:The compiler compares the version with the support calendar; Checkov knows the versions of its own release.
  # checkov:skip=CKV_AWS_37:Which control plane logs are written is a variable; the compiler's default leaves out the two chatty ones that no audit asks for.
  name     = var.name
  version  = var.kubernetes_version
  role_arn = var.role.arn == null ? aws_iam_role.cluster["this"].arn : var.role.arn

  enabled_cluster_log_types = var.log_types

  # The add-ons are resources of their own (modules/addons); the ones EKS installs unasked cannot be managed.
  bootstrap_self_managed_addons = false

  access_config {
    authentication_mode = var.authentication_mode

    # Whoever happens to run Terraform must not become a hidden administrator.
    bootstrap_cluster_creator_admin_permissions = false
  }

  vpc_config {
    subnet_ids              = var.subnet_ids
    security_group_ids      = concat([local.control_plane_group_id], sort(var.security_groups.additional))
    endpoint_private_access = var.endpoint.private
    endpoint_public_access  = var.endpoint.public
    # AWS keeps a list even while the public endpoint is closed; [] would be an endless difference.
    public_access_cidrs = var.endpoint.public ? var.endpoint.public_cidrs : null
  }

  kubernetes_network_config {
    ip_family         = var.ip_family
    service_ipv4_cidr = var.service_ipv4_cidr

    elastic_load_balancing {
      enabled = local.auto_mode
    }
  }

  # The three switches of Auto Mode. They always stand here: EKS only turns it off if all of them say so.
  compute_config {
    enabled       = local.auto_mode
    node_pools    = local.auto_node_pools
    node_role_arn = length(local.auto_node_pools) > 0 ? local.auto_node_role_arn["this"] : null
  }

  storage_config {
    block_storage {
      enabled = local.auto_mode
    }
  }

  dynamic "remote_network_config" {
    for_each = var.remote_networks

    content {
      remote_node_networks {
        cidrs = remote_network_config.value.nodes
      }

      dynamic "remote_pod_networks" {
        for_each = toset(length(remote_network_config.value.pods) > 0 ? ["this"] : [])

        content {
          cidrs = remote_network_config.value.pods
        }
      }
    }
  }

  upgrade_policy {
    support_type = var.support_type
  }

  # EKS keeps it when the block is left out, and refuses an update without a value.
  dynamic "zonal_shift_config" {
    for_each = toset(var.zonal_shift == null ? [] : ["this"])

    content {
      enabled = var.zonal_shift
    }
  }

  dynamic "encryption_config" {
    for_each = var.secrets_encryption

    content {
      resources = ["secrets"]

      provider {
        key_arn = encryption_config.value.key_arn
      }
    }
  }

  tags = merge(var.tags, { Name = var.name })

  # Log group: made by EKS it would have no retention, and Terraform would find it in its way.
  # Policies and rules: EKS checks them while it creates the cluster, and needs them while it deletes it.
  depends_on = [
    var.log_group_name,
    aws_iam_role_policy_attachment.auto_node,
    aws_iam_role_policy_attachment.cluster,
    aws_iam_role_policy.auto_node,
    aws_iam_role_policy.deny_log_group,
    aws_iam_role_policy.own,
    aws_iam_role_policy.secrets_encryption,
    aws_vpc_security_group_ingress_rule.control_plane_from_nodes,
    aws_vpc_security_group_ingress_rule.control_plane_from_others,
    aws_vpc_security_group_ingress_rule.control_plane_from_remote,
    aws_vpc_security_group_ingress_rule.control_plane_from_sources,
    aws_vpc_security_group_egress_rule.control_plane_to_nodes,
    aws_vpc_security_group_egress_rule.control_plane_to_others,
    aws_vpc_security_group_egress_rule.control_plane_to_remote_nodes,
    aws_vpc_security_group_egress_rule.control_plane_to_remote_pods,
    aws_vpc_security_group_ingress_rule.nodes_from_control_plane,
    aws_vpc_security_group_ingress_rule.nodes_from_existing,
    aws_vpc_security_group_ingress_rule.nodes_from_nodes,
    aws_vpc_security_group_egress_rule.nodes_to_anywhere,
    aws_vpc_security_group_egress_rule.nodes_to_anywhere_ipv6,
  ]

  lifecycle {
    # AWS never returns the two flags, an imported cluster reads them as true, and changing them would
    # replace the cluster.
    ignore_changes = [
      access_config[0].bootstrap_cluster_creator_admin_permissions,
      bootstrap_self_managed_addons,
    ]
  }
}
