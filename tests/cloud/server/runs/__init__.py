"""The life of runs, and what executes them: Terraform, or a stub."""
