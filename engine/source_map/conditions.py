"""Failed conditions of modules: postconditions of data sources, and check blocks.

Terraform names the line of the condition, not the object. So the message of a condition begins with the key
of the object, and what can be done about it follows in sentences of its own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from ...compiler.diagnostics import Diagnostic, Label, Severity
from ..terraform.events import TerraformDiagnostic
from .place import SpecPlace

_FAILED = re.compile(r"Resource (post|pre)condition failed|Check block assertion failed")
_MODULE = re.compile(r"modules/([^/]+)/")
_BLOCK = re.compile(r'(data|resource) "([\w-]+)" "([\w-]+)"')


@dataclass(frozen=True, slots=True)
class FailedCondition:
    """A condition of a module: the address of the object that it is about, and the code of its finding."""

    address: str
    code: str

    def diagnostic(self, reported: TerraformDiagnostic, place: SpecPlace) -> Diagnostic:
        """Return the diagnostic: the first sentence is the message, the others say what to do."""
        message, _, help = " ".join(reported.detail.split()).partition(". ")
        severity = Severity.WARNING if reported.severity == "warning" else Severity.ERROR
        helps = (help.rstrip("."),) if help else ()
        return Diagnostic(self.code, severity, message.rstrip("."), Label(place.span, ""), helps=helps)


def failed_condition(reported: TerraformDiagnostic, calls: Mapping[str, str]) -> FailedCondition | None:
    """Return the condition that a diagnostic of Terraform is about; `calls` maps each call to its module."""
    module = _MODULE.match(reported.range.file) if reported.range else None
    if module is None or not _FAILED.search(reported.summary):
        return None
    callers = [call for call, folder in calls.items() if folder == module[1]]
    if len(callers) != 1:
        return None
    code = "existing-vpc" if module[1] == "existing_vpc" else "terraform"
    return FailedCondition(_address(reported, callers[0]), code)


def _address(reported: TerraformDiagnostic, call: str) -> str:
    block = _BLOCK.search(reported.context)
    if block is None:
        return f"module.{call}"
    kind, resource_type, name = block.groups()
    key = reported.detail.split(maxsplit=1)[0].rstrip(":") if reported.detail else ""
    return f'module.{call}.{"data." if kind == "data" else ""}{resource_type}.{name}["{key}"]'
