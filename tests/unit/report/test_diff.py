"""Two specs against each other in all formats."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import jsonschema
import pytest

from eksgen.compiler.diff.compare import Comparison, compare_specs
from eksgen.compiler.pipeline import check_text, compile_spec
from eksgen.report.human.diff import draw_diff
from eksgen.report.json.diff import diff_json
from eksgen.report.markdown.diff import LIMIT, diff_markdown
from eksgen.report.page.diff import Names
from eksgen.report.terminal import Style

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"
SCHEMA = json.loads(
    (Path(__file__).resolve().parents[3] / "report" / "schemas" / "diff.schema.json").read_text("utf-8")
)
FULL = (EXAMPLES / "full.yaml").read_text("utf-8")
QUICK = (EXAMPLES / "quickstart.yaml").read_text("utf-8")
NAMES = Names("main:cluster.yaml", "cluster.yaml", "main:")


def compared(old: str, new: str) -> Comparison:
    sides = (check_text(text.encode(), "cluster.yaml", today=date(2026, 10, 2)) for text in (old, new))
    return compare_specs(*map(compile_spec, sides))


@pytest.mark.parametrize(("old", "new"), [(QUICK, FULL), (FULL, QUICK), (FULL, FULL)], ids=str.__len__)
def test_the_document_meets_its_schema(old: str, new: str) -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    document = json.loads(diff_json(compared(old, new), NAMES))
    jsonschema.Draft202012Validator(SCHEMA).validate(document)
    assert document["same"] == (old == new)


def test_every_effect_is_in_the_schema() -> None:
    from eksgen.compiler.diff.consequences import ConsequenceKind

    known = SCHEMA["properties"]["consequences"]["items"]["properties"]["effect"]["enum"]
    assert known == [effect.value for effect in ConsequenceKind]


def test_places_of_the_past_carry_the_revision() -> None:
    text = draw_diff(
        compared(FULL, FULL.replace("  metrics-server: {version: v0.8.0-eksbuild.3}\n", "")), NAMES, Style()
    )
    assert "main:cluster.yaml:53:3 addons.metrics-server" in text


@pytest.mark.parametrize("width", [60, 80, 100])
def test_lines_keep_to_the_width(width: int) -> None:
    text = draw_diff(compared(FULL, QUICK), Names("a", "b", "main:"), Style(width=width))
    long = [line for line in text.splitlines() if len(line) > width]
    assert all(re.match(r" +(main:)?cluster\.yaml:\d", line) for line in long), "only a place is never cut"
    assert "\x1b" not in text


def test_colour_changes_nothing_else() -> None:
    found = compared(QUICK, FULL)
    painted = draw_diff(found, NAMES, Style(width=80, colour=True))
    assert re.sub(r"\x1b\[\d+m", "", painted) == draw_diff(found, NAMES, Style(width=80))


def many(number: int) -> str:
    """A spec in which nearly everything would break a table."""
    groups = "".join(f"  g{index}: {{labels: {{role: web}}}}\n" for index in range(number))
    return QUICK.replace("  web: {}\n", groups + "  web: {}\n")


def test_a_comment_fits_and_says_what_it_leaves_out() -> None:
    old = many(490)
    text = diff_markdown(compared(old, old.replace("role: web", f"role: {'b' * 60}")), NAMES)
    assert LIMIT - 1000 < len(text) <= LIMIT
    assert text.splitlines()[-1].startswith("and ")
    assert text.startswith("<!-- eksgen diff -->")


def test_values_break_no_cell() -> None:
    new = FULL.replace("${literally} 100%{this}", "a | b ` c <img>")
    text = diff_markdown(compared(FULL, new), NAMES)
    row = next(line for line in text.splitlines() if "example.com/note" in line)
    assert row.replace("\\|", "").count("|") == 6
    assert row.count("`") == 6
