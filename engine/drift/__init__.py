"""Turn a Terraform plan into drift findings: class, severity, and ignore rules."""
