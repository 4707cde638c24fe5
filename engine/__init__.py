"""Runs a real Terraform on a compiled folder and reads what it says, as values with spec lines."""
