"""Findings as a JUnit report: a suite a file, a failed test a finding, a passed one for a clean file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from ...compiler.diagnostics import Diagnostic, Severity
from .order import order, place


def junit(findings: Iterable[Diagnostic], files: Sequence[str]) -> str:
    """The whole document."""
    ordered = order(findings)
    root = Element("testsuites", name="eksgen")
    for file in sorted(files):
        _suite(root, file, [found for found in ordered if found.primary.span.file == file])
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def _suite(root: Element, file: str, found: list[Diagnostic]) -> None:
    failures = sum(one.severity is Severity.ERROR for one in found)
    tests = str(max(1, len(found)))
    suite = SubElement(root, "testsuite", name=_plain(file), tests=tests, failures=str(failures), errors="0")
    if not found:
        SubElement(suite, "testcase", name="spec", classname=_plain(file))
    for one in found:
        case = SubElement(
            suite, "testcase", name=f"{one.code} at line {one.primary.span.line}", classname=_plain(file)
        )
        text = "\n".join([f"{place(one.primary.span)}: {one.message}", *one.notes, *one.helps])
        if one.severity is Severity.ERROR:
            SubElement(case, "failure", message=_plain(one.message)).text = _plain(text)
        else:
            SubElement(case, "system-out").text = _plain(text)


def _plain(text: str) -> str:
    """Text that XML 1.0 can hold."""
    return "".join(
        char if char >= " " or char in "\n\t" else "\ufffd" for char in text if char not in "\ufffe\uffff"
    )
