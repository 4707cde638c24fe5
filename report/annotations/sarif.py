"""Findings as SARIF 2.1.0, for code scanning (docs.oasis-open.org/sarif/sarif/v2.1.0)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import quote

from ... import __version__
from ...compiler.codes import CODES
from ...compiler.diagnostics import Diagnostic, Label
from ..page.order import sort_diagnostics

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def draw_sarif(findings: Iterable[Diagnostic]) -> str:
    """One run with one rule a code that occurs."""
    ordered = sort_diagnostics(findings)
    codes = sorted({found.code for found in ordered})
    return log([_rule(code) for code in codes], [result(found, codes.index(found.code)) for found in ordered])


def log(rules: Sequence[dict[str, Any]], results: Sequence[dict[str, Any]]) -> str:
    """The whole document: one run of eksgen."""
    driver = {"name": "eksgen", "semanticVersion": __version__, "rules": rules}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return (
        json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2, ensure_ascii=False)
        + "\n"
    )


def _rule(code: str) -> dict[str, Any]:
    known = CODES.get(code)
    rule: dict[str, Any] = {"id": code}
    if known:
        rule |= {
            "shortDescription": {"text": known.what},
            "fullDescription": {"text": f"{known.what} {known.why}"},
        }
        rule |= {"help": {"text": known.fix}}
    return rule


def result(found: Diagnostic, rule: int) -> dict[str, Any]:
    """One finding of the rule with this index."""
    said = [found.message, *found.notes, *found.helps]
    return {
        "ruleId": found.code,
        "ruleIndex": rule,
        "level": found.severity.value,
        "message": {"text": "\n".join(said)},
        "locations": [_location(found.primary)],
        "relatedLocations": [_location(label, number) for number, label in enumerate(found.secondary, 1)],
    }


def _location(label: Label, number: int | None = None) -> dict[str, Any]:
    span = label.span
    region = {"startLine": span.line, "startColumn": span.column, "endColumn": span.end_column}
    location: dict[str, Any] = {
        "physicalLocation": {"artifactLocation": {"uri": quote(span.file)}, "region": region},
    }
    if number is not None:
        location |= {"id": number, "message": {"text": label.text}}
    return location
