# Made before whoever writes to them: a group that a service makes for itself has no retention and no key,
# and Terraform then fails because it already exists.
resource "aws_cloudwatch_log_group" "this" {
  # checkov:skip=CKV_AWS_338:How long logs are kept is the user's decision and a cost; the compiler's default is 90 days.
  for_each = var.groups

  name              = each.value.name
  retention_in_days = each.value.retention_days
  log_group_class   = each.value.class
  kms_key_id        = each.value.kms_key_arn
  skip_destroy      = each.value.keep_on_destroy

  tags = merge(var.tags, { Name = each.value.name })
}
