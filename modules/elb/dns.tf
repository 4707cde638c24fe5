# The record that leads to the load balancer, in a hosted zone that exists.

locals {
  load_balancer = var.kind == "classic" ? one(values(aws_elb.this)) : one(values(aws_lb.this))
}

resource "aws_route53_record" "this" {
  for_each = toset(var.dns == null ? [] : var.ip_family == "ipv6" ? ["A", "AAAA"] : ["A"])

  zone_id = var.dns.zone_id
  name    = var.dns.name
  type    = each.key

  alias {
    name                   = local.load_balancer.dns_name
    zone_id                = local.load_balancer.zone_id
    evaluate_target_health = true
  }

  lifecycle {
    # The provider adds the name of the zone to a name that is not in it.
    postcondition {
      condition     = self.fqdn == var.dns.name
      error_message = "${var.dns.name} is not in the hosted zone ${var.dns.zone_id}: the record is called ${self.fqdn}. Name a zone of this domain, or a record in this zone."
    }
  }
}
