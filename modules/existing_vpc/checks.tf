locals {
  vpc_cidrs = sort([for range in data.aws_vpc.this.cidr_block_associations : range.cidr_block if range.state == "associated"])

  # --- Routes ------------------------------------------------------------------------------------------

  main_table = one([for id, table in data.aws_route_table.this : id if anytrue(table.associations[*].main)])
  table_of_subnet = merge([
    for id, table in data.aws_route_table.this : {
      for subnet in table.associations[*].subnet_id : subnet => id if subnet != ""
    }
  ]...)
  table_ids = { for id in keys(var.subnets) : id => lookup(local.table_of_subnet, id, local.main_table) }

  # Subnet => where its default route leads, "none" without one; null if its routes cannot be seen.
  default_targets = {
    for id, table in local.table_ids : id => table == null ? null : try(coalesce(one([
      for route in data.aws_route_table.this[table].routes : one(compact([
        route.gateway_id, route.nat_gateway_id, route.transit_gateway_id, route.network_interface_id,
        route.vpc_peering_connection_id, route.vpc_endpoint_id, route.instance_id, route.core_network_arn,
        route.carrier_gateway_id, route.local_gateway_id,
      ])) if route.cidr_block == "0.0.0.0/0"
    ]), "none"), "other")
  }

  # Subnets whose route tables can be seen, and lead nowhere with IPv6.
  closed_to_ipv6 = var.ip_family != "ipv6" ? [] : [
    for id, table in local.table_ids : id
    if table != null && var.subnets[id].tier != "intra" && !(var.has_endpoints && var.subnets[id].tier == "private") &&
    !contains(try(data.aws_route_table.this[table].routes[*].ipv6_cidr_block, []), "::/0")
  ]

  # --- New ranges beside others: [first address, last address] -----------------------------------------

  others = { for id, subnet in data.aws_subnet.beside : id => subnet.cidr_block if !contains(keys(var.new_subnets), lookup(subnet.tags, "Name", "")) }
  bounds = {
    for cidr in distinct(concat(values(var.new_subnets), values(local.others))) : cidr => [
      for host in [0, -1] : sum([for index, octet in split(".", cidrhost(cidr, host)) : tonumber(octet) * pow(256, 3 - index)])
    ]
  }
  overlapping = flatten([
    for name, cidr in var.new_subnets : [
      for id, other in local.others : "${name} (${cidr}) and ${id} (${other})"
      if local.bounds[cidr][0] <= local.bounds[other][1] && local.bounds[other][0] <= local.bounds[cidr][1]
    ]
  ])

  # --- What is worth a warning -------------------------------------------------------------------------

  unlisted = sort(setsubtract(local.vpc_cidrs, var.cidrs))
  closed = var.has_endpoints ? [] : [
    for id, subnet in var.subnets : id
    if subnet.tier == "private" && local.default_targets[id] != null && (local.default_targets[id] == "none" || startswith(local.default_targets[id], "igw-"))
  ]
  full  = [for id in var.control_plane_subnet_ids : "${id} has ${data.aws_subnet.this[id].available_ip_address_count}" if data.aws_subnet.this[id].available_ip_address_count < 6]
  roles = { private = "kubernetes.io/role/internal-elb", public = "kubernetes.io/role/elb" }
  untagged = {
    for tier, tag in local.roles : tier => [
      for id, subnet in var.subnets : id if subnet.tier == tier && !contains(["1", ""], lookup(data.aws_subnet.this[id].tags, tag, "missing"))
    ]
  }
}

check "vpc_ranges" {
  assert {
    condition     = length(local.unlisted) == 0
    error_message = "${var.vpc_id} has further ranges: ${join(", ", local.unlisted)}. Add them to `network.existing.cidr`, so that eksgen sees what overlaps them."
  }
}

check "way_out" {
  assert {
    condition     = length(local.closed) == 0
    error_message = "Nodes in these private subnets may not reach AWS: ${join(", ", local.closed)}. Their route tables have no default route to a NAT gateway, a transit gateway or the like. They need one, or VPC endpoints: write `endpoints: [private-cluster]` in `network` unless the VPC has them."
  }
}

check "ipv6_way_out" {
  assert {
    condition     = length(local.closed_to_ipv6) == 0
    error_message = "IPv6 does not leave these subnets: ${join(", ", local.closed_to_ipv6)}. Their route tables have no route to `::/0`. Private subnets need one to an egress-only internet gateway, public ones to the internet gateway."
  }
}

# EKS user guide, "Subnet requirements for clusters".
check "free_addresses" {
  assert {
    condition     = length(local.full) == 0
    error_message = "EKS needs 6 free addresses in each subnet of the control plane to create or upgrade it: ${join(", ", local.full)}. Name larger subnets in `network.existing.subnets.intra`."
  }
}

# AWS Load Balancer Controller, "Subnet auto-discovery"; cloud provider of AWS, "Service controller".
check "load_balancer_tags" {
  assert {
    condition     = length(flatten(values(local.untagged))) == 0
    error_message = "Load balancers of Kubernetes find subnets by tags that some subnets lack${data.aws_vpc.this.owner_id == var.account_id ? ". Ask the owner of the subnets for" : ": AWS shows the tags of account ${data.aws_vpc.this.owner_id} to that account only. In this one, run"} ${join(" and ", [for tier, ids in local.untagged : "`aws ec2 create-tags --tags Key=${local.roles[tier]},Value=1 --resources ${join(" ", ids)}`" if length(ids) > 0])}, or name subnets in annotations."
  }
}
