# PrivateLink: the AWS APIs without the internet.

resource "aws_security_group" "endpoints" {
  # checkov:skip=CKV2_AWS_5:It is attached to every interface endpoint below, a kind of attachment the check does not follow.
  for_each = toset(length(var.interface_endpoints) > 0 ? ["this"] : [])

  # EC2 refuses the names of security groups that start as their ids do.
  name        = "${replace(var.name, "/^sg-/", "eks-sg-")}-endpoints"
  description = "Interface endpoints of ${var.name}"
  vpc_id      = local.vpc_id

  tags = merge(var.tags, { Name = "${var.name}-endpoints" })
}

resource "aws_vpc_security_group_ingress_rule" "endpoints_https" {
  for_each = toset(length(var.interface_endpoints) > 0 ? ["this"] : [])

  security_group_id = aws_security_group.endpoints["this"].id
  description       = "HTTPS from inside the VPC"
  cidr_ipv4         = var.cidr
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443

  tags = merge(var.tags, { Name = "${var.name}-endpoints-https" })
}

resource "aws_vpc_security_group_ingress_rule" "endpoints_https_secondary" {
  for_each = length(var.interface_endpoints) > 0 ? var.secondary_cidrs : []

  security_group_id = aws_security_group.endpoints["this"].id
  description       = "HTTPS from inside the VPC"
  cidr_ipv4         = each.key
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443

  tags = merge(var.tags, { Name = "${var.name}-endpoints-https-${each.key}" })
}

resource "aws_vpc_endpoint" "interface" {
  for_each = var.interface_endpoints

  vpc_id              = local.vpc_id
  vpc_endpoint_type   = "Interface"
  service_name        = each.value
  private_dns_enabled = true
  subnet_ids          = [for subnet in aws_subnet.private : subnet.id]
  security_group_ids  = [aws_security_group.endpoints["this"].id]
  policy              = lookup(var.endpoint_policies, each.key, null)

  tags = merge(var.tags, { Name = "${var.name}-${each.key}" })
}

resource "aws_vpc_endpoint" "gateway" {
  for_each = var.gateway_endpoints

  vpc_id            = local.vpc_id
  vpc_endpoint_type = "Gateway"
  service_name      = each.value
  route_table_ids = concat(
    [for table in aws_route_table.private : table.id],
    [for table in aws_route_table.intra : table.id],
  )

  # AWS keeps a policy that is left out, so the one that it begins with is written.
  policy = lookup(var.endpoint_policies, each.key, jsonencode({
    Version   = "2008-10-17"
    Statement = [{ Effect = "Allow", Principal = "*", Action = "*", Resource = "*" }]
  }))

  tags = merge(var.tags, { Name = "${var.name}-${each.key}" })
}
