"""Run Terraform as a process and read its output; find the binary and the provider."""
