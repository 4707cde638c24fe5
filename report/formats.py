"""One table for each report: name of a format -> the function that draws it. All draw the same value."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence

from ..engine.drift.result import DriftResult
from ..engine.plan.result import PlanResult, RunSubject
from .annotations.fleet import fleet_github, fleet_junit, fleet_sarif
from .annotations.results import drift_annotations, plan_annotations
from .annotations.runs import run_github, run_junit, run_sarif
from .fleet import SpecOutcome
from .html.cluster_svg import cluster_svg
from .html.fleet import fleet_html
from .html.page import html_page
from .human.drift import draw_drift
from .human.fleet import draw_fleet
from .human.plan import draw_plan
from .json import runs as json_
from .json.fleet import fleet_json
from .markdown.fleet import fleet_markdown
from .markdown.page import command, markdown, marker
from .page.drift import drift_page
from .page.plan import plan_page
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
    "human": draw_plan,
    "json": lambda plan, _: json_.plan_json(plan),
    "markdown": lambda plan, _: plan_markdown(plan),
    "sarif": lambda plan, _: run_sarif(plan_annotations(plan)),
    "github": lambda plan, _: run_github(plan_annotations(plan)),
    "junit": lambda plan, _: run_junit(plan_annotations(plan), "plan", plan.subject.spec or ""),
    "html": lambda plan, _: html_page(plan_page(plan), cluster_svg(plan.picture)),
}

DRIFT: Mapping[str, Callable[[DriftResult, Style], str]] = {
    "human": draw_drift,
    "json": lambda drift, _: json_.drift_json(drift),
    "markdown": lambda drift, _: drift_markdown(drift),
    "sarif": lambda drift, _: run_sarif(drift_annotations(drift)),
    "github": lambda drift, _: run_github(drift_annotations(drift)),
    "junit": lambda drift, _: run_junit(drift_annotations(drift), "drift", drift.subject.spec or ""),
    "html": lambda drift, _: html_page(drift_page(drift), cluster_svg(drift.picture)),
}


def _marker(kind: str, subject: RunSubject, text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    return marker(kind, subject.cluster or "", subject.region or "", digest)


FLEET: Mapping[str, Callable[[str, Sequence[SpecOutcome], Style], str]] = {
    "human": draw_fleet,
    "json": fleet_json,
    "markdown": fleet_markdown,
    "sarif": fleet_sarif,
    "github": fleet_github,
    "junit": fleet_junit,
    "html": fleet_html,
}
"""Name of a format -> the function that draws many specs in it."""
