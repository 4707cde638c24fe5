"""Runs in HCP Terraform: a test server that speaks its API, and what is tested against it."""
