"""Facts about AWS, each with its source and date; imports nothing but the standard library.

Goes in: a name (region, instance type, Kubernetes version, add-on). Comes out: a frozen value, or None
where AWS, as far as this table knows, has no such thing. Every module here answers from memory or from a
JSON file beside it that is read once, on first use.
"""
