"""Many specs as one JSON document."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from ...compiler.errors import EksgenError
from ..fleet import SpecOutcome
from ..terminal import Style
from .diagnostics import finding_value

VERSION = 1


def fleet_json(verb: str, outcomes: Sequence[SpecOutcome], _style: Style) -> str:
    """One document, `fleet.schema.json`; the result of a spec is the document that it has alone."""
    document = {"version": VERSION, "kind": "fleet", "verb": verb, "specs": [_value(one) for one in outcomes]}
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _value(outcome: SpecOutcome) -> dict[str, Any]:
    done = outcome.text and not outcome.failed
    return {
        "spec": outcome.file,
        "code": outcome.code,
        "summary": outcome.summary,
        "error": _error(outcome.error) if outcome.error else None,
        "findings": [finding_value(finding) for finding in outcome.findings],
        "result": json.loads(outcome.text) if done else None,
    }


def _error(error: EksgenError) -> dict[str, Any]:
    return {
        "code": error.code,
        "message": error.message,
        "notes": list(error.notes),
        "helps": list(error.helps),
        "findings": [finding_value(finding) for finding in getattr(error, "diagnostics", ())],
    }
