"""Plans and drift for machines that want findings: SARIF, GitHub workflow commands, JUnit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from xml.etree.ElementTree import Element, SubElement

from ..compiler.diagnostics import Diagnostic
from .findings import github, junit, sarif
from .findings.order import order
from .results import RULES, Result

_MADE = "plan/create"
_SHOWN = 10


def run_sarif(results: Sequence[Result]) -> str:
    """One rule a class that occurs; `partialFingerprints` let code scanning follow a result over runs."""
    codes = sorted({result.found.code for result in results})
    rules = [{"id": code, "shortDescription": {"text": RULES.get(code, code)}} for code in codes]
    told = [
        sarif.result(result.found, codes.index(result.found.code))
        | {"partialFingerprints": {"eksgen/v1": result.id}}
        for result in results
    ]
    return sarif.log(rules, told)


def run_github(results: Sequence[Result]) -> str:
    """One command a finding, the heaviest first, because GitHub shows only ten of each kind a step; creations
    at one line are one command."""
    return "".join(f"{github.command(found)}\n" for found in _gathered(results))


def run_junit(results: Sequence[Result], kind: str, name: str) -> str:
    """One suite: what somebody should look at fails, all else passes."""
    root = Element("testsuites", name="eksgen")
    title = f"{kind} {name}".strip()
    suite = junit.suite(root, title, len(results), sum(result.fails for result in results))
    if not results:
        SubElement(suite, "testcase", name=kind, classname=junit.plain(name))
    for result in results:
        junit.case(suite, result.name, result.found, fails=result.fails)
    return junit.document(root)


def _gathered(results: Sequence[Result]) -> Iterator[Diagnostic]:
    yield from (result.found for result in results if result.found.code != _MADE)
    made = order(result.found for result in results if result.found.code == _MADE)
    for _, group in groupby(made, key=lambda found: found.primary.span):
        alike = list(group)
        names = [found.message.removesuffix(" is made") for found in alike]
        more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
        told = f"{len(names)} objects are made: {', '.join(names[:_SHOWN])}{more}"
        message = told if len(alike) > 1 else alike[0].message
        yield Diagnostic(_MADE, alike[0].severity, message, alike[0].primary, notes=alike[0].notes)
