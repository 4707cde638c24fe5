"""Codes of errors that stop a run."""
