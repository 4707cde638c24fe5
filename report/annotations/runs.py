"""Plans and drift for tools that show findings at lines: SARIF, GitHub workflow commands, JUnit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from xml.etree.ElementTree import Element, SubElement

from ...compiler.diagnostics import Diagnostic
from ...engine.truncate import join_some
from ..page.run_report import Annotation, RunReport
from ..page.subject import cluster_text
from .github import command
from .junit import add_case, add_suite, document, new_root, xml_text
from .rules import RULES
from .sarif import sarif_document

_CREATE = "plan/create"
_SHOWN = 10
_GROUPED = {
    _CREATE: ("objects are created", " is created"),
    "plan/orphan": ("objects are in AWS already, in no state", ""),
}
"""Codes that may occur very often at a line: the text for several findings, and the end of a single text."""


def run_sarif(report: RunReport) -> str:
    """Return the annotations of a run as SARIF."""
    results = ((a.diagnostic, a.id) for a in report.annotations)
    return sarif_document(results, RULES, [cluster_text(report.page.subject)])


def run_github(report: RunReport) -> str:
    """Return a workflow command for each annotation, the heaviest first, because GitHub shows ten of each
    level a step. Objects that are created at one line share a command."""
    cluster = cluster_text(report.page.subject)
    return "".join(f"{command(finding, cluster)}\n" for finding in _grouped(report.annotations))


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


def _grouped(annotations: Sequence[Annotation]) -> Iterator[Diagnostic]:
    """Return the findings in their order, those that share a command as one; creations come last."""
    findings = [annotation.diagnostic for annotation in annotations]
    groups: dict[object, list[Diagnostic]] = {}
    for number, finding in enumerate(sorted(findings, key=lambda finding: finding.code == _CREATE)):
        key: object = (finding.code, finding.primary.span) if finding.code in _GROUPED else number
        groups.setdefault(key, []).append(finding)
    return map(_merge, groups.values())


def _merge(findings: Sequence[Diagnostic]) -> Diagnostic:
    first = findings[0]
    if len(findings) == 1:
        return first
    heading, ending = _GROUPED[first.code]
    names = join_some(sorted(finding.message.removesuffix(ending) for finding in findings), _SHOWN)
    notes = tuple(note for note in first.notes if all(note in finding.notes for finding in findings))
    return replace(first, message=f"{len(findings)} {heading}: {names}", notes=notes)
