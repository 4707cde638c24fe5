"""Find Terraform and its provider, run it as a process and read its output."""
