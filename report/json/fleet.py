"""Many specs as a JSON document, described by `report/schemas/fleet.schema.json`.

Each spec has its page, its annotations and the lines that findings point to, from which `merging.py` draws
every other format again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from ...compiler.diagnostics import Diagnostic, findings_of
from ...compiler.errors import EksgenError
from ..fleet import FleetPart, SpecOutcome, fleet_warnings
from ..page.page import ReportPage
from .diagnostics import finding_value
from .records import encode
from .values import json_text

VERSION = 1


def fleet_json(verb: str, outcomes: Sequence[SpecOutcome], part: FleetPart | None = None) -> str:
    """Return one document; the result of each spec is the document that it has alone."""
    shard = {"number": part.number, "total": part.total, "specs": list(part.specs)} if part else None
    specs = [
        {**_value(outcome), "result": outcome.report.document if outcome.report else None}
        for outcome in outcomes
    ]
    head = {"version": VERSION, "kind": "fleet", "verb": verb, "shard": shard}
    return json_text({**head, "warnings": _warnings(outcomes), "specs": specs})


def _warnings(outcomes: Sequence[SpecOutcome]) -> list[dict[str, Any]]:
    """Return what the specs are warned of, each warning once; `specs` has them again, spec by spec."""
    return [{**finding_value(found), "specs": list(files)} for found, files in fleet_warnings(outcomes)]


def spec_json(outcome: SpecOutcome) -> str:
    """Return the document of a spec that ran alone; `report` is what a merged report needs besides."""
    document = outcome.report.document if outcome.report else {}
    return json_text({**document, "report": _value(outcome)})


def _value(outcome: SpecOutcome) -> dict[str, Any]:
    report = outcome.report
    return {
        "spec": outcome.file,
        "code": outcome.code,
        "summary": outcome.summary,
        "error": _error(outcome.error) if outcome.error else None,
        "findings": [finding_value(finding) for finding in outcome.findings],
        "lines": _lines(outcome),
        "page": encode(_drawn(report.page)) if report else None,
        "annotations": encode(report.annotations) if report else [],
    }


def _drawn(page: ReportPage) -> ReportPage:
    """Return a page without a picture if it has nothing else: it has one in some formats only."""
    return page if page.parts else replace(page, picture=())


def _error(error: EksgenError) -> dict[str, Any]:
    return {
        "code": error.code,
        "message": error.message,
        "notes": list(error.notes),
        "helps": list(error.helps),
        "findings": [finding_value(finding) for finding in findings_of(error)],
    }


def _lines(outcome: SpecOutcome) -> dict[str, dict[str, str]]:
    """Return the lines that findings point to: the name of the file, the number of the line, its text."""
    lines: dict[str, dict[str, str]] = {}
    texts: dict[str, Sequence[str]] = {}
    for file, number in sorted(set(_places((*outcome.findings, *findings_of(outcome.error))))):
        if file not in texts:
            texts[file] = outcome.texts.get(file, "").split("\n")
        if number <= len(texts[file]) and outcome.texts.get(file):
            lines.setdefault(file, {})[str(number)] = texts[file][number - 1]
    return lines


def _places(findings: Iterable[Diagnostic]) -> Iterable[tuple[str, int]]:
    for finding in findings:
        for label in (finding.primary, *finding.secondary):
            yield label.span.file, label.span.line
