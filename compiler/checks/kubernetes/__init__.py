"""Rules for the Kubernetes version and the control plane."""
