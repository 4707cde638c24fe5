"""Terraform and HCP Terraform: the modules of eksgen, their versions, and how objects are imported."""
