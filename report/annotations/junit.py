"""Findings as JUnit reports: a failed test for each finding that fails, passed tests for everything else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from ...compiler.diagnostics import Diagnostic, Severity
from ...compiler.files.names import LOG_COMMAND
from ..page.order import place_of_diagnostic, sort_diagnostics


def draw_junit(findings: Iterable[Diagnostic], files: Sequence[str]) -> str:
    """Return a document with a suite for each file."""
    root = new_root()
    add_file_suites(root, findings, files)
    return document(root)


def new_root() -> Element:
    """Return the root of a document."""
    return Element("testsuites", name="eksgen")


def document(root: Element) -> str:
    """Return a tree as text, with references for what a terminal or a GitHub runner would act on."""
    indent(root)
    text = tostring(root, encoding="unicode")
    text = LOG_COMMAND.sub(lambda match: f"{match[0][0]}&#{ord(match[0][1])};", text)
    text = _ACTIVE.sub(lambda match: match[0] if match[0].isprintable() else f"&#{ord(match[0])};", text)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'


_ACTIVE = re.compile(r"[^\n -~]")


def add_file_suites(root: Element, findings: Iterable[Diagnostic], files: Sequence[str]) -> None:
    """Add a suite for each file; one without findings has a test that passes."""
    ordered = sort_diagnostics(findings)
    for file in sorted(files):
        _add_file_suite(root, file, [finding for finding in ordered if finding.primary.span.file == file])


def _add_file_suite(root: Element, file: str, findings: list[Diagnostic]) -> None:
    errors = sum(finding.severity is Severity.ERROR for finding in findings)
    suite = add_suite(root, file, len(findings), errors)
    if not findings:
        SubElement(suite, "testcase", name="spec", classname=xml_text(file))
    for finding in findings:
        name = f"{finding.code} at line {finding.primary.span.line}"
        add_case(suite, name, finding, fails=finding.severity is Severity.ERROR)


def add_suite(root: Element, name: str, tests: int, failures: int) -> Element:
    """Add a suite; the caller adds one passed test to a suite that would be empty."""
    numbers = {"tests": str(max(1, tests)), "failures": str(failures), "errors": "0"}
    return SubElement(root, "testsuite", {"name": xml_text(name), **numbers})


def add_case(suite: Element, name: str, finding: Diagnostic, *, fails: bool) -> None:
    """Add one finding as a test."""
    span = finding.primary.span
    test = SubElement(suite, "testcase", name=xml_text(name), classname=xml_text(span.file))
    lines = [f"{place_of_diagnostic(span)}: {finding.message}", *finding.notes, *finding.helps]
    text = xml_text("\n".join(lines))
    if fails:
        SubElement(test, "failure", message=xml_text(finding.message)).text = text
    else:
        SubElement(test, "system-out").text = text


def xml_text(text: str) -> str:
    """Replace the characters that XML 1.0 cannot contain."""
    return "".join(
        char if (char >= " " and not "\ud800" <= char <= "\udfff") or char in "\n\t" else "\ufffd"
        for char in text
        if char not in "\ufffe\uffff"
    )
