"""Validate, plan, apply, drift and destroy, each as one story; only this package combines the others."""
