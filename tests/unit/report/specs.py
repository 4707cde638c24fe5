"""Specs, their findings and their comparison, for the tests of all formats."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from eksgen.compiler.diagnostics import Diagnostic, Label, Severity, Span
from eksgen.compiler.diff.compare import Comparison, compare_specs
from eksgen.compiler.pipeline import check_text, compile_spec
from eksgen.report.page.diff import Names

ROOT = Path(__file__).resolve().parents[3]
EXAMPLES = ROOT / "examples"
CASES = sorted((ROOT / "tests" / "diagnostics").glob("*.yaml"))
FULL = (EXAMPLES / "full.yaml").read_text("utf-8")
QUICK = (EXAMPLES / "quickstart.yaml").read_text("utf-8")
NAMES = Names("main:cluster.yaml", "cluster.yaml", "main:")


def compared(old: str, new: str) -> Comparison:
    sides = (check_text(text.encode(), "cluster.yaml", today=date(2026, 10, 2)) for text in (old, new))
    return compare_specs(*map(compile_spec, sides))


def found_in(case: Path) -> tuple[Diagnostic, ...]:
    return check_text(case.read_bytes(), case.name).findings


AWKWARD = Diagnostic(
    "unknown-field",
    Severity.ERROR,
    "100%: a, b::c \x1b[31m \x00",
    Label(Span("a,b:c%.yaml", 1, 1, 2), "x"),
    notes=("two\nlines",),
)
