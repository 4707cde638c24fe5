"""Many specs as one JSON document, described by `report/schemas/fleet.schema.json`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...compiler.errors import EksgenError
from ..fleet import SpecOutcome
from .diagnostics import finding_value
from .values import json_text

VERSION = 1


def fleet_json(verb: str, outcomes: Sequence[SpecOutcome]) -> str:
    """Return one document; the result of each spec is the document that it has alone."""
    specs = [_value(outcome) for outcome in outcomes]
    return json_text({"version": VERSION, "kind": "fleet", "verb": verb, "specs": specs})


def _value(outcome: SpecOutcome) -> dict[str, Any]:
    return {
        "spec": outcome.file,
        "code": outcome.code,
        "summary": outcome.summary,
        "error": _error(outcome.error) if outcome.error else None,
        "findings": [finding_value(finding) for finding in outcome.findings],
        "result": outcome.report.document if outcome.report else None,
    }


def _error(error: EksgenError) -> dict[str, Any]:
    return {
        "code": error.code,
        "message": error.message,
        "notes": list(error.notes),
        "helps": list(error.helps),
        "findings": [finding_value(finding) for finding in getattr(error, "diagnostics", ())],
    }
