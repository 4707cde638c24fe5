"""The saved plan file: Terraform's plan with proofs of where and for what it was made."""
