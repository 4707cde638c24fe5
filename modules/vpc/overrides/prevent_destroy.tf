resource "aws_vpc" "this" {
  lifecycle {
    prevent_destroy = true
  }
}
