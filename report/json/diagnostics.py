"""Findings as one JSON document, described by `report/schemas/findings.schema.json`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from ...compiler.diagnostics import Diagnostic, Label
from ..page.order import sort_diagnostics

VERSION = 1


def findings_json(findings: Iterable[Diagnostic], files: Sequence[str]) -> str:
    """The files that were looked at and everything found in them."""
    document = {
        "version": VERSION,
        "kind": "findings",
        "files": sorted(files),
        "findings": [finding_value(found) for found in sort_diagnostics(findings)],
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def finding_value(found: Diagnostic) -> dict[str, Any]:
    """One finding as a JSON value."""
    return {
        "code": found.code,
        "severity": found.severity.value,
        "message": found.message,
        "primary": _label(found.primary),
        "secondary": [_label(label) for label in found.secondary],
        "notes": list(found.notes),
        "helps": list(found.helps),
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
