"""Plans and drift for tools that show findings at lines: SARIF, GitHub workflow commands, JUnit."""

from __future__ import annotations

import re
from collections.abc import Hashable, Sequence
from dataclasses import replace
from xml.etree.ElementTree import Element, SubElement

from ...compiler.diagnostics import Diagnostic
from ...engine.drift.order import grouped
from ...engine.truncate import join_some
from ..page.run_report import Annotation, RunReport
from ..page.subject import cluster_text
from .github import draw_commands
from .junit import add_case, add_suite, document, new_root, xml_text
from .rules import RULES
from .sarif import sarif_document

_CREATE = "plan/create"
_SHOWN = 10
_WHOLE_OBJECTS = {
    _CREATE: (r"(?P<names>.+) (?:is|are) created", "are created"),
    "plan/orphan": (r"(?P<names>.+)", "are in AWS already, in no state"),
    "plan/destroy": (r"(?P<names>.+?) (?:is|are) deleted(?:: (?P<why>.+))?", "are deleted"),
    "plan/deleted-outside": (
        r"(?P<names>.+) (?:was|were) deleted outside and (?:is|are) recreated",
        "were deleted outside and are recreated",
    ),
    "drift/deleted-outside": (r"deleted outside: (?P<names>.+)", "were deleted outside"),
    "drift/pending": (r"(?P<names>.+) (?:is|are) not created yet", "are not created yet"),
}
"""Codes that may occur very often at a line, because it stands for many objects: what a message is, and what
is said of several objects."""


def run_sarif(report: RunReport) -> str:
    """Return the annotations of a run as SARIF."""
    results = ((a.diagnostic, a.id) for a in report.annotations)
    return sarif_document(results, RULES, [cluster_text(report.page.subject)])


def run_github(report: RunReport) -> str:
    """Return a workflow command for each annotation, the heaviest first, because GitHub shows ten of each
    level a step. Objects that are made or gone at one line share a command."""
    return draw_commands(run_findings(report))


def run_findings(report: RunReport) -> list[tuple[Diagnostic, str]]:
    """Return what `run_github` draws: findings, each with the cluster."""
    cluster = cluster_text(report.page.subject)
    ordered = sorted(report.annotations, key=lambda annotation: annotation.diagnostic.code == _CREATE)
    return [(_merged(group), cluster) for group in grouped(ordered, _key)]


def run_junit(report: RunReport) -> str:
    """Return a document with the suite of a run."""
    root = new_root()
    add_run_suite(root, report)
    return document(root)


def add_run_suite(root: Element, report: RunReport) -> None:
    """Add one suite: what somebody should look at fails, everything else passes."""
    kind, spec = report.page.kind, report.page.subject.spec or ""
    cluster = cluster_text(report.page.subject)
    failures = sum(annotation.fails for annotation in report.annotations)
    suite = add_suite(
        root, f"{kind} {spec} ({cluster})".replace(" ()", "").strip(), len(report.annotations), failures
    )
    if not report.annotations:
        SubElement(suite, "testcase", name=kind, classname=xml_text(spec))
    for annotation in report.annotations:
        add_case(suite, annotation.name, annotation.diagnostic, fails=annotation.fails)


def _key(annotation: Annotation) -> Hashable | None:
    """Return what the annotations that share a command have in common, None for one that stands alone."""
    finding, parts = annotation.diagnostic, _parts(annotation.diagnostic)
    return (finding.code, finding.severity, finding.primary.span, parts[1]) if parts else None


def _parts(finding: Diagnostic) -> tuple[str, str] | None:
    """Return the names of the objects that a finding is about, and why."""
    pattern, _ = _WHOLE_OBJECTS.get(finding.code, ("", ""))
    match = re.fullmatch(pattern, finding.message) if pattern else None
    return (match["names"], match.groupdict().get("why") or "") if match else None


def _merged(group: Sequence[Annotation]) -> Diagnostic:
    findings = [annotation.diagnostic for annotation in group]
    first, parts = findings[0], [parts for finding in findings if (parts := _parts(finding))]
    if len(group) == 1 or not parts:
        return first
    names, why = [names for names, _ in parts], parts[0][1]
    what = f"{_WHOLE_OBJECTS[first.code][1]}{f', {why}' if why else ''}"
    listed = join_some(names, _SHOWN, "; " if any(", " in name for name in names) else ", ")
    notes = tuple(note for note in first.notes if all(note in finding.notes for finding in findings))
    count = sum(annotation.count for annotation in group)
    return replace(first, message=f"{count} objects {what}: {listed}", notes=notes)
