"""Remediate drift in the spec: adopt the live value, or add a rule to `drift.ignore`."""
