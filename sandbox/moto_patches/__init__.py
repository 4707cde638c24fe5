"""Patches of moto where it differs from AWS so that a second plan would show differences.

One file per service; each patch wraps one function of moto and says in its docstring how AWS behaves.
"""
