# Groups that nodes carry in place of the cluster's own. They belong to somebody else, so only this side of the
# traffic is opened here.

locals {
  control_plane_to_others = {
    for pair in setproduct(var.other_node_groups, keys(local.control_plane_to_nodes)) :
    "${pair[0]}-${pair[1]}" => { group = pair[0], traffic = local.control_plane_to_nodes[pair[1]] }
    if length(aws_security_group.control_plane) > 0
  }
}

resource "aws_vpc_security_group_ingress_rule" "control_plane_from_others" {
  for_each = toset([for group in var.other_node_groups : group if length(aws_security_group.control_plane) > 0])

  security_group_id            = aws_security_group.control_plane["this"].id
  description                  = "Kubernetes API from nodes and pods with ${each.value}"
  referenced_security_group_id = each.value
  ip_protocol                  = "tcp"
  from_port                    = 443
  to_port                      = 443

  tags = merge(var.tags, { Name = "${var.name}-api-from-${each.value}" })

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_vpc_security_group_egress_rule" "control_plane_to_others" {
  for_each = local.control_plane_to_others

  security_group_id            = aws_security_group.control_plane["this"].id
  description                  = each.value.traffic.description
  referenced_security_group_id = each.value.group
  ip_protocol                  = "tcp"
  from_port                    = each.value.traffic.from
  to_port                      = each.value.traffic.to

  tags = merge(var.tags, { Name = "${var.name}-${each.key}" })

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_vpc_security_group_ingress_rule" "nodes_from_others" {
  # checkov:skip=CKV_AWS_25:The source is a security group of nodes of this cluster; no address range may come in.
  for_each = var.other_node_groups

  security_group_id            = aws_security_group.node.id
  description                  = "Pods and nodes with ${each.value}"
  referenced_security_group_id = each.value
  ip_protocol                  = "-1"

  tags = merge(var.tags, { Name = "${var.name}-nodes-from-${each.value}" })
}
