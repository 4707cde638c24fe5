"""Turn a Terraform plan into typed changes, dangers and refusals."""
