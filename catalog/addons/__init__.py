"""EKS add-ons and EKS Capabilities: which there are, and what their configuration may hold."""
