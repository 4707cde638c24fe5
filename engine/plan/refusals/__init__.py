"""Refuse a plan: what AWS would refuse, what the spec protects, and the state of another cluster."""
