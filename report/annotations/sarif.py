"""Findings as SARIF 2.1.0, for code scanning (docs.oasis-open.org/sarif/sarif/v2.1.0)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from ... import __version__
from ...compiler.codes import CODES
from ...compiler.diagnostics import Diagnostic, Label
from ..json.values import json_text
from ..page.order import sort_diagnostics

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def draw_sarif(findings: Iterable[Diagnostic]) -> str:
    """Return findings as a document with one run."""
    return sarif_document(((finding, "") for finding in sort_diagnostics(findings)), {})


def sarif_document(
    results: Iterable[tuple[Diagnostic, str]], sentences: Mapping[str, str], clusters: Sequence[str] = ()
) -> str:
    """Return a document with one run, because code scanning accepts no second one of the same tool.

    Each result is a finding with its fingerprint, by which code scanning follows it over runs, or an empty
    text. There is one rule for each code that occurs; `sentences` describe codes that have no page. A
    property of the run has the `clusters` that it is about.
    """
    results = list(results)
    codes = sorted({finding.code for finding, _ in results})
    values = [_result(finding, codes.index(finding.code), fingerprint) for finding, fingerprint in results]
    driver = {
        "name": "eksgen",
        "semanticVersion": __version__,
        "rules": [_rule(code, sentences) for code in codes],
    }
    run: dict[str, Any] = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": values,
    }
    if named := [cluster for cluster in clusters if cluster]:
        run["properties"] = {"clusters": named}
    document = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json_text(document)


def _rule(code: str, sentences: Mapping[str, str]) -> dict[str, Any]:
    if code in sentences:
        return {"id": code, "shortDescription": {"text": sentences[code]}}
    if code not in CODES:
        return {"id": code}
    known = CODES[code]
    return {
        "id": code,
        "shortDescription": {"text": known.what},
        "fullDescription": {"text": f"{known.what} {known.why}"},
        "help": {"text": known.fix},
    }


def _result(finding: Diagnostic, rule: int, fingerprint: str) -> dict[str, Any]:
    related = [_location(label, number) for number, label in enumerate(finding.secondary, 1)]
    result = {
        "ruleId": finding.code,
        "ruleIndex": rule,
        "level": finding.severity.value,
        "message": {"text": "\n".join((finding.message, *finding.notes, *finding.helps))},
        "locations": [_location(finding.primary)],
        "relatedLocations": related,
    }
    return result | {"partialFingerprints": {"eksgen/v1": fingerprint}} if fingerprint else result


def _location(label: Label, number: int | None = None) -> dict[str, Any]:
    span = label.span
    region = {"startLine": span.line, "startColumn": span.column, "endColumn": span.end_column}
    uri = quote(span.file, errors="replace")
    location: dict[str, Any] = {
        "physicalLocation": {
            "artifactLocation": {"uri": uri},
            "region": region,
        },
    }
    if number is not None:
        location |= {"id": number, "message": {"text": label.text}}
    return location
