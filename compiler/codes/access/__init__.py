"""Codes of findings in who may do what: the Kubernetes API, RBAC, AWS permissions of pods."""
