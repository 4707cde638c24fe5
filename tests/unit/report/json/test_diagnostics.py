"""Findings as JSON: complete and as the schema says."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from eksgen.report.json.diagnostics import findings_json

from ..specs import CASES, found_in

ROOT = Path(__file__).resolve().parents[4]
SCHEMA = json.loads((ROOT / "report" / "schemas" / "findings.schema.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_json_keeps_to_its_schema_and_loses_nothing(case: Path) -> None:
    document = json.loads(findings_json(found_in(case), [case.name]))
    jsonschema.validate(document, SCHEMA)
    assert sorted(found["code"] for found in document["findings"]) == sorted(
        found.code for found in found_in(case)
    )
