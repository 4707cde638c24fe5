output "vpc_id" {
  description = "Id of the VPC."
  value       = local.vpc_id
}

output "cidr" {
  description = "IPv4 range of the VPC."
  value       = aws_vpc.this.cidr_block
}

output "ipv6_cidr" {
  description = "IPv6 range of the VPC, a /56 that Amazon chooses; empty without IPv6."
  value       = local.ipv6_cidr
}

# Whoever uses these subnets wants their routes too: nodes join only once they can reach the cluster, and
# on destroy they need the way out until the last pod is gone. Hence the edges on the outputs.

output "private_subnet_ids" {
  description = "Zone => id of the private subnet, ready to be used: routes, NAT gateways and endpoints stand."
  value       = { for zone, subnet in aws_subnet.private : zone => subnet.id }

  depends_on = [
    aws_route_table_association.private,
    aws_route.private_nat,
    aws_route.private_ipv6,
    aws_route.own,
    aws_vpc_endpoint.interface,
    aws_vpc_endpoint.gateway,
    aws_vpc_security_group_ingress_rule.endpoints_https,
    aws_vpc_security_group_ingress_rule.endpoints_https_secondary,
  ]
}

output "public_subnet_ids" {
  description = "Zone => id of the public subnet, ready to be used: the route to the internet stands."
  value       = { for zone, subnet in aws_subnet.public : zone => subnet.id }

  depends_on = [
    aws_route_table_association.public,
    aws_route.public_internet,
    aws_route.public_ipv6,
    aws_route.own,
  ]
}

output "pod_subnet_ids" {
  description = "Zone => id of the subnet of pods, ready to be used: routes and NAT gateways stand."
  value       = { for zone, subnet in aws_subnet.pods : zone => subnet.id }

  depends_on = [
    aws_route_table_association.pods,
    aws_route.private_nat,
    aws_route.own,
    aws_vpc_security_group_ingress_rule.endpoints_https_secondary,
  ]
}

output "intra_subnet_ids" {
  description = "Zone => id of the subnet without a way out, ready to be used."
  value       = { for zone, subnet in aws_subnet.intra : zone => subnet.id }

  depends_on = [
    aws_route_table_association.intra,
    aws_vpc_endpoint.gateway,
  ]
}
