# Clients reach the listeners, the load balancer reaches the nodes, on the named ports and no others.

locals {
  # EC2 refuses the names of security groups that start as their ids do.
  group_name = replace(var.name, "/^sg-/", "eks-sg-")

  transports = {
    TCP     = ["tcp"]
    TLS     = ["tcp"]
    SSL     = ["tcp"]
    HTTP    = ["tcp"]
    HTTPS   = ["tcp"]
    UDP     = ["udp"]
    TCP_UDP = ["tcp", "udp"]
  }

  # "443/tcp/0.0.0.0/0" => what the rule needs.
  client_flows = merge(flatten([
    for key, listener in var.listeners : [
      for transport in local.transports[listener.protocol] : {
        for source in var.sources : "${key}/${transport}/${source}" => {
          port      = listener.port
          transport = transport
          source    = source
        }
      }
    ]
  ])...)

  # "443/tcp" => what the rule for the IPv6 range of the VPC needs.
  vpc_flows = merge(flatten([
    for key, listener in var.listeners : [
      for transport in local.transports[listener.protocol] : {
        "${key}/${transport}" = { port = listener.port, transport = transport }
      }
    ]
  ])...)

  # "tcp/30443" => what the rule needs; two listeners may share a port, and so may the health check.
  node_flows = merge(concat(
    flatten([
      for listener in local.forwarding : [
        for transport in local.transports[listener.target_protocol] : {
          "${transport}/${listener.target_port}" = { transport = transport, port = listener.target_port }
        }
      ]
    ]),
    [{ "tcp/${var.health_check.port}" = { transport = "tcp", port = var.health_check.port } }],
  )...)
}

resource "aws_security_group" "this" {
  name        = "${local.group_name}-load-balancer"
  description = "Load balancer ${var.name}"
  vpc_id      = var.vpc_id

  tags = merge(var.tags, { Name = "${var.name}-load-balancer" })
}

resource "aws_vpc_security_group_ingress_rule" "clients" {
  for_each = local.client_flows

  security_group_id            = aws_security_group.this.id
  description                  = "Clients of the listener on port ${each.value.port}"
  cidr_ipv4                    = strcontains(each.value.source, ".") ? each.value.source : null
  cidr_ipv6                    = strcontains(each.value.source, ":") ? each.value.source : null
  referenced_security_group_id = startswith(each.value.source, "sg-") ? each.value.source : null
  prefix_list_id               = startswith(each.value.source, "pl-") ? each.value.source : null
  ip_protocol                  = each.value.transport
  from_port                    = each.value.port
  to_port                      = each.value.port

  tags = merge(var.tags, { Name = "${var.name}-clients" })
}

# A range that is known only once the VPC exists: no key can have it.
resource "aws_vpc_security_group_ingress_rule" "vpc_ipv6" {
  for_each = merge([
    for name, cidr in var.ipv6_sources : { for key, flow in local.vpc_flows : "${key}/${name}" => merge(flow, { cidr = cidr }) }
  ]...)

  security_group_id = aws_security_group.this.id
  description       = "Clients of the listener on port ${each.value.port} in the VPC"
  cidr_ipv6         = each.value.cidr
  ip_protocol       = each.value.transport
  from_port         = each.value.port
  to_port           = each.value.port

  tags = merge(var.tags, { Name = "${var.name}-clients" })
}

resource "aws_vpc_security_group_egress_rule" "nodes" {
  for_each = local.node_flows

  security_group_id            = aws_security_group.this.id
  description                  = "Nodes, traffic and health checks on port ${each.value.port}"
  referenced_security_group_id = var.node_security_group_id
  ip_protocol                  = each.value.transport
  from_port                    = each.value.port
  to_port                      = each.value.port

  tags = merge(var.tags, { Name = "${var.name}-to-nodes" })
}

resource "aws_vpc_security_group_ingress_rule" "nodes" {
  for_each = local.node_flows

  security_group_id            = var.node_security_group_id
  description                  = "Load balancer ${var.name}, traffic and health checks on port ${each.value.port}"
  referenced_security_group_id = aws_security_group.this.id
  ip_protocol                  = each.value.transport
  from_port                    = each.value.port
  to_port                      = each.value.port

  tags = merge(var.tags, { Name = "${var.name}-to-nodes" })
}
