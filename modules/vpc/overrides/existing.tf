# Laid over the module in a VPC that exists: the VPC, its ranges and its internet gateway belong to somebody
# else, and so do subnets, routes and NAT gateways that the spec names.
locals {
  ipv6_cidr  = null
  vpc_id     = var.existing.vpc_id
  account_id = var.existing.account_id
}

resource "aws_vpc" "this" {
  # checkov:skip=CKV2_AWS_11:Made nowhere; flow logs of the VPC that exists stand in the module itself.
  # checkov:skip=CKV2_AWS_12:Made nowhere; the default group of a VPC that exists is left alone.
  for_each = toset([])
}

resource "aws_default_security_group" "this" {
  for_each = toset([])
}

resource "aws_vpc_ipv4_cidr_block_association" "this" {
  for_each = toset([])
}

resource "aws_internet_gateway" "this" {
  for_each = toset([])
}

resource "aws_route" "public_internet" {
  gateway_id = var.existing.internet_gateway_id
}

resource "aws_route" "private_nat" {
  nat_gateway_id = try(var.existing.nat_gateway_ids[each.value], aws_nat_gateway.this[each.value].id)
}

# Of several subnets in a zone, an endpoint takes one.
resource "aws_vpc_endpoint" "interface" {
  subnet_ids = concat([for subnet in aws_subnet.private : subnet.id], sort(var.existing.endpoint_subnet_ids))
}

resource "aws_vpc_endpoint" "gateway" {
  route_table_ids = concat(
    [for table in aws_route_table.private : table.id],
    [for table in aws_route_table.intra : table.id],
    sort(var.existing.route_table_ids),
  )
}

output "cidr" {
  value = var.cidr
}

output "private_subnet_ids" {
  value = merge(
    { for zone, subnet in aws_subnet.private : zone => subnet.id },
    { for id in var.existing.private_subnet_ids : id => id },
  )
}

output "public_subnet_ids" {
  value = merge(
    { for zone, subnet in aws_subnet.public : zone => subnet.id },
    { for id in var.existing.public_subnet_ids : id => id },
  )
}

output "intra_subnet_ids" {
  value = merge(
    { for zone, subnet in aws_subnet.intra : zone => subnet.id },
    { for id in var.existing.intra_subnet_ids : id => id },
  )
}
