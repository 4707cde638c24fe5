"""The plan of a pull request: what it changes stands apart from the rest, in every drawing."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest

from eksgen.engine.plan.result import BaseComparison, PlanResult
from eksgen.report.terminal import Style

from ..drawings import draw_plan, plan_json
from ..specs import QUICK, compared

ROOT = Path(__file__).resolve().parents[4]
NEW = QUICK.replace("web: {}", "web: {scaling: {max: 5}}")


def test_edits_of_the_pull_request_come_before_the_plan(plan: Callable[[str], PlanResult]) -> None:
    text = draw_plan(replace(plan("pending"), base=BaseComparison("main", compared(QUICK, NEW))), Style())
    head = "Changed in the spec since main"
    assert "1 field differs; parts of the cluster: 1 changed" in text
    assert "~ nodeGroups.web.scaling.max  2 → 5   cluster.yaml:13:24" in text
    assert text.index(head) < text.index("Edited in the spec")


def test_an_empty_plan_tells_them_too(plan: Callable[[str], PlanResult]) -> None:
    text = draw_plan(replace(plan("empty"), base=BaseComparison("main", compared(QUICK, NEW))), Style())
    assert "No changes" in text
    assert "nodeGroups.web.scaling.max" in text


@pytest.mark.parametrize(
    ("base", "said"),
    [
        (
            BaseComparison("main", compared(QUICK, QUICK)),
            "nothing: the planned changes were in the spec before",
        ),
        (
            BaseComparison("main", None, "the spec had errors then, so it cannot be compared"),
            "cannot be compared",
        ),
    ],
    ids=["same", "broken"],
)
def test_nothing_to_tell_is_told(plan: Callable[[str], PlanResult], base: BaseComparison, said: str) -> None:
    result = replace(plan("pending"), base=base)
    assert said in draw_plan(result, Style())
    schema = json.loads((ROOT / "report" / "schemas" / "plan.schema.json").read_text("utf-8"))
    document = json.loads(plan_json(result))
    jsonschema.Draft202012Validator(schema).validate(document)
    assert document["base"]["ref"] == "main"


def test_the_document_holds_the_comparison(plan: Callable[[str], PlanResult]) -> None:
    document = json.loads(
        plan_json(replace(plan("pending"), base=BaseComparison("main", compared(QUICK, NEW))))
    )
    (edit,) = document["base"]["comparison"]["edits"]
    assert (edit["field"], edit["before"]["value"], edit["after"]["value"]) == (
        "nodeGroups.web.scaling.max",
        2,
        5,
    )
    assert json.loads(plan_json(plan("pending")))["base"] is None
