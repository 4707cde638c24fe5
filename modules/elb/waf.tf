# The web ACL that looks at requests first.

resource "aws_wafv2_web_acl_association" "this" {
  for_each = toset(var.web_acl_arn == null ? [] : ["this"])

  resource_arn = aws_lb.this["this"].arn
  web_acl_arn  = var.web_acl_arn
}
