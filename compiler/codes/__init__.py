"""Every code with what it means and what to do; codes are never renamed.

Tests hold the same set in tests/diagnostics and docs/codes.md, every example to what it shows, and the codes
of runs to those that are raised anywhere.
"""

from __future__ import annotations

from . import drift, files, forms, load_balancers, network, nodes, region, runs, settings, shape, text
from .code import Code, Group

__all__ = ["CODES", "GROUPS", "RUN_CODES", "SPEC_CODES", "Code", "Group"]

GROUPS: tuple[Group, ...] = (
    Group("The text of the file", text.CODES),
    Group("The shape of the spec", shape.CODES),
    Group("The form of a value", forms.CODES),
    Group("Region, version, calendar", region.CODES),
    Group("Network and Kubernetes API", network.CODES),
    Group("Node groups", nodes.CODES),
    Group("Load balancers", load_balancers.CODES),
    Group("Access, add-ons, tags, logs, Terraform", settings.CODES),
    Group("Rules of drift reports", drift.CODES),
    Group("Files that share, allowances", files.CODES),
    Group("What stops a run", runs.CODES),
)

RUN_CODES: dict[str, Code] = runs.CODES
"""Codes of what stops a run, by name."""

SPEC_CODES: dict[str, Code] = {
    name: code for group in GROUPS if group.codes is not RUN_CODES for name, code in group.codes.items()
}
"""Codes of findings in a spec, by name."""

CODES: dict[str, Code] = SPEC_CODES | RUN_CODES
"""All codes by name."""
