# The web ACL that looks at requests first. Another one replaces the association, which ends before the new one
# begins: to end one, AWS WAF is told the load balancer and no ACL, so the other order would leave none.

resource "aws_wafv2_web_acl_association" "this" {
  for_each = toset(var.web_acl_arn == null ? [] : ["this"])

  resource_arn = aws_lb.this["this"].arn
  web_acl_arn  = var.web_acl_arn
}
