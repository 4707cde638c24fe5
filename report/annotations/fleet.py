"""Many specs for tools that show findings at lines: one SARIF run, one list of GitHub commands, one JUnit
document. A spec that failed is represented by its findings, or by one finding at its first line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...compiler.diagnostics import Diagnostic, Label, Severity, Span, findings_of
from ..fleet import SpecOutcome, failures_first, fleet_warnings, most_urgent_first
from ..page.order import sort_diagnostics
from .github import draw_commands
from .junit import add_case, add_file_suites, add_suite, document, new_root
from .rules import RULES
from .runs import add_run_suite, run_findings
from .sarif import sarif_document


def fleet_github(outcomes: Sequence[SpecOutcome]) -> str:
    """Return the commands of all specs: failures first, then the worst danger, as the other formats have it,
    because GitHub shows ten of each level a step."""
    found: list[tuple[Diagnostic, str]] = []
    for outcome in failures_first(most_urgent_first(outcomes)):
        failure = ((finding, "") for finding in sort_diagnostics(_failure(outcome)))
        found += run_findings(outcome.report) if outcome.report else failure
    return draw_commands((*found, *((warning, "") for warning, _ in fleet_warnings(outcomes))))


def fleet_sarif(outcomes: Sequence[SpecOutcome]) -> str:
    """Return one run with the results of all specs."""
    results = [result for outcome in outcomes for result in _results(outcome)]
    warnings = ((warning, "") for warning, _ in fleet_warnings(outcomes))
    clusters = [outcome.cluster for outcome in outcomes if outcome.report]
    return sarif_document((*results, *warnings), RULES, clusters)


def fleet_junit(outcomes: Sequence[SpecOutcome]) -> str:
    """Return the suites of all specs as one document."""
    root = new_root()
    for outcome in outcomes:
        if outcome.report:
            add_run_suite(root, outcome.report)
        else:
            add_file_suites(root, _failure(outcome), [outcome.file])
    if warnings := fleet_warnings(outcomes):
        suite = add_suite(root, "warnings", len(warnings), 0)
        for warning, _ in warnings:
            add_case(suite, f"{warning.code} in {warning.primary.span.file}", warning, fails=False)
    return document(root)


def _results(outcome: SpecOutcome) -> Iterator[tuple[Diagnostic, str]]:
    if outcome.report:
        return ((annotation.diagnostic, annotation.id) for annotation in outcome.report.annotations)
    return ((finding, "") for finding in sort_diagnostics(_failure(outcome)))


def _failure(outcome: SpecOutcome) -> tuple[Diagnostic, ...]:
    """Return the findings behind a failure, or the error as a finding at the first line."""
    findings = (*outcome.findings, *findings_of(outcome.error))
    if findings:
        return findings
    top = Label(Span(outcome.file, 1, 1, 2))
    error = outcome.error
    if error is None:
        return (Diagnostic("interrupted", Severity.ERROR, outcome.summary, top),)
    return (Diagnostic(error.code, Severity.ERROR, error.message, top, notes=error.notes, helps=error.helps),)
