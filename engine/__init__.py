"""Run a real Terraform on a compiled folder and turn its output into values with spec lines."""
