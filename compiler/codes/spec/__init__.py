"""Codes of findings in the text of a spec: YAML, fields, forms of values, extended files."""
