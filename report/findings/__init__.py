"""Findings in a spec, drawn for people and for machines: one file a format, all from the same values."""
