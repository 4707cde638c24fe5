"""Rules for who may do what: access entries, the OIDC provider, RBAC, IAM roles, AWS permissions of pods."""
