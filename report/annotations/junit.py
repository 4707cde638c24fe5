"""Findings as a JUnit report: a suite a file, a failed test a finding, a passed one for a clean file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from ...compiler.diagnostics import Diagnostic, Severity
from ..page.order import place_of_diagnostic, sort_diagnostics


def draw_junit(findings: Iterable[Diagnostic], files: Sequence[str]) -> str:
    """The whole document."""
    ordered = sort_diagnostics(findings)
    root = Element("testsuites", name="eksgen")
    for file in sorted(files):
        _suite(root, file, [found for found in ordered if found.primary.span.file == file])
    return document(root)


def document(root: Element) -> str:
    """A tree as a file."""
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def suite(root: Element, name: str, tests: int, failures: int) -> Element:
    """One suite; an empty one holds one test that passes, which the caller adds."""
    numbers = {"tests": str(max(1, tests)), "failures": str(failures), "errors": "0"}
    return SubElement(root, "testsuite", {"name": plain(name), **numbers})


def case(parent: Element, name: str, found: Diagnostic, *, fails: bool) -> None:
    """One finding as a test."""
    test = SubElement(parent, "testcase", name=plain(name), classname=plain(found.primary.span.file))
    text = "\n".join(
        [f"{place_of_diagnostic(found.primary.span)}: {found.message}", *found.notes, *found.helps]
    )
    if fails:
        SubElement(test, "failure", message=plain(found.message)).text = plain(text)
    else:
        SubElement(test, "system-out").text = plain(text)


def _suite(root: Element, file: str, found: list[Diagnostic]) -> None:
    errors = sum(one.severity is Severity.ERROR for one in found)
    parent = suite(root, file, len(found), errors)
    if not found:
        SubElement(parent, "testcase", name="spec", classname=plain(file))
    for one in found:
        name = f"{one.code} at line {one.primary.span.line}"
        case(parent, name, one, fails=one.severity is Severity.ERROR)


def plain(text: str) -> str:
    """Text that XML 1.0 can hold."""
    return "".join(
        char if char >= " " or char in "\n\t" else "\ufffd" for char in text if char not in "\ufffe\uffff"
    )
