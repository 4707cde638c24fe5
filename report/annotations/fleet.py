"""Many specs in the formats for machines that want findings: one SARIF run, one list of GitHub commands, one
JUnit document. What failed is told by its findings, or as one finding at the top of its spec.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from xml.etree.ElementTree import Element, fromstring

from ...compiler.diagnostics import Diagnostic, Label, Severity, Span
from ..fleet import SpecOutcome
from ..terminal import Style
from .github import draw_github
from .junit import document, draw_junit
from .sarif import draw_sarif, log


def fleet_github(_verb: str, outcomes: Sequence[SpecOutcome], _style: Style) -> str:
    """The commands of all specs, failures first, because GitHub shows ten of each kind a step."""
    ordered = sorted(outcomes, key=lambda outcome: not outcome.failed)
    return "".join(draw_github(_found(one)) if one.failed else one.text for one in ordered)


def fleet_sarif(_verb: str, outcomes: Sequence[SpecOutcome], _style: Style) -> str:
    """One run: code scanning takes no second one of the same tool."""
    texts = [draw_sarif(_found(one)) if one.failed else one.text for one in outcomes]
    runs = [run for text in texts for run in json.loads(text)["runs"]]
    rules = {rule["id"]: rule for run in runs for rule in run["tool"]["driver"]["rules"]}
    codes = sorted(rules)
    results = [
        result | {"ruleIndex": codes.index(result["ruleId"])} for run in runs for result in run["results"]
    ]
    return log([rules[code] for code in codes], results)


def fleet_junit(_verb: str, outcomes: Sequence[SpecOutcome], _style: Style) -> str:
    """The suites of all specs in one document."""
    root = Element("testsuites", name="eksgen")
    for one in outcomes:
        text = draw_junit(_found(one), [one.file]) if one.failed else one.text
        root.extend(fromstring(text.encode()))
    return document(root)


def _found(outcome: SpecOutcome) -> tuple[Diagnostic, ...]:
    """What is to be said of a spec that failed."""
    said = (*outcome.findings, *getattr(outcome.error, "diagnostics", ()))
    if said:
        return said
    top = Label(Span(outcome.file, 1, 1, 2))
    if outcome.error is None:
        return (Diagnostic("interrupted", Severity.ERROR, outcome.summary, top),)
    error = outcome.error
    return (Diagnostic(error.code, Severity.ERROR, error.message, top, notes=error.notes, helps=error.helps),)
