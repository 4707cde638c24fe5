"""Plans and drift for machines that want findings: SARIF, GitHub workflow commands, JUnit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from xml.etree.ElementTree import Element, SubElement

from ...compiler.diagnostics import Diagnostic
from ...engine.truncate import join_some
from . import github, junit, sarif
from .results import RULES, Annotation

_MADE = "plan/create"
_SHOWN = 10
_TOGETHER = {
    _MADE: ("objects are made", " is made"),
    "plan/orphan": ("objects are in AWS already, in no state", ""),
}
"""Classes of which there may be very many at one line: what to say of several, and how one ends."""


def run_sarif(results: Sequence[Annotation]) -> str:
    """One rule a class that occurs; `partialFingerprints` let code scanning follow a result over runs."""
    codes = sorted({result.found.code for result in results})
    rules = [{"id": code, "shortDescription": {"text": RULES.get(code, code)}} for code in codes]
    told = [
        sarif.result(result.found, codes.index(result.found.code))
        | {"partialFingerprints": {"eksgen/v1": result.id}}
        for result in results
    ]
    return sarif.log(rules, told)


def run_github(results: Sequence[Annotation]) -> str:
    """One command a finding, the heaviest first, because GitHub shows only ten of each kind a step; objects
    that are made at one line are one command."""
    return "".join(f"{github.command(found)}\n" for found in _gathered(results))


def run_junit(results: Sequence[Annotation], kind: str, name: str) -> str:
    """One suite: what somebody should look at fails, all else passes."""
    root = Element("testsuites", name="eksgen")
    title = f"{kind} {name}".strip()
    suite = junit.suite(root, title, len(results), sum(result.fails for result in results))
    if not results:
        SubElement(suite, "testcase", name=kind, classname=junit.plain(name))
    for result in results:
        junit.case(suite, result.name, result.found, fails=result.fails)
    return junit.document(root)


def _gathered(results: Sequence[Annotation]) -> Iterator[Diagnostic]:
    """The findings in their order, those that may be gathered at one line as one; creations come last."""
    groups: dict[object, list[Diagnostic]] = {}
    for number, found in enumerate(sorted((r.found for r in results), key=lambda one: one.code == _MADE)):
        key = (found.code, found.primary.span) if found.code in _TOGETHER else number
        groups.setdefault(key, []).append(found)
    yield from map(_as_one, groups.values())


def _as_one(alike: Sequence[Diagnostic]) -> Diagnostic:
    first = alike[0]
    if len(alike) == 1:
        return first
    heading, ending = _TOGETHER[first.code]
    names = join_some(sorted(found.message.removesuffix(ending) for found in alike), _SHOWN)
    notes = tuple(note for note in first.notes if all(note in found.notes for found in alike))
    return replace(first, message=f"{len(alike)} {heading}: {names}", notes=notes)
