"""Plans and drift as drawn in each format."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from eksgen.engine.drift.result import DriftResult
from eksgen.engine.plan.result import PlanResult
from eksgen.report.fleet import SpecOutcome
from eksgen.report.formats import FORMATS, draw_run, drift_report, plan_report
from eksgen.report.page.run_report import RunReport
from eksgen.report.terminal import Style

R = TypeVar("R")


def _formats(report: Callable[[R], RunReport]) -> Mapping[str, Callable[[R, Style], str]]:
    def drawing(format: str) -> Callable[[R, Style], str]:
        return lambda result, style: draw_run(
            format, SpecOutcome("cluster.yaml", report=report(result)), style
        )

    return {format: drawing(format) for format in FORMATS}


PLAN: Mapping[str, Callable[[PlanResult, Style], str]] = _formats(plan_report)
DRIFT: Mapping[str, Callable[[DriftResult, Style], str]] = _formats(drift_report)


def draw_plan(plan: PlanResult, style: Style) -> str:
    return PLAN["human"](plan, style)


def draw_drift(drift: DriftResult, style: Style) -> str:
    return DRIFT["human"](drift, style)


def plan_json(plan: PlanResult) -> str:
    return PLAN["json"](plan, Style())


def drift_json(drift: DriftResult) -> str:
    return DRIFT["json"](drift, Style())
