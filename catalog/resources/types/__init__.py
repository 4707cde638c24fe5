"""One row for each resource type, in a file for each AWS service."""
