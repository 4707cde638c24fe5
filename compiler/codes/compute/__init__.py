"""Codes of findings in nodes: node groups and their images, and nodes that something else starts."""
