# Needs hashicorp/aws 6.
resource "aws_eks_cluster" "this" {
  # checkov:skip=CKV_AWS_37:Only part of the resource; what the check looks for stands in the module itself.
  # checkov:skip=CKV_AWS_39:Only part of the resource; what the check looks for stands in the module itself.
  # checkov:skip=CKV_AWS_58:Only part of the resource; what the check looks for stands in the module itself.
  control_plane_scaling_config {
    tier = var.scaling_tier
  }
}
