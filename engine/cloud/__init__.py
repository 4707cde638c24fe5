"""Run Terraform in HCP Terraform or Terraform Enterprise through its API; both are called HCP here."""
