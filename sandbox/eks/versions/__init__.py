"""Versions in the sandbox: of Kubernetes, add-ons and node images, and the insights about an upgrade."""
