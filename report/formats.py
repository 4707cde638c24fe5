"""The tables of formats: name -> the function that draws a report in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from ..engine.drift.result import DriftResult
from ..engine.plan.result import PlanResult
from .annotations.drift import drift_annotations
from .annotations.fleet import fleet_github, fleet_junit, fleet_sarif
from .annotations.plan import plan_annotations
from .annotations.runs import run_github, run_junit, run_sarif
from .fleet import FleetPart, SpecOutcome
from .html.fleet import fleet_html
from .html.page import html_page
from .human.fleet import draw_fleet
from .human.page import draw_page
from .json.fleet import fleet_json, spec_json
from .json.runs import drift_document, plan_document
from .markdown.fleet import fleet_markdown
from .markdown.page import run_markdown
from .page.drift import drift_page
from .page.plan import plan_page
from .page.run_report import RunReport
from .terminal import Style


def plan_report(plan: PlanResult) -> RunReport:
    """Return the values that a plan is drawn from."""
    return RunReport(plan_page(plan), plan_document(plan), plan_annotations(plan))


def drift_report(drift: DriftResult) -> RunReport:
    """Return the values that drift is drawn from."""
    return RunReport(drift_page(drift), drift_document(drift), drift_annotations(drift))


_RUN: Mapping[str, Callable[[RunReport, Style], str]] = {
    "human": lambda report, style: draw_page(report.page, style),
    "markdown": lambda report, _: run_markdown(report),
    "sarif": lambda report, _: run_sarif(report),
    "github": lambda report, _: run_github(report),
    "junit": lambda report, _: run_junit(report),
    "html": lambda report, _: html_page(report.page),
}

_FLEET: Mapping[str, Callable[[str, Sequence[SpecOutcome], Style], str]] = {
    "human": draw_fleet,
    "markdown": lambda verb, outcomes, _: fleet_markdown(verb, outcomes),
    "sarif": lambda _verb, outcomes, _style: fleet_sarif(outcomes),
    "github": lambda _verb, outcomes, _style: fleet_github(outcomes),
    "junit": lambda _verb, outcomes, _style: fleet_junit(outcomes),
    "html": lambda verb, outcomes, _: fleet_html(verb, outcomes),
}

FORMATS = ("human", "json", "markdown", "sarif", "github", "junit", "html")
"""Every format of a report."""


def draw_run(format: str, outcome: SpecOutcome, style: Style) -> str:
    """Return the report of a spec that ran alone, or of several specs with one entry if it failed."""
    if outcome.report is None:
        raise ValueError("a run without a result has no report")
    return spec_json(outcome) if format == "json" else _RUN[format](outcome.report, style)


def draw_runs(
    format: str, verb: str, outcomes: Sequence[SpecOutcome], style: Style, part: FleetPart | None = None
) -> str:
    """Return the report of many specs; `verb` is `plan` or `drift`, `part` what it covers of them."""
    if format == "json":
        return fleet_json(verb, outcomes, part)
    return _FLEET[format](verb, outcomes, style)
