# Needs hashicorp/aws 6. A block of an override takes the place of the whole block in main.tf.
resource "aws_eks_cluster" "this" {
  # checkov:skip=CKV_AWS_37:Only part of the resource; what the check looks for stands in the module itself.
  # checkov:skip=CKV_AWS_39:Only part of the resource; what the check looks for stands in the module itself.
  # checkov:skip=CKV_AWS_58:Only part of the resource; what the check looks for stands in the module itself.
  vpc_config {
    subnet_ids                = var.subnet_ids
    security_group_ids        = concat([local.control_plane_group_id], sort(var.security_groups.additional))
    endpoint_private_access   = var.endpoint.private
    endpoint_public_access    = var.endpoint.public
    public_access_cidrs       = var.endpoint.public ? var.endpoint.public_cidrs : null
    control_plane_egress_mode = var.egress_mode
  }
}
