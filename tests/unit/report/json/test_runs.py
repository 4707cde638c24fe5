from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from eksgen.engine.drift.result import DriftResult
from eksgen.engine.plan.result import ApplyResult, PlanResult
from eksgen.engine.redact import SENSITIVE
from eksgen.report.json.runs import apply_json

from ..drawings import drift_json, plan_json

NAMES = [
    "create",
    "destroy",
    "empty",
    "pending",
    "replace",
    "replace_subnet",
    "user_data",
    "drift_tag_and_pending",
]
NAMES += ["drift_conflict", "drift_rule_deleted", "drift_policy"]


def validated(text: str, name: str, repository: Path) -> dict[str, Any]:
    schema = json.loads((repository / "report" / "schemas" / f"{name}.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    document: dict[str, Any] = json.loads(text)
    jsonschema.Draft202012Validator(schema).validate(document)
    return document


@pytest.mark.parametrize("name", NAMES)
def test_a_plan_meets_its_schema(name: str, plan: Callable[[str], PlanResult], repository: Path) -> None:
    found = plan(name)
    document = validated(plan_json(found), "plan", repository)
    assert len(document["changes"]) == len(found.changes)
    assert document["empty"] is found.empty


@pytest.mark.parametrize("name", NAMES)
def test_drift_meets_its_schema(name: str, drift: Callable[[str], DriftResult], repository: Path) -> None:
    found = drift(name)
    document = validated(drift_json(found), "drift", repository)
    assert sum(document["counts"].values()) == len(document["findings"]) == len(found.findings)


def test_every_key_that_is_written_is_in_the_schema(
    plan: Callable[[str], PlanResult], drift: Callable[[str], DriftResult], repository: Path
) -> None:
    def unknown(value: Any, schema: dict[str, Any], root: dict[str, Any]) -> list[str]:
        schema = root["$defs"][schema["$ref"].rsplit("/", 1)[1]] if "$ref" in schema else schema
        schema = next((s for s in schema.get("oneOf", ()) if s["type"] != "null"), schema)
        if isinstance(value, list):
            return [k for v in value for k in unknown(v, schema.get("items", {}), root)]
        if not isinstance(value, dict) or "properties" not in schema:
            return []
        inner = [k for n, s in schema["properties"].items() if n in value for k in unknown(value[n], s, root)]
        return [*(value.keys() - schema["properties"].keys()), *inner]

    for text, name in (
        (plan_json(plan("drift_conflict")), "plan"),
        (drift_json(drift("drift_conflict")), "drift"),
    ):
        schema = json.loads((repository / "report" / "schemas" / f"{name}.schema.json").read_text("utf-8"))
        assert unknown(json.loads(text), schema, schema) == []


def test_secrets_and_unknown_values_are_marked_and_not_texts(plan: Callable[[str], PlanResult]) -> None:
    changes = json.loads(plan_json(plan("user_data")))["changes"]
    attributes = {tuple(a["path"]): a for c in changes for a in c["attributes"]}
    assert attributes[("user_data",)]["after"] == {"$eksgen": "sensitive"}
    assert attributes[("latest_version",)]["after"] == {"$eksgen": "unknown"}


def test_an_apply_carries_its_plan_and_outputs(plan: Callable[[str], PlanResult], repository: Path) -> None:
    result = ApplyResult(plan("create"), True, {"a": 1, "b": SENSITIVE})
    document = validated(apply_json(result), "apply", repository)
    assert document["outputs"] == {"a": 1, "b": {"$eksgen": "sensitive"}}
    assert document["plan"]["counts"]["create"] == 12


def test_the_same_plan_gives_the_same_bytes(plan: Callable[[str], PlanResult]) -> None:
    assert plan_json(plan("create")) == plan_json(plan("create"))
