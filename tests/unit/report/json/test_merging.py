"""Reports in JSON are drawn again as they were, and nothing in them breaks out or breaks eksgen."""

from __future__ import annotations

import copy
import json
import random
import time
import tracemalloc
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eksgen.compiler.errors import EksgenError
from eksgen.engine.drift.result import DriftResult
from eksgen.engine.plan.result import PlanResult
from eksgen.report.fleet import SpecOutcome
from eksgen.report.formats import FORMATS, draw_run, draw_runs, drift_report, plan_report
from eksgen.report.json.merging import merge_reports
from eksgen.report.json.reading import read_report_file
from eksgen.report.markdown.text import LIMIT, utf16_units
from eksgen.report.terminal import Style

from ..hostile import often
from ..specs import CASES, found_in
from ..test_hostile_reports import check_drawings, outcomes
from ..well_formed import check_log

STYLES = (Style(), Style(width=70, colour=True, unicode=False))


def drawings(verb: str, found: list[SpecOutcome]) -> list[str]:
    return [draw_runs(format, verb, found, style) for format in FORMATS for style in STYLES]


def merged(*texts: str) -> tuple[str, list[SpecOutcome]]:
    files = [read_report_file(text.encode(), f"{number}.json") for number, text in enumerate(texts)]
    verb, found = merge_reports(files)
    return verb, list(found)


def without_halves(value: Any) -> Any:
    """A JSON value without halves of characters, which no file may have."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, dict):
        return {without_halves(key): without_halves(part) for key, part in value.items()}
    return [without_halves(part) for part in value] if isinstance(value, list) else value


def with_findings(number: int) -> dict[str, Any]:
    case = CASES[number % len(CASES)]
    return {"findings": found_in(case), "texts": {case.name: case.read_text("utf-8", "replace")}}


@pytest.fixture
def planned(plan: Callable[[str], PlanResult], stopped: PlanResult) -> list[SpecOutcome]:
    names = ("create", "drift_conflict", "destroy", "empty")
    plans = [*map(plan, names), stopped]
    return [
        SpecOutcome(f"{number}.yaml", 3, "changes", plan_report(result), **with_findings(number * 7))
        for number, result in enumerate(plans)
    ]


def test_plans_and_their_findings_are_drawn_again_as_they_were(planned: list[SpecOutcome]) -> None:
    single = [draw_run("json", outcome, Style()) for outcome in planned]
    for texts in ([draw_runs("json", "plan", planned, Style())], single, single[::-1]):
        assert drawings(*merged(*texts)) == drawings("plan", planned)


def test_drift_is_drawn_again_as_it_was(drift: Callable[[str], DriftResult]) -> None:
    names = ("drift_conflict", "empty")
    found = [
        SpecOutcome(f"{name}.yaml", 3, "1 finding", drift_report(drift(name)), **with_findings(3))
        for name in names
    ]
    single = [draw_run("json", outcome, Style()) for outcome in found]
    assert drawings(*merged(*single)) == drawings("drift", found)


@pytest.mark.parametrize("number", range(0, len(CASES), 11))
def test_failures_are_drawn_again_as_they_were(number: int) -> None:
    error = EksgenError("the spec has errors", code="spec", notes=("a",), helps=("b",))
    given = with_findings(number)
    error.diagnostics = given["findings"]  # type: ignore[attr-defined]
    found = [
        SpecOutcome("a.yaml", 1, "failed", error=error, **given),
        SpecOutcome("b.yaml", 1, "failed", error=error, texts=given["texts"]),
        SpecOutcome("c.yaml", 130, "stopped before it was done"),
    ]
    assert drawings(*merged(draw_runs("json", "plan", found, Style()))) == drawings("plan", found)


@often
@given(st.lists(outcomes, min_size=1, max_size=3, unique_by=lambda outcome: outcome.file))
def test_no_text_of_a_report_breaks_out_of_the_merged_one(found: list[SpecOutcome]) -> None:
    document = without_halves(json.loads(draw_runs("json", "plan", found, Style())))
    if len({spec["spec"] for spec in document["specs"]}) < len(found):
        return
    _, again = merged(json.dumps(document))
    check_drawings(again)
    assert drawings(*merged(draw_runs("json", "plan", again, Style()))) == drawings("plan", again)


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Each list or object of a document with each of its keys."""
    for key in value if isinstance(value, dict) else range(len(value)):
        yield value, key
        if isinstance(value[key], (dict, list)):
            yield from places(value[key])


WRONG: tuple[Any, ...] = (
    None, True, 0, -1, 10**12, 1.5, "", "x" * 3000, "\x1b[31m::add-mask::x", [], {}, [[]], {"data": 3},
    {"data": "`"}, ["a", "b", "c", "d"], {"1": "x"}, {"99999999": "x"}, {"f": {"9999999": "x"}},
)  # fmt: skip


@pytest.mark.parametrize("seed", range(400))
def test_a_report_of_any_other_form_is_drawn_or_refused(planned: list[SpecOutcome], seed: int) -> None:
    choose = random.Random(seed)
    some = choose.sample(planned, 2)
    failed = SpecOutcome("z.yaml", 1, "failed", error=EksgenError("x"), **with_findings(seed))
    document = json.loads(draw_runs("json", "plan", [*some, failed], Style()))
    spots = list(places(document))
    for holder, key in choose.sample(spots, choose.choice((1, 1, 3))):
        holder[key] = copy.deepcopy(choose.choice(WRONG))
    try:
        verb, found = merged(json.dumps(document))
    except EksgenError as error:
        said = (error.code, len(" ".join((error.message, *error.notes))) < 500)
    else:
        said = ("", True)
    assert said in (("not-mergeable", True), ("", True))
    if said[0]:
        return
    assert len(drawings(verb, found)) == len(FORMATS) * len(STYLES)
    check_log(draw_runs("human", verb, found, Style()))


@pytest.mark.parametrize(("failed", "code"), [(True, 0), (True, 3), (False, 1), (False, 130), (False, 7)])
def test_no_edited_code_makes_a_failure_pass_or_a_result_fail(
    planned: list[SpecOutcome], failed: bool, code: int
) -> None:
    outcome = SpecOutcome("z.yaml", 1, "failed", error=EksgenError("x")) if failed else planned[0]
    document = json.loads(draw_runs("json", "plan", [outcome], Style()))
    document["specs"][0]["code"] = code
    with pytest.raises(EksgenError) as caught:
        merged(json.dumps(document))
    wanted = "failure" if failed else "result"
    assert caught.value.notes == (f"specs[0].code is not the exit code of a {wanted}",)


def test_a_thousand_clusters_are_merged_to_a_comment_that_fits(plan: Callable[[str], PlanResult]) -> None:
    quiet, changed, all_new = (plan_report(plan(name)) for name in ("empty", "drift_conflict", "create"))
    found = [
        SpecOutcome(f"clusters/team/{number:04}.yaml", 3, "changes", all_new if number % 20 else changed)
        if number % 5
        else SpecOutcome(f"clusters/team/{number:04}.yaml", 0, "no changes", quiet)
        for number in range(1000)
    ]
    shards = [draw_runs("json", "plan", found[start::16], Style()) for start in range(16)]
    size = sum(map(len, shards))
    tracemalloc.start()
    began = time.process_time()
    verb, again = merged(*shards)
    text = draw_runs("markdown", verb, again, Style())
    took = time.process_time() - began
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert utf16_units(text) <= LIMIT
    assert text == draw_runs("markdown", "plan", found, Style())
    assert most < 12 * size
    assert took < 240, f"{took:.0f} s for {size:,} characters"
