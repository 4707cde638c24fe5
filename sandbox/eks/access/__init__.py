"""Who may reach a cluster, and what its pods may do: access entries, identity providers, pod identities."""
