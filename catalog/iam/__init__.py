"""IAM and access entries: policies of programs, permissions of each resource type, roles of AWS services."""
