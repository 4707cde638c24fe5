# Two groups: one on the control plane's interfaces, one on every node. A node carries no other group with
# the cluster's tag: the load balancer controller stops when it finds two. A group that takes the place of the
# control plane's belongs to somebody else and gets no rules here.
#
# EKS moves the interfaces of the control plane to another group while it updates the cluster. So all rules of the
# group in use stand until then: the cluster waits for those of the new group (main.tf), and those of the old one
# are deleted afterwards (create_before_destroy).

locals {
  own_control_plane_group = toset(var.security_groups.existing == null ? ["this"] : [])
  control_plane_group_id  = var.security_groups.existing == null ? aws_security_group.control_plane["this"].id : var.security_groups.existing

  nodes_from_existing = {
    for pair in setproduct(compact([var.security_groups.existing]), keys(local.control_plane_to_nodes)) :
    "${pair[0]}-${pair[1]}" => { group = pair[0], key = pair[1], traffic = local.control_plane_to_nodes[pair[1]] }
  }

  # EC2 refuses the names of security groups that start as their ids do.
  group_name = replace(var.name, "/^sg-/", "eks-sg-")

  # What the control plane opens towards nodes. The kubelet's port lies inside the last range; it has a line
  # of its own so that narrowing the range never cuts off logs and exec.
  control_plane_to_nodes = {
    https    = { from = 443, to = 443, description = "HTTPS, for webhooks and aggregated APIs" }
    kubelet  = { from = 10250, to = 10250, description = "Kubelet, for logs, exec and metrics" }
    webhooks = { from = 1025, to = 65535, description = "Webhooks, aggregated APIs and port-forward on unprivileged ports" }
  }
}

resource "aws_security_group" "control_plane" {
  # checkov:skip=CKV2_AWS_5:The cluster has it, unless a group that exists takes its place.
  for_each = local.own_control_plane_group

  name        = "${local.group_name}-control-plane"
  description = "Control plane of the EKS cluster ${var.name}"
  vpc_id      = var.vpc_id

  tags = merge(var.tags, { Name = "${var.name}-control-plane" })

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_security_group" "node" {
  # checkov:skip=CKV2_AWS_5:It is attached to the nodes by the launch templates of modules/nodes.
  name        = "${local.group_name}-node"
  description = "Nodes of the EKS cluster ${var.name}"
  vpc_id      = var.vpc_id

  tags = merge(var.tags, { Name = "${var.name}-node" })
}

# A resource of its own: the provider ignores this tag on all others, where controllers set it.
resource "aws_ec2_tag" "node_cluster" {
  resource_id = aws_security_group.node.id
  key         = "kubernetes.io/cluster/${var.name}"
  value       = "owned"
}

resource "aws_vpc_security_group_ingress_rule" "control_plane_from_nodes" {
  for_each = local.own_control_plane_group

  security_group_id            = aws_security_group.control_plane["this"].id
  description                  = "Kubernetes API from nodes and pods"
  referenced_security_group_id = aws_security_group.node.id
  ip_protocol                  = "tcp"
  from_port                    = 443
  to_port                      = 443

  tags = merge(var.tags, { Name = "${var.name}-api-from-nodes" })

  lifecycle {
    create_before_destroy = true
  }
}

# Whoever uses the private endpoint from outside the nodes: a VPN, a peered network, a build server.
resource "aws_vpc_security_group_ingress_rule" "control_plane_from_sources" {
  for_each = var.endpoint.sources

  security_group_id            = aws_security_group.control_plane["this"].id
  description                  = "Kubernetes API from ${each.value}"
  cidr_ipv4                    = strcontains(each.value, ".") ? each.value : null
  cidr_ipv6                    = strcontains(each.value, ":") ? each.value : null
  referenced_security_group_id = startswith(each.value, "sg-") ? each.value : null
  prefix_list_id               = startswith(each.value, "pl-") ? each.value : null
  ip_protocol                  = "tcp"
  from_port                    = 443
  to_port                      = 443

  tags = merge(var.tags, { Name = "${var.name}-api-from-${each.value}" })

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_vpc_security_group_egress_rule" "control_plane_to_nodes" {
  for_each = { for key, traffic in local.control_plane_to_nodes : key => traffic if length(aws_security_group.control_plane) > 0 }

  security_group_id            = aws_security_group.control_plane["this"].id
  description                  = each.value.description
  referenced_security_group_id = aws_security_group.node.id
  ip_protocol                  = "tcp"
  from_port                    = each.value.from
  to_port                      = each.value.to

  tags = merge(var.tags, { Name = "${var.name}-${each.key}-to-nodes" })

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_vpc_security_group_ingress_rule" "nodes_from_control_plane" {
  # checkov:skip=CKV_AWS_25:The source is the control plane's security group; no address range may come in.
  for_each = { for key, traffic in local.control_plane_to_nodes : key => traffic if length(aws_security_group.control_plane) > 0 }

  security_group_id            = aws_security_group.node.id
  description                  = each.value.description
  referenced_security_group_id = aws_security_group.control_plane["this"].id
  ip_protocol                  = "tcp"
  from_port                    = each.value.from
  to_port                      = each.value.to

  tags = merge(var.tags, { Name = "${var.name}-${each.key}-from-control-plane" })

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_vpc_security_group_ingress_rule" "nodes_from_existing" {
  # checkov:skip=CKV_AWS_25:The source is the control plane's security group; no address range may come in.
  for_each = local.nodes_from_existing

  security_group_id            = aws_security_group.node.id
  description                  = each.value.traffic.description
  referenced_security_group_id = each.value.group
  ip_protocol                  = "tcp"
  from_port                    = each.value.traffic.from
  to_port                      = each.value.traffic.to

  tags = merge(var.tags, { Name = "${var.name}-${each.value.key}-from-control-plane" })

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_vpc_security_group_ingress_rule" "nodes_from_nodes" {
  security_group_id            = aws_security_group.node.id
  description                  = "Pods and nodes among themselves; Kubernetes network policies narrow it"
  referenced_security_group_id = aws_security_group.node.id
  ip_protocol                  = "-1"

  tags = merge(var.tags, { Name = "${var.name}-nodes-from-nodes" })
}

# What the user of the module opens besides: NodePorts, a monitoring network.
resource "aws_vpc_security_group_ingress_rule" "nodes_from_sources" {
  for_each = var.node_ingress

  security_group_id            = aws_security_group.node.id
  description                  = each.value.description
  cidr_ipv4                    = strcontains(each.value.source, ".") ? each.value.source : null
  cidr_ipv6                    = strcontains(each.value.source, ":") ? each.value.source : null
  referenced_security_group_id = startswith(each.value.source, "sg-") ? each.value.source : null
  prefix_list_id               = startswith(each.value.source, "pl-") ? each.value.source : null
  ip_protocol                  = each.value.protocol
  from_port                    = each.value.from_port
  to_port                      = each.value.to_port

  tags = merge(var.tags, { Name = "${var.name}-nodes-from-${each.value.source}" })
}

resource "aws_vpc_security_group_egress_rule" "nodes_to_anywhere" {
  security_group_id = aws_security_group.node.id
  # Where pods may go is decided by routes and network policies, not here.
  description = "Image registries, AWS APIs and what pods call"
  cidr_ipv4   = "0.0.0.0/0"
  ip_protocol = "-1"

  tags = merge(var.tags, { Name = "${var.name}-nodes-to-anywhere" })
}

resource "aws_vpc_security_group_egress_rule" "nodes_to_anywhere_ipv6" {
  for_each = toset(var.ip_family == "ipv6" ? ["this"] : [])

  security_group_id = aws_security_group.node.id
  description       = "Image registries, AWS APIs and what pods call, over IPv6"
  cidr_ipv6         = "::/0"
  ip_protocol       = "-1"

  tags = merge(var.tags, { Name = "${var.name}-nodes-to-anywhere-ipv6" })
}

# Fargate pods and Auto Mode nodes carry the group that EKS makes for the cluster; node groups do not.
resource "aws_vpc_security_group_ingress_rule" "nodes_from_cluster_group" {
  for_each = toset(var.pods_in_cluster_group ? ["this"] : [])

  security_group_id            = aws_security_group.node.id
  description                  = "Fargate pods and Auto Mode nodes"
  referenced_security_group_id = aws_eks_cluster.this.vpc_config[0].cluster_security_group_id
  ip_protocol                  = "-1"

  tags = merge(var.tags, { Name = "${var.name}-nodes-from-cluster-group" })
}

resource "aws_vpc_security_group_ingress_rule" "cluster_group_from_nodes" {
  for_each = toset(var.pods_in_cluster_group ? ["this"] : [])

  security_group_id            = aws_eks_cluster.this.vpc_config[0].cluster_security_group_id
  description                  = "Nodes and pods of node groups"
  referenced_security_group_id = aws_security_group.node.id
  ip_protocol                  = "-1"

  tags = merge(var.tags, { Name = "${var.name}-cluster-group-from-nodes" })
}

moved {
  from = aws_security_group.control_plane
  to   = aws_security_group.control_plane["this"]
}

moved {
  from = aws_vpc_security_group_ingress_rule.control_plane_from_nodes
  to   = aws_vpc_security_group_ingress_rule.control_plane_from_nodes["this"]
}
