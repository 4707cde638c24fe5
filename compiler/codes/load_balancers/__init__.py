"""Codes of findings in load balancers."""
