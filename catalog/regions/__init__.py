"""Regions, partitions, and the service endpoints in them."""
