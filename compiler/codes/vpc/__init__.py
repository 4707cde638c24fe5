"""Codes of findings in the network."""
