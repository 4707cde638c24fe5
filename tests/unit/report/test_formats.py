"""Plans and drift in every format: complete, well formed, and the same each time."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from eksgen.engine.drift.result import DriftClass, DriftLevel, DriftResult
from eksgen.engine.plan.result import PlanResult
from eksgen.report.terminal import Style

from .drawings import DRIFT, PLAN
from .well_formed import CHECKS, Page, check_junit, check_sarif

EXPECTED = Path(__file__).parent / "expected"
SUFFIX = {"markdown": "md", "sarif": "sarif", "github": "github.txt", "junit": "xml", "html": "html"}
NAMES = ["create", "destroy", "empty", "pending", "replace", "replace_subnet", "user_data", "drift_policy"]
NAMES += ["drift_conflict", "drift_rule_deleted", "drift_tag_and_pending", "drift_cidrs", "drift_max"]
NAMES += ["drift_adopted", "drift_left_alone", "drift_computed", "drift_computed_output", "drift_mixed"]
NAMES += ["drift_deleted_given_up", "drift_log_group_deleted", "drift_sensitive"]
Golden = Callable[[Path, str], None]


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
    golden(EXPECTED.parent / "human" / "expected" / "plan" / "every_danger.txt", text)
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


def test_the_picture_shows_what_changes_and_what_stays(every_danger: PlanResult) -> None:
    page = Page(PLAN["html"](every_danger, Style()))
    assert "svg" in page.tags
    text = PLAN["html"](every_danger, Style())
    assert '<g class="shape replaced"><title>! private subnet</title>' in text
    assert '<g class="shape changed"><title>~ VPC 10.0.0.0/16</title>' in text
