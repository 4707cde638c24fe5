"""Codes of findings about the state and drift."""
