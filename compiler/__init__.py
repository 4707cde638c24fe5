"""Text in, files out: the stages from a spec to a Terraform folder."""
