"""Codes of findings in the configuration of add-ons, and in EKS Capabilities."""
