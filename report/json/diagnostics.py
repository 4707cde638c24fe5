"""Findings as a JSON document, described by `report/schemas/findings.schema.json`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from ...compiler.diagnostics import Diagnostic, Label
from ..page.order import sort_diagnostics
from .values import json_text

VERSION = 1


def findings_json(findings: Iterable[Diagnostic], files: Sequence[str]) -> str:
    """Return a document of the files that were checked and all findings in them."""
    document = {
        "version": VERSION,
        "kind": "findings",
        "files": sorted(files),
        "findings": [finding_value(finding) for finding in sort_diagnostics(findings)],
    }
    return json_text(document)


def finding_value(finding: Diagnostic) -> dict[str, Any]:
    """Return one finding as a JSON value."""
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "message": finding.message,
        "primary": _label(finding.primary),
        "secondary": [_label(label) for label in finding.secondary],
        "notes": list(finding.notes),
        "helps": list(finding.helps),
    }


def _label(label: Label) -> dict[str, Any]:
    span = label.span
    return {
        "file": span.file,
        "line": span.line,
        "column": span.column,
        "endColumn": span.end_column,
        "text": label.text,
    }
