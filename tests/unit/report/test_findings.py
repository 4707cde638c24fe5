"""Findings for machines: well formed, complete, and safe whatever a spec holds."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import jsonschema
import pytest

from eksgen.compiler.diagnostics import Diagnostic, Label, Severity, Span
from eksgen.compiler.pipeline import check_text
from eksgen.report.annotations.github import draw_github
from eksgen.report.annotations.junit import draw_junit
from eksgen.report.annotations.sarif import draw_sarif
from eksgen.report.human.diagnostics import draw_diagnostics
from eksgen.report.json.diagnostics import findings_json

ROOT = Path(__file__).resolve().parents[3]
SCHEMA = json.loads((ROOT / "report" / "schemas" / "findings.schema.json").read_text(encoding="utf-8"))
CASES = sorted((ROOT / "tests" / "diagnostics").glob("*.yaml"))


def found_in(case: Path) -> tuple[Diagnostic, ...]:
    return check_text(case.read_bytes(), case.name).findings


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_json_keeps_to_its_schema_and_loses_nothing(case: Path) -> None:
    document = json.loads(findings_json(found_in(case), [case.name]))
    jsonschema.validate(document, SCHEMA)
    assert sorted(found["code"] for found in document["findings"]) == sorted(
        found.code for found in found_in(case)
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_sarif_has_a_rule_and_a_region_for_every_result(case: Path) -> None:
    (run,) = json.loads(draw_sarif(found_in(case)))["runs"]
    assert len(run["results"]) == len(found_in(case))
    for result in run["results"]:
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        region = result["locations"][0]["physicalLocation"]["region"]
        assert 1 <= region["startColumn"] < region["endColumn"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_junit_counts_errors_as_failures(case: Path) -> None:
    root = ElementTree.fromstring(draw_junit(found_in(case), [case.name]))
    errors = sum(found.severity is Severity.ERROR for found in found_in(case))
    assert len(root.findall(".//failure")) == errors == int(root[0].attrib["failures"])


AWKWARD = Diagnostic(
    "unknown-field",
    Severity.ERROR,
    "100%: a, b::c \x1b[31m \x00",
    Label(Span("a,b:c%.yaml", 1, 1, 2), "x"),
    notes=("two\nlines",),
)


def test_awkward_text_cannot_break_out_of_a_workflow_command() -> None:
    text = draw_github([AWKWARD])
    assert text.count("\n") == 1
    assert text.startswith("::error file=a%2Cb%3Ac%25.yaml,line=1,")
    assert "100%25: a" in text


def test_awkward_text_leaves_junit_readable() -> None:
    assert ElementTree.fromstring(draw_junit([AWKWARD], ["a,b:c%.yaml"])).attrib["name"] == "eksgen"


def test_control_characters_of_a_file_never_reach_the_terminal() -> None:
    text = draw_diagnostics([AWKWARD], {"a,b:c%.yaml": "\x1b[2Jkey: \x07value"})
    assert "\x1b" not in text.split("\n", 1)[1]


def test_of_a_very_long_line_only_the_part_around_the_fault_is_shown() -> None:
    line = "key: " + "x" * 5000 + " BAD " + "y" * 5000
    found = Diagnostic("unknown-field", Severity.ERROR, "bad", Label(Span("a.yaml", 1, 5007, 5010), "here"))
    lines = draw_diagnostics([found], {"a.yaml": line}).split("\n")
    shown, pointed = lines[3], lines[4]
    assert len(shown) < 220
    assert shown[pointed.index("^") : pointed.index("^") + 3] == "BAD"


def test_notes_keep_to_the_width_of_the_terminal_and_break_between_words() -> None:
    word = "arn:aws:iam::111122223333:role/" + "x" * 60
    found = Diagnostic(
        "invalid-name",
        Severity.ERROR,
        "no",
        notes=(f"{'some words ' * 12}{word} end",),
        primary=Label(Span("a.yaml", 1, 1, 2)),
    )
    lines = draw_diagnostics([found], {}, width=70).split("\n")
    assert [line.strip() for line in lines if len(line) > 70] == [word]
    assert 92 < max(map(len, draw_diagnostics([found], {}).split("\n"))) <= 101
