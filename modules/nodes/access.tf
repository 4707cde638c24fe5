# Logins with a key, and what the nodes of one group open to each other.

locals {
  own_security_groups = concat(
    [for group in aws_security_group.ssh : group.id],
    [for group in aws_security_group.efa : group.id],
  )
}

resource "aws_key_pair" "this" {
  for_each = toset(var.ssh.public_key == null ? [] : ["this"])

  key_name   = var.ssh.key_name
  public_key = var.ssh.public_key

  tags = merge(var.tags, { Name = var.ssh.key_name })
}

resource "aws_security_group" "ssh" {
  # checkov:skip=CKV2_AWS_5:It is attached to the nodes by the launch template of this module.
  for_each = toset(length(var.ssh.sources) == 0 ? [] : ["this"])

  name        = "${replace(var.launch_template_name, "/^sg-/", "eks-sg-")}-login"
  description = "Logins to the nodes of group ${var.group} in the EKS cluster ${var.cluster_name}"
  vpc_id      = var.vpc_id

  tags = merge(var.tags, { Name = "${var.launch_template_name}-login" })
}

resource "aws_vpc_security_group_ingress_rule" "ssh" {
  # checkov:skip=CKV_AWS_24:The sources are those of the spec, and a warning says what the whole internet means.
  # checkov:skip=CKV_AWS_25:The sources are those of the spec, and a warning says what the whole internet means.
  for_each = var.ssh.sources

  security_group_id            = aws_security_group.ssh["this"].id
  description                  = "Logins from ${each.value}"
  cidr_ipv4                    = strcontains(each.value, ".") ? each.value : null
  cidr_ipv6                    = strcontains(each.value, ":") ? each.value : null
  referenced_security_group_id = startswith(each.value, "sg-") ? each.value : null
  prefix_list_id               = startswith(each.value, "pl-") ? each.value : null
  ip_protocol                  = "tcp"
  from_port                    = var.ssh.port
  to_port                      = var.ssh.port

  tags = merge(var.tags, { Name = "${var.launch_template_name}-login-from-${each.value}" })
}

# The traffic of EFA is not IP: only rules between members of one group let it pass, in both directions.
resource "aws_security_group" "efa" {
  # checkov:skip=CKV2_AWS_5:It is attached to the nodes by the launch template of this module.
  for_each = toset(var.efa_cards == 0 ? [] : ["this"])

  name        = "${replace(var.launch_template_name, "/^sg-/", "eks-sg-")}-efa"
  description = "EFA between the nodes of group ${var.group} in the EKS cluster ${var.cluster_name}"
  vpc_id      = var.vpc_id

  tags = merge(var.tags, { Name = "${var.launch_template_name}-efa" })
}

resource "aws_vpc_security_group_ingress_rule" "efa" {
  for_each = aws_security_group.efa

  security_group_id            = each.value.id
  description                  = "EFA from nodes of the group"
  referenced_security_group_id = each.value.id
  ip_protocol                  = "-1"

  tags = merge(var.tags, { Name = "${var.launch_template_name}-efa-in" })
}

resource "aws_vpc_security_group_egress_rule" "efa" {
  for_each = aws_security_group.efa

  security_group_id            = each.value.id
  description                  = "EFA to nodes of the group"
  referenced_security_group_id = each.value.id
  ip_protocol                  = "-1"

  tags = merge(var.tags, { Name = "${var.launch_template_name}-efa-out" })
}
