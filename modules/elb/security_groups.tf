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

  # A classic load balancer has no target groups: its listeners say where traffic goes.
  instance_ports = var.kind == "classic" ? [
    for listener in var.listeners : { port = listener.target_port, protocol = listener.target_protocol }
    ] : [
    for target_group in var.target_groups : { port = target_group.port, protocol = target_group.protocol } if target_group.target_type == "instance"
  ]
  health_ports = distinct(concat(
    compact([var.kind == "classic" ? try(tostring(var.health_check.port), null) : null]),
    [for target_group in var.target_groups : target_group.health_check_port if target_group.target_type == "instance" && target_group.health_check_port != "traffic-port"],
  ))

  # "tcp/30443" => what the rule needs; two listeners may share a port, and so may the health check.
  node_flows = merge(concat(
    flatten([
      for target in local.instance_ports : [
        for transport in local.transports[target.protocol] : {
          "${transport}/${target.port}" = { transport = transport, port = target.port }
        }
      ]
    ]),
    [for port in local.health_ports : { "tcp/${port}" = { transport = "tcp", port = tonumber(port) } }],
  )...)

  # The ports of pods are known to their Services only.
  pod_transports = toset(flatten([
    for target_group in var.target_groups : concat(["tcp"], local.transports[target_group.protocol]) if target_group.target_type == "ip"
  ]))
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

resource "aws_vpc_security_group_egress_rule" "pods" {
  for_each = local.pod_transports

  security_group_id            = aws_security_group.this.id
  description                  = "Pods, traffic and health checks, ${each.key}"
  referenced_security_group_id = var.node_security_group_id
  ip_protocol                  = each.key
  from_port                    = 0
  to_port                      = 65535

  tags = merge(var.tags, { Name = "${var.name}-to-pods" })
}

resource "aws_vpc_security_group_ingress_rule" "pods" {
  # checkov:skip=CKV_AWS_24:The source is the group of the load balancer, and pods have ports of their own choice.
  # checkov:skip=CKV_AWS_25:The source is the group of the load balancer, and pods have ports of their own choice.
  # checkov:skip=CKV_AWS_260:The source is the group of the load balancer, and pods have ports of their own choice.
  for_each = local.pod_transports

  security_group_id            = var.node_security_group_id
  description                  = "Load balancer ${var.name}, traffic and health checks of pods, ${each.key}"
  referenced_security_group_id = aws_security_group.this.id
  ip_protocol                  = each.key
  from_port                    = 0
  to_port                      = 65535

  tags = merge(var.tags, { Name = "${var.name}-to-pods" })
}
