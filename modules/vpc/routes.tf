# Routes of the spec: tier => destination => id of the target, whose prefix says what it is.

locals {
  # One table a private zone, so one route a zone and destination.
  own_routes = merge(
    merge([
      for zone in keys(var.private_subnets) : {
        for destination, target in var.routes.private : "private/${zone}/${destination}" => {
          table = aws_route_table.private[zone].id, destination = destination, target = target
        }
      }
    ]...),
    merge([
      for table in aws_route_table.public : {
        for destination, target in var.routes.public : "public/${destination}" => {
          table = table.id, destination = destination, target = target
        }
      }
    ]...),
    merge([
      for table in aws_route_table.intra : {
        for destination, target in var.routes.intra : "intra/${destination}" => {
          table = table.id, destination = destination, target = target
        }
      }
    ]...),
  )
}

resource "aws_route" "own" {
  for_each = local.own_routes

  route_table_id             = each.value.table
  destination_cidr_block     = startswith(each.value.destination, "pl-") ? null : each.value.destination
  destination_prefix_list_id = startswith(each.value.destination, "pl-") ? each.value.destination : null

  core_network_arn          = startswith(each.value.target, "arn:") ? each.value.target : null
  gateway_id                = can(regex("^(igw|vgw)-", each.value.target)) ? each.value.target : null
  local_gateway_id          = startswith(each.value.target, "lgw-") ? each.value.target : null
  nat_gateway_id            = startswith(each.value.target, "nat-") ? each.value.target : null
  network_interface_id      = startswith(each.value.target, "eni-") ? each.value.target : null
  transit_gateway_id        = startswith(each.value.target, "tgw-") ? each.value.target : null
  vpc_endpoint_id           = startswith(each.value.target, "vpce-") ? each.value.target : null
  vpc_peering_connection_id = startswith(each.value.target, "pcx-") ? each.value.target : null
}
