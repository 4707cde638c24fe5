"""Run Terraform for one spec or many: the working folder, saved plans, the baseline of drift."""
