"""Reports of several specs, comparisons, and what is shown during and after an apply, with hostile texts."""

from __future__ import annotations

from io import StringIO
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from eksgen.engine.errors.partial_apply import PartialApply
from eksgen.engine.plan.result import (
    ApplyResult,
    BaseComparison,
    Counts,
    ObjectChange,
    PlanResult,
    RunSubject,
)
from eksgen.engine.terraform.doctor import Check
from eksgen.engine.terraform.events import Applied, Interrupting, Started, Waiting
from eksgen.engine.workdir.state_lock import HolderAlive, StateLock
from eksgen.report.fleet import SpecOutcome
from eksgen.report.formats import FORMATS, draw_runs, plan_report
from eksgen.report.human.apply import draw_applied, draw_partial_apply
from eksgen.report.human.diff import draw_diff
from eksgen.report.human.doctor import draw_checks
from eksgen.report.human.fleet_progress import fleet_progress
from eksgen.report.human.lock import draw_lock
from eksgen.report.human.progress import progress
from eksgen.report.json.diff import diff_json
from eksgen.report.markdown.diff import diff_markdown
from eksgen.report.page.diff import Names
from eksgen.report.terminal import Style

from .hostile import changes, comparisons, errors, files, findings, names, often, subjects, texts, values
from .well_formed import Page, check_comment, check_github, check_json, check_log, check_table

plans = st.builds(
    lambda subject, changes: PlanResult(subject, Counts(update=len(changes)), tuple(changes)),
    subjects,
    st.lists(changes, max_size=1),
)
outcomes = st.builds(
    lambda file, summary, plan, error, found: SpecOutcome(
        file,
        code=1 if plan is None else 3,
        summary=summary,
        report=plan and plan_report(plan),
        error=error,
        findings=tuple(found),
        texts={finding.primary.span.file: f"{summary}\n::add-mask::x\n" for finding in found},
    ),
    files,
    texts,
    st.none() | plans,
    st.none() | errors,
    st.lists(findings, max_size=1),
)
PLAIN, COLOURED = Style(), Style(colour=True)


@often
@given(st.lists(outcomes, min_size=1, max_size=3))
def test_no_text_breaks_out_of_a_report_of_several_specs(found: list[SpecOutcome]) -> None:
    check_drawings(found)


def check_drawings(found: list[SpecOutcome]) -> None:
    """Check what is drawn of outcomes in every format."""
    drawn = {format: draw_runs(format, "plan", found, PLAIN) for format in FORMATS}
    tokens = check_comment(drawn["markdown"])
    shown = sum(not outcome.quiet for outcome in found)
    check_table(tokens, 3, shown)
    check_github(drawn["github"])
    check_log(drawn["human"])
    check_log(drawn["junit"])
    ElementTree.fromstring(drawn["junit"])
    assert len(check_json(drawn["json"])["specs"]) == len(found)
    check_json(drawn["sarif"])
    page = Page(drawn["html"])
    assert page.tags.count("td") >= 3 * shown
    assert page.tags.count("h1") <= 1 + len(found)
    check_log(draw_runs("human", "plan", found, COLOURED), colour=True)


@often
@given(comparisons, texts, texts, texts)
def test_no_text_breaks_out_of_a_comparison(base: BaseComparison, old: str, new: str, mark: str) -> None:
    comparison, sides = base.comparison, Names(old, new, mark)
    assert comparison is not None
    check_log(draw_diff(comparison, sides, PLAIN))
    check_log(draw_diff(comparison, sides, COLOURED), colour=True)
    check_json(diff_json(comparison, sides))
    check_table(check_comment(diff_markdown(comparison, sides)), 5, len(comparison.edits))


@often
@given(subjects, st.lists(changes, min_size=1, max_size=3), names, values)
def test_no_text_breaks_out_of_what_is_shown_of_an_apply(
    subject: RunSubject, found: list[ObjectChange], name: str, value: object
) -> None:
    plan = PlanResult(subject, Counts(update=len(found)), tuple(found), remarks=(name,))
    applied = ApplyResult(plan, True, outputs={name: value}, remaining=plan)
    partial = PartialApply(plan, (), done=tuple(found), failed=tuple(found), unfinished=tuple(found))
    for style, colour in ((PLAIN, False), (COLOURED, True)):
        check_log(draw_applied(applied, style), colour=colour)
        check_log(draw_partial_apply(partial, style), colour=colour)


@often
@given(texts, texts, texts)
def test_no_text_breaks_out_of_locks_and_checks(one: str, two: str, three: str) -> None:
    long = f"{'x ' * 45}{one}"
    lock = StateLock(one, two, three, f"{long} ::add-mask::x", None, HolderAlive.UNKNOWN, two)
    check_log(draw_lock(lock, PLAIN))
    check_log(draw_checks([Check(one, None, long, two), Check("x" * 75, True, two, long)], PLAIN))


@often
@given(files, texts, names)
def test_no_text_breaks_out_of_the_progress(file: str, text: str, key: str) -> None:
    events = (
        Started("plan"),
        Waiting(text),
        Interrupting(1, False, text),
        Applied(f'module.{key}.aws_subnet.this["{key}"]', text, "start"),
        Applied(f'module.{key}.aws_subnet.this["{key}"]', "create", "errored"),
    )
    stream = StringIO()
    with progress(stream, PLAIN) as show:
        for event in events:
            show(event)
    with fleet_progress(stream, PLAIN, [file]) as display:
        display.began(file)
        for event in events:
            display.events(file)(event)
        display.say(text)
        display.ended(file, text, 0)
    check_log(stream.getvalue())
