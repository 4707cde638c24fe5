# One description, two generations of API: network and application load balancers here, the classic one
# in classic.tf. The kind decides which resources exist.

resource "aws_lb" "this" {
  # checkov:skip=CKV_AWS_91:Access logs are a variable, because somebody pays for their bucket.
  # checkov:skip=CKV_AWS_150:Deletion protection is a variable; a cluster has to be destroyable by default.
  # checkov:skip=CKV_AWS_152:Cross-zone balancing is a variable, because it costs traffic between zones.
  # checkov:skip=CKV2_AWS_28:A web ACL is a thing of its own, whose ARN is a variable.
  for_each = toset(var.kind == "classic" ? [] : ["this"])

  name               = var.name
  load_balancer_type = var.kind
  internal           = var.internal
  subnets            = var.subnet_ids
  ip_address_type    = var.ip_family == "ipv6" ? "dualstack" : null

  # Given at creation: a network load balancer that was born without a group can never get one.
  security_groups = concat([aws_security_group.this.id], tolist(var.additional_security_group_ids))

  # Application: always on, and AWS answers true whatever is asked.
  enable_cross_zone_load_balancing = var.kind == "application" ? true : var.cross_zone
  enable_deletion_protection       = var.deletion_protection

  # The provider leaves these two out for a network load balancer.
  drop_invalid_header_fields = true
  idle_timeout               = var.idle_timeout

  # Always there: the provider takes a block that disappears for one that stays as it is.
  access_logs {
    enabled = var.access_logs != null
    bucket  = var.access_logs == null ? "" : local.log_bucket
    prefix  = var.access_logs == null ? null : var.access_logs.prefix
  }

  tags = merge(var.tags, { Name = var.name })

  # Traffic is let through before the first listener answers.
  depends_on = [
    aws_vpc_security_group_ingress_rule.clients,
    aws_vpc_security_group_ingress_rule.vpc_ipv6,
    aws_vpc_security_group_egress_rule.nodes,
    aws_vpc_security_group_egress_rule.pods,
  ]
}
