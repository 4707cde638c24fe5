"""Map Terraform addresses and errors back to lines of the spec."""
