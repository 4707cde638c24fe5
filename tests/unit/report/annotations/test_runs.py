from __future__ import annotations

from eksgen.compiler.diagnostics import Diagnostic, Label, Severity, Span
from eksgen.report.annotations.results import Annotation
from eksgen.report.annotations.runs import run_github


def test_several_objects_at_one_line_keep_the_notes_that_all_have() -> None:
    at = Label(Span("cluster.yaml", 3, 1, 9))
    found = [
        Diagnostic(
            "plan/orphan", Severity.WARNING, f"key {n} exists as k-{n}", at, notes=("left", f"default {n}")
        )
        for n in (1, 2)
    ]
    text = run_github([Annotation(one, one.message, one.message, True) for one in found])
    assert text.endswith(": key 1 exists as k-1, key 2 exists as k-2%0Anote: left\n")
