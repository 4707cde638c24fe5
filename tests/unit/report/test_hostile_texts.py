"""Plans and drift with texts that try to break out, in every format."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from eksgen.engine.drift.result import DriftFinding, DriftResult
from eksgen.engine.plan.dangers import find_dangers
from eksgen.engine.plan.result import (
    BaseComparison,
    ClusterShape,
    Counts,
    ObjectChange,
    OrphanedObject,
    PlanResult,
    RunSubject,
)
from eksgen.report.terminal import Style

from .drawings import DRIFT, PLAN
from .hostile import changes, comparisons, drift_findings, often, orphans, subjects, texts
from .well_formed import CHECKS, check_log, check_sarif

COLOURED = Style(colour=True)


def plan_of(subject: RunSubject, found: list[ObjectChange], said: list[str]) -> PlanResult:
    ordered = tuple({c.address.text: c for c in found}.values())
    return PlanResult(
        subject,
        Counts(update=len(ordered)),
        ordered,
        outputs=("a`b", "<b>", "##[error]"),
        remarks=tuple(said),
        dangers=find_dangers(ordered),
        picture=tuple(ClusterShape(c.address, c.action, c.imported, c.values) for c in ordered),
    )


def check_plan(plan: PlanResult) -> None:
    for format, check in CHECKS.items():
        if format != "sarif":
            check(PLAN[format](plan, Style()))
    check_sarif(PLAN["sarif"](plan, Style()), unique=False)
    check_log(PLAN["human"](plan, COLOURED), colour=True)


@often
@given(subjects, st.lists(changes, min_size=1, max_size=4), st.lists(texts, max_size=2))
def test_no_text_breaks_out_of_a_plan(
    subject: RunSubject, found: list[ObjectChange], said: list[str]
) -> None:
    check_plan(plan_of(subject, found, said))


@often
@given(subjects, st.lists(changes, max_size=1), comparisons, st.lists(orphans, max_size=2), texts)
def test_no_text_of_another_revision_or_an_orphan_breaks_out_of_a_plan(
    subject: RunSubject,
    found: list[ObjectChange],
    comparison: BaseComparison,
    left: list[OrphanedObject],
    ref: str,
) -> None:
    check_plan(
        replace(plan_of(subject, found, []), base=replace(comparison, ref=ref or "x"), orphans=tuple(left))
    )


@often
@given(subjects, st.lists(drift_findings, min_size=1, max_size=4), st.lists(texts, max_size=2))
def test_no_text_breaks_out_of_drift(subject: RunSubject, found: list[DriftFinding], said: list[str]) -> None:
    drift = DriftResult(subject, tuple(found), remarks=tuple(said))
    for format, check in CHECKS.items():
        check(DRIFT[format](drift, Style()))
    check_log(DRIFT["human"](drift, COLOURED), colour=True)
