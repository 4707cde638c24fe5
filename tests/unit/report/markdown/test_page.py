"""A page as a comment: it fits, and says what it leaves out."""

from __future__ import annotations

import re
from collections.abc import Callable

from eksgen.engine.plan.result import PlanResult
from eksgen.report.markdown.page import markdown
from eksgen.report.markdown.text import LIMIT, utf16_units
from eksgen.report.page.plan import plan_page
from eksgen.report.terminal import Style

from ..drawings import PLAN
from ..well_formed import check_markdown


def test_a_plan_of_900_objects_fits_into_a_comment_and_says_what_it_leaves_out(big: PlanResult) -> None:
    text = PLAN["markdown"](big, Style())
    assert utf16_units(text) <= LIMIT
    assert utf16_units(text) > LIMIT - 3000, "room is used"
    tokens = check_markdown(text)
    shown = "".join(t.content for t in tokens if t.type in ("code_inline", "text"))
    assert text.startswith("<!-- eksgen:plan cluster=prod region=eu-west-1 digest=")
    assert text.count("is replaced, the old one goes first") == 40, "no danger is left out"
    assert text.count("recorded `y`, live `x`") == 60, "no outside change is left out"
    cut = next(line for line in text.splitlines() if line.startswith("> **Shortened.**"))
    assert text.index(cut) < text.index("#### Look at these first")
    assert re.search(r"\b4[89]\d creations\b", cut), "creations go first"
    assert "`eksgen plan clusters/prod.yaml --full` shows everything" in cut
    told = int(m.group(1)) if (m := re.search(r"(\d+) edits", cut)) else 0
    assert told + len(re.findall(r"node group g\d+", shown)) == 300


def test_with_little_room_dangers_take_all_of_it_in_one_line_each(big: PlanResult) -> None:
    text = markdown(plan_page(big), "<!-- eksgen:plan -->", "eksgen plan x", limit=4200)
    assert utf16_units(text) <= 4200
    assert 20 < text.count("is replaced, the old one goes first") < 40
    assert "60 outside changes" in text
    check_markdown(text)


def test_the_first_line_of_a_comment_finds_it_again(
    every_danger: PlanResult, plan: Callable[[str], PlanResult]
) -> None:
    first = PLAN["markdown"](every_danger, Style()).splitlines()[0]
    assert re.fullmatch(r"<!-- eksgen:plan cluster=prod region=eu-west-1 digest=[0-9a-f]{12} -->", first)
    assert PLAN["markdown"](plan("destroy"), Style()).startswith("<!-- eksgen:destroy cluster=demo ")
