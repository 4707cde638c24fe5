"""Every diagnostic code with what it means and what to do; codes are never renamed.

Tests hold the same set in tests/diagnostics and docs/codes.md, and every example to what it shows.
"""

from __future__ import annotations

from . import files, forms, load_balancers, network, nodes, region, settings, shape, text
from .code import Code, Group

__all__ = ["CODES", "GROUPS", "Code", "Group"]

GROUPS: tuple[Group, ...] = (
    Group("The text of the file", text.CODES),
    Group("The shape of the spec", shape.CODES),
    Group("The form of a value", forms.CODES),
    Group("Region, version, calendar", region.CODES),
    Group("Network and Kubernetes API", network.CODES),
    Group("Node groups", nodes.CODES),
    Group("Load balancers", load_balancers.CODES),
    Group("Access, add-ons, tags, logs, Terraform", settings.CODES),
    Group("Files that share, allowances", files.CODES),
)

CODES: dict[str, Code] = {name: code for group in GROUPS for name, code in group.codes.items()}
"""All codes by name."""
