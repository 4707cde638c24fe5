"""Facts about AWS, each with its source and date; imports nothing but the standard library.

Functions map a name (region, instance type, Kubernetes version, add-on) to a frozen value, or to None if the
table has no such name. The data is in the modules or in JSON files that are read once, on first use.
"""
