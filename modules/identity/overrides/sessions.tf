# Needs hashicorp/aws 6.
resource "aws_eks_pod_identity_association" "this" {
  target_role_arn      = each.value.target_role_arn
  disable_session_tags = !each.value.session_tags
}
