"""eksgen: one reviewed YAML file to a planned, applied and drift-checked Amazon EKS cluster."""

__version__ = "0.1.0"
