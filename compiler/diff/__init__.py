"""Compare two specs: what differs, and what that means for the cluster."""
