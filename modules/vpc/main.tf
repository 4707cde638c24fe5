# Everything with one instance a zone is keyed by the zone's name: adding or removing a zone never
# touches its neighbours.

locals {
  # "private/us-west-2a" => the /64 of that subnet in the /56 that Amazon chooses for the VPC.
  ipv6_cidrs = { for key, number in var.ipv6_subnets : key => cidrsubnet(local.ipv6_cidr, 8, number) }
  ipv6       = length(var.ipv6_subnets) > 0
}

resource "aws_vpc" "this" {
  # checkov:skip=CKV2_AWS_11:Flow logs are a variable; those of a VPC that exists do not refer to this resource.
  cidr_block                       = var.cidr
  assign_generated_ipv6_cidr_block = local.ipv6 ? true : null

  # The private endpoint of the control plane resolves only when both are on.
  enable_dns_support   = true
  enable_dns_hostnames = true

  tags = merge(var.tags, { Name = var.name })
}

# What the override file for a VPC that exists replaces.
locals {
  ipv6_cidr  = aws_vpc.this.ipv6_cidr_block
  vpc_id     = aws_vpc.this.id
  account_id = aws_vpc.this.owner_id
}

# Adopted, not made: without rules, whatever lands in the default group by accident can talk to nobody.
resource "aws_default_security_group" "this" {
  vpc_id = local.vpc_id

  # Written out, so that a rule that somebody adds is a difference, and is removed.
  ingress = []
  egress  = []

  tags = merge(var.tags, { Name = "${var.name}-default-unused" })
}

# Every range after the first: a subnet in one of them goes before the range does.
resource "aws_vpc_ipv4_cidr_block_association" "this" {
  for_each = var.secondary_cidrs

  vpc_id     = local.vpc_id
  cidr_block = each.key
}

# --- Subnets -----------------------------------------------------------------------------------------

resource "aws_subnet" "private" {
  for_each = var.private_subnets

  vpc_id                          = local.vpc_id
  availability_zone               = each.key
  cidr_block                      = each.value
  ipv6_cidr_block                 = lookup(local.ipv6_cidrs, "private/${each.key}", null)
  assign_ipv6_address_on_creation = contains(keys(var.ipv6_subnets), "private/${each.key}")

  tags = merge(var.tags, var.subnet_tags.private, {
    Name                              = "${var.name}-private-${each.key}"
    "kubernetes.io/role/internal-elb" = "1"
  })

  depends_on = [aws_vpc_ipv4_cidr_block_association.this]
}

resource "aws_subnet" "public" {
  # checkov:skip=CKV_AWS_130:A variable: EKS wants it for managed node groups in public subnets, and nothing else sets it.
  for_each = var.public_subnets

  vpc_id                          = local.vpc_id
  availability_zone               = each.key
  cidr_block                      = each.value
  ipv6_cidr_block                 = lookup(local.ipv6_cidrs, "public/${each.key}", null)
  assign_ipv6_address_on_creation = contains(keys(var.ipv6_subnets), "public/${each.key}")

  # EKS refuses a managed node group in a public subnet that does not assign addresses, whatever its launch
  # template says (EKS user guide, "Managed node groups concepts").
  map_public_ip_on_launch = var.assign_public_addresses

  tags = merge(var.tags, var.subnet_tags.public, {
    Name                     = "${var.name}-public-${each.key}"
    "kubernetes.io/role/elb" = "1"
  })

  depends_on = [aws_vpc_ipv4_cidr_block_association.this]
}

resource "aws_subnet" "intra" {
  for_each = var.intra_subnets

  vpc_id                          = local.vpc_id
  availability_zone               = each.key
  cidr_block                      = each.value
  ipv6_cidr_block                 = lookup(local.ipv6_cidrs, "intra/${each.key}", null)
  assign_ipv6_address_on_creation = contains(keys(var.ipv6_subnets), "intra/${each.key}")

  tags = merge(var.tags, var.subnet_tags.intra, { Name = "${var.name}-intra-${each.key}" })

  depends_on = [aws_vpc_ipv4_cidr_block_association.this]
}

# For the interfaces of pods only; nodes and load balancers stand in the other tiers.
resource "aws_subnet" "pods" {
  for_each = var.pod_subnets

  vpc_id            = local.vpc_id
  availability_zone = each.key
  cidr_block        = each.value

  tags = merge(var.tags, { Name = "${var.name}-pods-${each.key}" })

  depends_on = [aws_vpc_ipv4_cidr_block_association.this]
}

# --- Route tables ------------------------------------------------------------------------------------

# One table a private zone whatever the number of NAT gateways, so that going from one gateway to one a
# zone changes routes and nothing else.
resource "aws_route_table" "private" {
  for_each = var.private_subnets

  vpc_id = local.vpc_id

  tags = merge(var.tags, { Name = "${var.name}-private-${each.key}" })
}

resource "aws_route_table_association" "private" {
  for_each = var.private_subnets

  subnet_id      = aws_subnet.private[each.key].id
  route_table_id = aws_route_table.private[each.key].id
}

# Pods leave by the way of their nodes.
resource "aws_route_table_association" "pods" {
  for_each = var.pod_subnets

  subnet_id      = aws_subnet.pods[each.key].id
  route_table_id = aws_route_table.private[each.key].id
}

resource "aws_route_table" "public" {
  for_each = toset(length(var.public_subnets) > 0 ? ["this"] : [])

  vpc_id = local.vpc_id

  tags = merge(var.tags, { Name = "${var.name}-public" })
}

resource "aws_route_table_association" "public" {
  for_each = var.public_subnets

  subnet_id      = aws_subnet.public[each.key].id
  route_table_id = aws_route_table.public["this"].id
}

resource "aws_route_table" "intra" {
  for_each = toset(length(var.intra_subnets) > 0 ? ["this"] : [])

  vpc_id = local.vpc_id

  tags = merge(var.tags, { Name = "${var.name}-intra" })
}

resource "aws_route_table_association" "intra" {
  for_each = var.intra_subnets

  subnet_id      = aws_subnet.intra[each.key].id
  route_table_id = aws_route_table.intra["this"].id
}

# --- Ways out ----------------------------------------------------------------------------------------

resource "aws_internet_gateway" "this" {
  for_each = toset(length(var.public_subnets) > 0 ? ["this"] : [])

  vpc_id = local.vpc_id

  tags = merge(var.tags, { Name = var.name })
}

resource "aws_route" "public_internet" {
  for_each = toset(length(var.public_subnets) > 0 ? ["this"] : [])

  route_table_id         = aws_route_table.public["this"].id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.this["this"].id
}

resource "aws_eip" "nat" {
  # checkov:skip=CKV2_AWS_19:It is attached to a NAT gateway below, a kind of attachment the check does not follow.
  for_each = setsubtract(var.nat_zones, keys(var.nat_addresses))

  domain = "vpc"

  tags = merge(var.tags, { Name = "${var.name}-nat-${each.key}" })

  # AWS releases an address in use by a NAT gateway only while the internet gateway still stands.
  depends_on = [aws_internet_gateway.this]
}

resource "aws_nat_gateway" "this" {
  for_each = var.nat_zones

  allocation_id = try(var.nat_addresses[each.key], aws_eip.nat[each.key].id)
  subnet_id     = aws_subnet.public[each.key].id

  tags = merge(var.tags, { Name = "${var.name}-${each.key}" })

  # A gateway is of use only when its subnet reaches the internet, and until then packets are dropped.
  depends_on = [aws_internet_gateway.this, aws_route.public_internet, aws_route_table_association.public]
}

resource "aws_route" "private_nat" {
  for_each = var.nat_routes

  route_table_id         = aws_route_table.private[each.key].id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.this[each.value].id
}

# --- IPv6 ------------------------------------------------------------------------------------------

# Every IPv6 address is a public one; this gateway lets connections out and none in, and costs nothing.
resource "aws_egress_only_internet_gateway" "this" {
  for_each = toset(local.ipv6 && length(var.private_subnets) > 0 ? ["this"] : [])

  vpc_id = local.vpc_id

  tags = merge(var.tags, { Name = var.name })
}

resource "aws_route" "private_ipv6" {
  for_each = local.ipv6 ? var.private_subnets : {}

  route_table_id              = aws_route_table.private[each.key].id
  destination_ipv6_cidr_block = "::/0"
  egress_only_gateway_id      = aws_egress_only_internet_gateway.this["this"].id
}

resource "aws_route" "public_ipv6" {
  for_each = toset(local.ipv6 && length(var.public_subnets) > 0 ? ["this"] : [])

  route_table_id              = aws_route_table.public["this"].id
  destination_ipv6_cidr_block = "::/0"
  gateway_id                  = aws_internet_gateway.this["this"].id
}
