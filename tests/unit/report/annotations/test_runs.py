from __future__ import annotations

from eksgen.compiler.diagnostics import Diagnostic, Label, Severity, Span
from eksgen.engine.plan.result import RunSubject
from eksgen.report.annotations.runs import run_github
from eksgen.report.page.page import ReportPage
from eksgen.report.page.run_report import Annotation, RunReport


def test_several_objects_at_one_line_keep_the_notes_that_all_have() -> None:
    at = Label(Span("cluster.yaml", 3, 1, 9))
    found = [
        Diagnostic(
            "plan/orphan", Severity.WARNING, f"key {n} exists as k-{n}", at, notes=("left", f"default {n}")
        )
        for n in (1, 2, 3)
    ]
    text = run_github(
        RunReport(
            ReportPage("plan", RunSubject(), ("Plan",), ""),
            {},
            tuple(Annotation(finding, finding.message, finding.message, True) for finding in found),
        )
    )
    assert text.endswith(
        ":3 objects are in AWS already, in no state: key 1 exists as k-1, key 2 exists as k-2, "
        "key 3 exists as k-3%0Anote: left\n"
    )
