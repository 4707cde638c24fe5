"""Rules for add-ons and EKS Capabilities."""
