"""Turn a Terraform plan into drift findings with class and severity, and apply ignore rules."""
