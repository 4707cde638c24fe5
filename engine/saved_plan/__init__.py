"""The saved plan file: Terraform's plan with proofs of what it was made from."""
