# Needs hashicorp/aws 6.24 or later: one NAT gateway of the whole VPC, laid over main.tf.
resource "aws_nat_gateway" "this" {
  for_each = toset(["regional"])

  availability_mode = "regional"
  vpc_id            = local.vpc_id
  allocation_id     = null
  subnet_id         = null

  # Without addresses AWS takes its own, in every zone that has interfaces.
  dynamic "availability_zone_address" {
    for_each = var.nat_addresses

    content {
      availability_zone = availability_zone_address.key
      allocation_ids    = [availability_zone_address.value]
    }
  }
}

resource "aws_eip" "nat" {
  for_each = toset([])
}

# It needs no public subnet, but the gateway to the internet; a VPC that exists has its own.
resource "aws_internet_gateway" "this" {
  for_each = toset(var.existing == null ? ["this"] : [])
}
