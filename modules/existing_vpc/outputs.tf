output "vpc_id" {
  description = "Id of the VPC, read and checked."
  value       = data.aws_vpc.this.id
}

output "route_table_ids" {
  description = "Route tables of the private and intra subnets."
  value       = distinct(compact([for id, subnet in var.subnets : local.table_ids[id] if subnet.tier != "public"]))
}

output "ipv6_cidr" {
  description = "IPv6 range of the VPC; empty if it has none."
  value       = data.aws_vpc.this.ipv6_cidr_block
}
