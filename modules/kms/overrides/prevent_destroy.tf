resource "aws_kms_key" "this" {
  lifecycle {
    prevent_destroy = true
  }
}
