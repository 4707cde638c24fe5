"""Plans and drift in every format: complete, well formed, and the same each time."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from eksgen.compiler.diagnostics import Diagnostic, Label, Severity, Span
from eksgen.engine.drift.result import DriftClass, DriftLevel, DriftResult
from eksgen.engine.plan.result import PlanResult
from eksgen.report.annotations.results import RULES, Annotation
from eksgen.report.annotations.runs import run_github
from eksgen.report.formats import DRIFT, PLAN
from eksgen.report.markdown.page import LIMIT, markdown
from eksgen.report.markdown.text import utf16_units
from eksgen.report.page.plan import plan_page
from eksgen.report.terminal import Style

EXPECTED = Path(__file__).parent / "expected"
SUFFIX = {"markdown": "md", "sarif": "sarif", "github": "github.txt", "junit": "xml", "html": "html"}
NAMES = ["create", "destroy", "empty", "pending", "replace", "replace_subnet", "user_data", "drift_policy"]
NAMES += ["drift_conflict", "drift_rule_deleted", "drift_tag_and_pending", "drift_cidrs", "drift_max"]
NAMES += ["drift_adopted", "drift_left_alone", "drift_computed", "drift_computed_output", "drift_mixed"]
NAMES += ["drift_deleted_given_up", "drift_log_group_deleted", "drift_sensitive"]
Golden = Callable[[Path, str], None]
OUR_HTML = re.compile(
    r"<!-- eksgen:[a-z]+ [\w.=& -]*-->\n?|<details><summary>[^<>]*</summary>\n?|</details>\n?"
)


class Page(HTMLParser):
    """Reads a page, and holds it to closed elements and to asking for nothing from elsewhere."""

    VOID = ("meta", "link", "img", "br", "hr", "input")

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: list[str] = []
        self.text = ""
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag not in ("script", "link", "img", "iframe", "object", "a", "form")
        for name, value in attrs:
            assert name not in ("src", "href", "onload", "onclick")
            assert name == "xmlns" or not re.search(r"https?:|//", value or "")
        self.tags.append(tag)
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data
        if self.open[-1:] == ["style"]:
            assert "url(" not in data
            assert "@import" not in data


def check_markdown(text: str) -> list[Token]:
    """No raw HTML but ours, no fence, no table, folds closed."""
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    flat = [t for token in tokens for t in (token, *(token.children or ()))]
    raw = "".join(t.content for t in flat if t.type in ("html_block", "html_inline"))
    assert OUR_HTML.sub("", raw) == ""
    assert raw.count("<details>") == raw.count("</details>")
    kinds = {t.type for t in flat}
    assert not kinds & {"fence", "code_block", "table_open", "image", "link_open", "em_open"}
    assert utf16_units(text) <= LIMIT
    return flat


def check_sarif(text: str, *, unique: bool = True) -> list[dict[str, Any]]:
    document = json.loads(text)
    assert document["version"] == "2.1.0"
    (run,) = document["runs"]
    rules = run["tool"]["driver"]["rules"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert rules[result["ruleIndex"]]["shortDescription"]["text"] == RULES[result["ruleId"]]
        region = result["locations"][0]["physicalLocation"]["region"]
        assert 1 <= region["startColumn"] < region["endColumn"]
        assert region["startLine"] >= 1
        assert result["level"] in ("error", "warning", "note")
    results: list[dict[str, Any]] = run["results"]
    prints = [result["partialFingerprints"]["eksgen/v1"] for result in results]
    assert len(prints) == len(set(prints)) or not unique
    return results


def check_junit(text: str) -> ElementTree.Element:
    suite = ElementTree.fromstring(text)[0]
    assert int(suite.attrib["tests"]) == len(suite.findall("testcase"))
    assert int(suite.attrib["failures"]) == len(suite.findall("testcase/failure"))
    return suite


def check_github(text: str) -> None:
    for line in text.splitlines():
        assert re.fullmatch(r"::(error|warning|notice) file=[^,:]+,line=\d+,col=\d+,endColumn=\d+,.*", line)


CHECKS: dict[str, Callable[[str], object]] = {
    "markdown": check_markdown,
    "sarif": check_sarif,
    "junit": check_junit,
    "github": check_github,
    "html": Page,
    "json": json.loads,
    "human": str,
}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("format", CHECKS)
def test_a_recorded_plan_is_well_formed(
    format: str,
    name: str,
    plan: Callable[[str], PlanResult],
    drift: Callable[[str], DriftResult],
) -> None:
    for text in (PLAN[format](plan(name), Style()), DRIFT[format](drift(name), Style())):
        CHECKS[format](text)
    assert PLAN[format](plan(name), Style()) == PLAN[format](plan(name), Style())


@pytest.mark.parametrize("format", CHECKS)
def test_a_secret_that_was_changed_outside_is_shown_in_no_format(
    format: str, drift: Callable[[str], DriftResult], plan: Callable[[str], PlanResult]
) -> None:
    for text in (
        PLAN[format](plan("drift_sensitive"), Style()),
        DRIFT[format](drift("drift_sensitive"), Style()),
    ):
        assert "Y29ycmVjdC1ob3JzZS1i" not in text
        assert "ZWNobyBzdXBlci1zZWNyZXQ" not in text


@pytest.mark.parametrize("format", SUFFIX)
def test_a_plan_with_every_danger_looks_as_expected(
    format: str, every_danger: PlanResult, golden: Golden
) -> None:
    text = PLAN[format](every_danger, Style())
    CHECKS[format](text)
    golden(EXPECTED / f"every_danger.{SUFFIX[format]}", without_style(text))


@pytest.mark.parametrize("format", ["sarif", "github", "junit"])
def test_what_is_in_aws_already_is_a_warning_at_its_line_in_place_of_its_creation(
    format: str, stopped: PlanResult, golden: Golden
) -> None:
    text = PLAN[format](stopped, Style())
    CHECKS[format](text)
    golden(EXPECTED / f"orphans.{SUFFIX[format]}", without_style(text))


def test_several_objects_at_one_line_keep_the_notes_that_all_have() -> None:
    at = Label(Span("cluster.yaml", 3, 1, 9))
    found = [
        Diagnostic(
            "plan/orphan", Severity.WARNING, f"key {n} exists as k-{n}", at, notes=("left", f"default {n}")
        )
        for n in (1, 2)
    ]
    text = run_github([Annotation(one, one.message, one.message, True) for one in found])
    assert text.endswith(": key 1 exists as k-1, key 2 exists as k-2%0Anote: left\n")


@pytest.mark.parametrize("format", CHECKS)
def test_no_format_is_silent_about_what_is_in_aws_already(format: str, stopped: PlanResult) -> None:
    text = PLAN[format](stopped, Style())
    assert all(orphan.id in text for orphan in stopped.orphans)
    assert "--import-orphans" in text or format == "json"


@pytest.mark.parametrize("format", SUFFIX)
def test_drift_of_every_class_looks_as_expected(
    format: str, every_finding: DriftResult, golden: Golden
) -> None:
    text = DRIFT[format](every_finding, Style())
    CHECKS[format](text)
    golden(EXPECTED / f"every_finding.{SUFFIX[format]}", without_style(text))


def without_style(text: str) -> str:
    text = re.sub(r"digest=\w+", "digest=0", text)
    text = re.sub(r'"semanticVersion": "[^"]+"', '"semanticVersion": "0"', text)
    return re.sub(r"<style>.*?</style>", "<style></style>", text, flags=re.DOTALL)


def test_a_terminal_shows_every_danger_on_its_first_screen(every_danger: PlanResult, golden: Golden) -> None:
    text = PLAN["human"](every_danger, Style(width=90))
    golden(EXPECTED / "plan_every_danger.txt", text)
    first = text.splitlines()[:24]
    for said in (
        "is replaced",
        "are deleted",
        "goes from Kubernetes 1.33 to 1.34",
        "rolls",
        "whole internet",
    ):
        assert any(said in line for line in first)
    assert max(map(len, text.splitlines())) <= 90


def test_every_class_of_drift_is_there_in_each_format(every_finding: DriftResult) -> None:
    results = check_sarif(DRIFT["sarif"](every_finding, Style()))
    kinds = set(DriftClass) - {DriftClass.NOISE}
    assert {r["ruleId"] for r in results} == {f"drift/{kind.value}" for kind in kinds}
    suite = check_junit(DRIFT["junit"](every_finding, Style()))
    told = len(every_finding.findings) - every_finding.count(DriftClass.NOISE)
    assert len(suite) == told
    assert int(suite.attrib["failures"]) == len(every_finding.counted)
    for format in ("markdown", "html"):
        text = DRIFT[format](every_finding, Style())
        assert all(finding.id in text for finding in every_finding.findings)
    assert len(DRIFT["github"](every_finding, Style()).splitlines()) == told


@pytest.mark.parametrize("fail_on", DriftLevel)
def test_every_format_fails_on_the_findings_that_the_exit_code_counts(
    fail_on: DriftLevel, every_finding: DriftResult
) -> None:
    drift = replace(every_finding, fail_on=fail_on)
    failing = {finding.id for finding in drift.failing}
    told = [finding for finding in drift.findings if finding.kind is not DriftClass.NOISE]
    below = {finding.id for finding in told} - failing
    assert failing
    assert below
    sarif = check_sarif(DRIFT["sarif"](drift, Style()))
    assert {r["partialFingerprints"]["eksgen/v1"] for r in sarif if r["level"] == "note"} >= below
    suite = check_junit(DRIFT["junit"](drift, Style()))
    assert int(suite.attrib["failures"]) == len(failing)
    assert len(suite) == len(told), "the others stay to be seen"
    notices = [line for line in DRIFT["github"](drift, Style()).splitlines() if line.startswith("::notice ")]
    assert len(notices) >= len(below)
    assert {f["id"] for f in json.loads(DRIFT["json"](drift, Style()))["findings"] if f["fails"]} == failing


def test_a_finding_below_the_level_to_fail_on_says_so_where_it_passes(every_finding: DriftResult) -> None:
    suite = check_junit(DRIFT["junit"](replace(every_finding, fail_on=DriftLevel.HIGH), Style()))
    missing = next(case for case in suite if "deleted-outside" in case.attrib["name"])
    assert missing.find("failure") is None
    assert "medium: below the level that fails this check, high" in missing.findtext("system-out", "")


def test_a_plan_of_900_objects_fits_into_a_comment_and_says_what_it_leaves_out(big: PlanResult) -> None:
    text = PLAN["markdown"](big, Style())
    assert utf16_units(text) <= LIMIT
    assert utf16_units(text) > LIMIT - 3000, "room is used"
    tokens = check_markdown(text)
    shown = "".join(t.content for t in tokens if t.type in ("code_inline", "text"))
    assert text.startswith("<!-- eksgen:plan cluster=prod region=eu-west-1 digest=")
    assert text.count("is replaced, the old one goes first") == 40, "no danger is left out"
    assert text.count("recorded `y`, live `x`") == 60, "no outside change is left out"
    cut = next(line for line in text.splitlines() if line.startswith("> **Not all is here.**"))
    assert text.index(cut) < text.index("#### Look at these first")
    assert re.search(r"\b4[89]\d creations\b", cut), "creations go first"
    assert "`eksgen plan clusters/prod.yaml` shows everything" in cut
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


def test_the_picture_shows_what_changes_and_what_stays(every_danger: PlanResult) -> None:
    page = Page(PLAN["html"](every_danger, Style()))
    assert "svg" in page.tags
    text = PLAN["html"](every_danger, Style())
    assert '<g class="shape replaced"><title>! private subnet</title>' in text
    assert '<g class="shape changed"><title>~ VPC 10.0.0.0/16</title>' in text
