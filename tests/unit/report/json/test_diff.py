"""Two specs against each other as JSON."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from eksgen.report.json.diff import diff_json

from ..specs import FULL, NAMES, QUICK, compared

SCHEMA = json.loads(
    (Path(__file__).resolve().parents[4] / "report" / "schemas" / "diff.schema.json").read_text("utf-8")
)


@pytest.mark.parametrize(("old", "new"), [(QUICK, FULL), (FULL, QUICK), (FULL, FULL)], ids=str.__len__)
def test_the_document_meets_its_schema(old: str, new: str) -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    document = json.loads(diff_json(compared(old, new), NAMES))
    jsonschema.Draft202012Validator(SCHEMA).validate(document)
    assert document["same"] == (old == new)


def test_every_effect_is_in_the_schema() -> None:
    from eksgen.compiler.diff.consequence import ConsequenceKind

    known = SCHEMA["properties"]["consequences"]["items"]["properties"]["effect"]["enum"]
    assert known == [effect.value for effect in ConsequenceKind]
