"""The plan of a pull request: what it changes stands apart from the rest, in every drawing."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest

from eksgen.compiler.diff.consequence import ConsequenceKind
from eksgen.engine.plan.result import BaseComparison, PlanResult
from eksgen.report.human.diff import draw_diff
from eksgen.report.json.diff import diff_json
from eksgen.report.markdown.diff import diff_markdown
from eksgen.report.page.diff import Names
from eksgen.report.page.plan import plan_page
from eksgen.report.page.words import plain
from eksgen.report.terminal import Style

from ..drawings import PLAN, draw_plan, plan_json
from ..specs import EXAMPLES, QUICK, compared

ROOT = Path(__file__).resolve().parents[4]
CONTROL_PLANE = (EXAMPLES / "control-plane.yaml").read_text("utf-8")
NEW = QUICK.replace("web: {}", "web: {scaling: {max: 5}}")


def test_edits_of_the_pull_request_come_before_the_plan(plan: Callable[[str], PlanResult]) -> None:
    text = draw_plan(replace(plan("pending"), base=BaseComparison("main", compared(QUICK, NEW))), Style())
    head = "Changed in the spec since main"
    assert "1 field differs; parts of the cluster: 1 changed" in text
    assert "~ nodeGroups.web.scaling.max  2 → 5   cluster.yaml:15:24" in text
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


MOVES = {
    "region": QUICK.replace("us-west-2", "eu-west-1"),
    "account": QUICK.replace("metadata:", "metadata:\n  accountId: '111122223333'"),
    "state": QUICK + "terraform: {backend: {local: {path: ../../other.tfstate}}}\n",
    "bucket": QUICK + "terraform: {backend: {s3: {bucket: some-bucket}}}\n",
}


@pytest.mark.parametrize(("old", "new"), [(QUICK, name) for name in MOVES] + [(n, QUICK) for n in MOVES])
def test_another_account_region_or_state_is_the_first_danger_in_every_format(
    old: str, new: str, plan: Callable[[str], PlanResult]
) -> None:
    comparison = compared(MOVES.get(old, old), MOVES.get(new, new))
    if (old, new) == (QUICK, "account"):
        assert not comparison.consequences, "an account that was not fixed before is no move"
        return
    moves = [c.message for c in comparison.consequences if c.effect is ConsequenceKind.MOVED]
    assert moves
    assert comparison.consequences[0].message == moves[0]
    for name in ("replace", "empty"):
        result = replace(plan(name), base=BaseComparison("main", comparison))
        first = moves[0]
        page = plan_page(result)
        assert [part.key for part in page.parts][:2] == ["base", "dangers"]
        assert plain(page.parts[1].blocks[0].rows[0].words) == first
        for format in ("human", "html", "markdown"):
            text = " ".join(PLAN[format](result, Style()).replace("\\", "").split())
            assert first in text
        sarif = json.loads(PLAN["sarif"](result, Style()))["runs"][0]["results"]
        assert (sarif[0]["ruleId"], sarif[0]["message"]["text"]) == ("plan/moved", first)
        assert first in PLAN["github"](result, Style()).splitlines()[0]
        assert first in PLAN["junit"](result, Style()).split("<testcase")[1]
        document = json.loads(plan_json(result))["base"]["comparison"]["consequences"]
        assert (document[0]["effect"], document[0]["message"]) == ("moved", first)


@pytest.mark.parametrize("move", ["region", "state", "bucket"])
def test_a_comparison_names_a_move_before_everything_else(move: str) -> None:
    new = MOVES[move].replace("web: {}", "web: {disk: {encrypted: false}}")
    comparison, sides = compared(QUICK, new), Names("a.yaml", "b.yaml", "a:")
    first = comparison.consequences[0]
    assert first.effect is ConsequenceKind.MOVED
    for text in (draw_diff(comparison, sides, Style(width=200)), diff_markdown(comparison, sides)):
        lines = text.splitlines()
        start = next(n for n, line in enumerate(lines) if "Look at these first" in line)
        assert first.message in next(line for line in lines[start + 1 :] if line.strip())
    assert json.loads(diff_json(comparison, sides))["consequences"][0]["effect"] == "moved"


def test_an_empty_mapping_turns_a_part_on_and_is_written_so_in_every_format(
    plan: Callable[[str], PlanResult],
) -> None:
    off = CONTROL_PLANE.replace("deletionProtection: {}", "deletionProtection: none")
    left_out = CONTROL_PLANE.replace("  deletionProtection: {}\n", "")
    names = Names("main:cluster.yaml", "cluster.yaml", "main:")
    turned_on = compared(off, CONTROL_PLANE)
    planned = replace(plan("pending"), base=BaseComparison("main", turned_on))
    for text in (draw_diff(turned_on, names, Style()), draw_plan(planned, Style())):
        assert "~ controlPlane.deletionProtection  none → {}" in text
    assert "| `none → {}` |" in diff_markdown(turned_on, names)
    assert "+ controlPlane.deletionProtection  {}" in draw_diff(
        compared(left_out, CONTROL_PLANE), names, Style()
    )
