"""Kubernetes on EKS: versions, the control plane, and the objects, roles and tags of Kubernetes."""
