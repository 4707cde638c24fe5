"""One table for each report: name of a format -> the function that draws it. All draw the same value."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping

from ..engine.changes import PlanResult, Subject
from ..engine.findings import DriftResult
from . import human, json_
from .drift_page import drift_page
from .findings_of_runs import run_github, run_junit, run_sarif
from .html_page import html_page
from .markdown import command, markdown, marker
from .picture_svg import picture_svg
from .plan_page import plan_page
from .results import drift_results, plan_results
from .terminal import Style


def plan_markdown(plan: PlanResult) -> str:
    """A comment for a pull request. Its digest changes when the plan does."""
    kind = "destroy" if plan.destroy else "plan"
    first = _marker(kind, plan.subject, json_.plan_json(plan))
    return markdown(plan_page(plan), first, command("plan", plan.subject.spec))


def drift_markdown(drift: DriftResult) -> str:
    """A comment or an issue. Its digest changes when the drift does."""
    first = _marker("drift", drift.subject, json_.drift_json(drift))
    return markdown(drift_page(drift), first, command("drift", drift.subject.spec))


PLAN: Mapping[str, Callable[[PlanResult, Style], str]] = {
    "human": human.draw_plan,
    "json": lambda plan, _: json_.plan_json(plan),
    "markdown": lambda plan, _: plan_markdown(plan),
    "sarif": lambda plan, _: run_sarif(plan_results(plan)),
    "github": lambda plan, _: run_github(plan_results(plan)),
    "junit": lambda plan, _: run_junit(plan_results(plan), "plan", plan.subject.spec or ""),
    "html": lambda plan, _: html_page(plan_page(plan), picture_svg(plan.picture)),
}

DRIFT: Mapping[str, Callable[[DriftResult, Style], str]] = {
    "human": human.draw_drift,
    "json": lambda drift, _: json_.drift_json(drift),
    "markdown": lambda drift, _: drift_markdown(drift),
    "sarif": lambda drift, _: run_sarif(drift_results(drift)),
    "github": lambda drift, _: run_github(drift_results(drift)),
    "junit": lambda drift, _: run_junit(drift_results(drift), "drift", drift.subject.spec or ""),
    "html": lambda drift, _: html_page(drift_page(drift), picture_svg(drift.picture)),
}


def _marker(kind: str, subject: Subject, text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    return marker(kind, subject.cluster or "", subject.region or "", digest)
