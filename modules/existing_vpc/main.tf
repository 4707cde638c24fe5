# Reads a VPC that somebody else owns, and refuses a plan that AWS would refuse later. It has no resources:
# nothing that it reads is changed, enters the state or is ever deleted.
#
# A postcondition refuses, at the line of the subnet or gateway. A check block warns: AWS accepts what it
# finds, or it may be right for a reason that this configuration does not know.

data "aws_vpc" "this" {
  id = var.vpc_id

  lifecycle {
    postcondition {
      condition     = self.enable_dns_support && self.enable_dns_hostnames
      error_message = "${var.vpc_id} has DNS support or DNS host names off, and without both no node joins. Turn both on: `aws ec2 modify-vpc-attribute --vpc-id ${var.vpc_id} --enable-dns-support`, and again with `--enable-dns-hostnames`."
    }

    postcondition {
      condition     = length(setsubtract(var.cidrs, self.cidr_block_associations[*].cidr_block)) == 0
      error_message = "${var.vpc_id} has no range ${join(", ", setsubtract(var.cidrs, self.cidr_block_associations[*].cidr_block))}. Write its own ranges: `cidr: [${join(", ", self.cidr_block_associations[*].cidr_block)}]` in `network.existing`."
    }

    postcondition {
      condition     = var.ip_family != "ipv6" || coalesce(self.ipv6_cidr_block, "none") != "none"
      error_message = "${var.vpc_id} has no IPv6 range, and an IPv6 cluster needs one. Ask the owner of the VPC for one: `aws ec2 associate-vpc-cidr-block --vpc-id ${var.vpc_id} --amazon-provided-ipv6-cidr-block`, and then for one of each subnet."
    }

    # VPC user guide, "Responsibilities and permissions for owners and participants".
    postcondition {
      condition     = self.owner_id == var.account_id || length(var.owner_only) == 0
      error_message = "${var.vpc_id} belongs to account ${self.owner_id}, which shares subnets of it, and AWS lets only the owner make ${join(" and ", sort(var.owner_only))} in it. In `network`, write `flowLogs: none`, no `endpoints`, and `existing.subnets` with the shared subnets; ask the owner for the rest."
    }

    postcondition {
      condition     = length(local.overlapping) == 0
      error_message = "New subnets overlap subnets of ${var.vpc_id}: ${join(", ", local.overlapping)}. Write free ranges by zone in `network.subnets`, such as `private: {${var.region}a: …}`."
    }
  }
}

# --- Subnets -----------------------------------------------------------------------------------------

data "aws_subnet" "this" {
  for_each = var.subnets

  id = each.key

  lifecycle {
    postcondition {
      condition     = self.vpc_id == var.vpc_id
      error_message = "${each.key} is in ${self.vpc_id}, not in ${var.vpc_id}. Write a subnet of ${var.vpc_id}, or `vpcId: ${self.vpc_id}` in `network.existing`."
    }

    postcondition {
      condition     = self.availability_zone == each.value.zone
      error_message = "${each.key} is in zone ${self.availability_zone}, not in ${each.value.zone}. Write it under `network.existing.subnets.${each.value.tier}.${self.availability_zone}`."
    }

    postcondition {
      condition     = each.value.cidr == null || self.cidr_block == each.value.cidr
      error_message = "${each.key} has the range ${self.cidr_block}, not ${coalesce(each.value.cidr, "none")}. Write `cidr: ${self.cidr_block}`."
    }

    # EKS user guide, "Managed node groups": Ec2SubnetInvalidConfiguration.
    postcondition {
      condition     = each.value.tier != "public" || !contains(var.managed_node_subnet_ids, each.key) || self.map_public_ip_on_launch
      error_message = "${each.key} gives instances no public addresses, and EKS refuses node groups in such public subnets. Write `subnets: private` for the node groups, or turn it on: `aws ec2 modify-subnet-attribute --subnet-id ${each.key} --map-public-ip-on-launch`."
    }

    # EKS user guide, "Learn about IPv6 addresses to clusters, pods, and services".
    postcondition {
      condition     = var.ip_family != "ipv6" || coalesce(self.ipv6_cidr_block, "none") != "none"
      error_message = "${each.key} has no IPv6 range, and EKS refuses it for an IPv6 cluster. Give it a free /64 of the VPC: `aws ec2 associate-subnet-cidr-block --subnet-id ${each.key} --ipv6-cidr-block RANGE`."
    }

    postcondition {
      condition     = var.ip_family != "ipv6" || !contains(var.node_subnet_ids, each.key) || self.assign_ipv6_address_on_creation
      error_message = "${each.key} gives instances no IPv6 addresses, and EKS refuses node groups in such subnets of an IPv6 cluster. Turn it on: `aws ec2 modify-subnet-attribute --subnet-id ${each.key} --assign-ipv6-address-on-creation`."
    }

    # A firewall endpoint stands in the way to the internet gateway (Network Firewall developer guide,
    # "Simple single zone architecture with an internet gateway").
    postcondition {
      condition     = each.value.tier != "public" || local.default_targets[each.key] == null || can(regex("^(igw|vpce)-", local.default_targets[each.key]))
      error_message = "${each.key} is not public: ${local.default_targets[each.key] == "none" ? "its route table has no default route" : "its default route leads to ${local.default_targets[each.key] == null ? "nothing" : local.default_targets[each.key]}"}. Write it under `network.existing.subnets.private`, or add a route to the internet gateway."
    }
  }
}

# --- Routes: the table of a subnet is the one that it is associated with, else the main one ----------

data "aws_route_tables" "this" {
  for_each = toset(length(var.subnets) > 0 ? ["this"] : [])

  vpc_id = var.vpc_id
}

data "aws_route_table" "this" {
  for_each = toset(flatten([for tables in data.aws_route_tables.this : tables.ids]))

  route_table_id = each.key
}

# --- Gateways ----------------------------------------------------------------------------------------

data "aws_internet_gateway" "this" {
  for_each = var.internet_gateway_ids

  internet_gateway_id = each.key

  lifecycle {
    postcondition {
      condition     = contains(self.attachments[*].vpc_id, var.vpc_id)
      error_message = "${each.key} is not attached to ${var.vpc_id}. Write the internet gateway of that VPC in `network.existing.internetGateway`."
    }
  }
}

data "aws_nat_gateway" "this" {
  for_each = var.nat_gateway_ids

  id = each.value

  lifecycle {
    postcondition {
      condition     = self.vpc_id == var.vpc_id && self.state == "available"
      error_message = "${each.key}: ${each.value} is in ${self.vpc_id} and ${self.state}. Write a NAT gateway of ${var.vpc_id} that is available in `network.existing.natGateways.${each.key}`."
    }
  }
}

# --- Security groups ---------------------------------------------------------------------------------

data "aws_security_group" "this" {
  for_each = var.security_group_ids

  id = each.key

  lifecycle {
    postcondition {
      condition     = self.vpc_id == var.vpc_id
      error_message = "${each.key} is in ${self.vpc_id}, not in ${var.vpc_id}. Write a security group of ${var.vpc_id} in `controlPlane.securityGroups`."
    }
  }
}

# --- Subnets beside the new ones ---------------------------------------------------------------------

data "aws_subnets" "this" {
  for_each = toset(length(var.new_subnets) > 0 ? ["this"] : [])

  filter {
    name   = "vpc-id"
    values = [var.vpc_id]
  }
}

data "aws_subnet" "beside" {
  for_each = toset(flatten([for subnets in data.aws_subnets.this : subnets.ids]))

  id = each.key
}
