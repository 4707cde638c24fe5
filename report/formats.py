"""The tables of formats: name -> the function that draws a report in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from ..engine.drift.result import DriftResult
from ..engine.plan.result import PlanResult
from .annotations.drift import drift_annotations
from .annotations.fleet import fleet_github, fleet_junit, fleet_sarif
from .annotations.plan import plan_annotations
from .annotations.runs import run_github, run_junit, run_sarif
from .fleet import SpecOutcome
from .html.fleet import fleet_html
from .html.page import html_page
from .human.fleet import draw_fleet
from .human.page import draw_page
from .json.fleet import fleet_json
from .json.runs import drift_document, plan_document
from .json.values import json_text
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


RUN: Mapping[str, Callable[[RunReport, Style], str]] = {
    "human": lambda report, style: draw_page(report.page, style),
    "json": lambda report, _: json_text(report.document),
    "markdown": lambda report, _: run_markdown(report),
    "sarif": lambda report, _: run_sarif(report),
    "github": lambda report, _: run_github(report),
    "junit": lambda report, _: run_junit(report),
    "html": lambda report, _: html_page(report.page),
}
"""How the report of one spec is drawn."""

FLEET: Mapping[str, Callable[[str, Sequence[SpecOutcome], Style], str]] = {
    "human": draw_fleet,
    "json": lambda verb, outcomes, _: fleet_json(verb, outcomes),
    "markdown": lambda verb, outcomes, _: fleet_markdown(verb, outcomes),
    "sarif": lambda _verb, outcomes, _style: fleet_sarif(outcomes),
    "github": lambda _verb, outcomes, _style: fleet_github(outcomes),
    "junit": lambda _verb, outcomes, _style: fleet_junit(outcomes),
    "html": lambda verb, outcomes, _: fleet_html(verb, outcomes),
}
"""How the reports of many specs are drawn; the first argument is the verb, `plan` or `drift`."""
