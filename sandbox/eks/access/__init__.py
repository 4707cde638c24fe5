"""Access to a cluster and from its pods: access entries, identity providers, pod identity associations."""
