"""Rules for who may use the Kubernetes API: access entries, the OIDC provider, and RBAC."""
