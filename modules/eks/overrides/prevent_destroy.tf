resource "aws_eks_cluster" "this" {
  lifecycle {
    prevent_destroy = true
  }
}
