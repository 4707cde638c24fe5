"""Many specs in one report: each under its heading, failed ones last, then a table of all.

In: one `Outcome` a spec, with its text already drawn. Out: text that ends with a line break; prints nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from ..compiler.diagnostics import Diagnostic
from ..compiler.errors import EksgenError
from .findings import human as drawn
from .findings.json import finding_value
from .terminal import Style
from .words import printable

VERSION = 1
LIMIT = 65_536
"""What GitHub takes for a comment."""

_COLOURS = {0: "32", 3: "33"}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one spec. `code` is the exit code that it would have alone, `summary` says it in a few
    words, `text` is its report in the format at hand, or its error; `draw` gives its
    report in any format."""

    file: str
    code: int = 0
    summary: str = ""
    text: str = ""
    error: EksgenError | None = None
    findings: tuple[Diagnostic, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)
    draw: Callable[[str, Style], str] | None = None

    def drawn(self, format: str, style: Style) -> Outcome:
        """The same with its report in a format as its text, if there is one."""
        return replace(self, text=self.draw(format, style)) if self.draw else self

    @property
    def failed(self) -> bool:
        """Whether there is no result."""
        return self.code not in (0, 3)


def draw_fleet(_verb: str, outcomes: Sequence[Outcome], style: Style) -> str:
    """The whole report for people."""
    ordered = sorted(outcomes, key=lambda outcome: outcome.failed)
    lines = [line for outcome in ordered for line in _section(outcome, style)]
    lines.append(style.paint(f"Summary {style.rule * (style.width - 8)}", "1"))
    return style.page([*lines, *_table(ordered, style), "", counts(outcomes)])


def counts(outcomes: Sequence[Outcome]) -> str:
    """`3 specs: 1 with differences, 1 done, 1 failed`."""
    codes = [outcome.code for outcome in outcomes]
    stopped = codes.count(130)
    failed = sum(outcome.failed for outcome in outcomes) - stopped
    told = (
        (codes.count(3), "with differences"),
        (codes.count(0), "done"),
        (failed, "failed"),
        (stopped, "stopped"),
    )
    specs = "1 spec" if len(outcomes) == 1 else f"{len(outcomes)} specs"
    return f"{specs}: {', '.join(f'{number} {words}' for number, words in told if number)}"


def _section(outcome: Outcome, style: Style) -> Iterator[str]:
    name = printable(outcome.file)
    yield style.paint(f"{name} {style.rule * max(style.width - len(name) - 1, 3)}", "1")
    if outcome.findings:
        text = drawn.human(outcome.findings, outcome.texts, colour=style.colour, width=style.width)
        yield from text.rstrip("\n").split("\n")
        yield ""
    if outcome.text or not outcome.findings:
        yield from (outcome.text.rstrip("\n") or outcome.summary).split("\n")
        yield ""


def _table(outcomes: Iterable[Outcome], style: Style) -> Iterator[str]:
    rows = [(printable(outcome.file), outcome) for outcome in outcomes]
    width = max((len(name) for name, _ in rows), default=0)
    for name, outcome in rows:
        told = style.paint(printable(outcome.summary), _COLOURS.get(outcome.code, "31"))
        yield f"  {name:<{width}}  {told}"


def fleet_json(verb: str, outcomes: Sequence[Outcome], _style: Style) -> str:
    """One document, `fleet.schema.json`; the result of a spec is the document that it has alone."""
    document = {"version": VERSION, "kind": "fleet", "verb": verb, "specs": [_value(one) for one in outcomes]}
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _value(outcome: Outcome) -> dict[str, Any]:
    done = outcome.text and not outcome.failed
    return {
        "spec": outcome.file,
        "code": outcome.code,
        "summary": outcome.summary,
        "error": _error(outcome.error) if outcome.error else None,
        "findings": [finding_value(finding) for finding in outcome.findings],
        "result": json.loads(outcome.text) if done else None,
    }


def _error(error: EksgenError) -> dict[str, Any]:
    return {
        "code": error.code,
        "message": error.message,
        "notes": list(error.notes),
        "helps": list(error.helps),
        "findings": [finding_value(finding) for finding in getattr(error, "diagnostics", ())],
    }


def fleet_markdown(verb: str, outcomes: Sequence[Outcome], _style: Style) -> str:
    """A comment: a table of all, then each report folded; those that do not fit are named only."""
    rows = [f"| {_cell(outcome.file)} | {_cell(outcome.summary)} |" for outcome in outcomes]
    head = [f"<!-- eksgen {verb} of several specs -->", f"### {verb}: {counts(outcomes)}", ""]
    text = "\n".join([*head, "| spec | result |", "| --- | --- |", *rows, ""])
    for outcome in sorted(outcomes, key=lambda outcome: not outcome.failed):
        body = outcome.text if not outcome.failed else _fenced(told(outcome))
        part = f"\n<details><summary>{_safe(outcome.file)}</summary>\n\n{body.rstrip()}\n\n</details>\n"
        if len(text) + len(part) < LIMIT - 200:
            text += part
        else:
            text += f"\n{_cell(outcome.file)} is too long for here: run eksgen {verb} on it alone.\n"
    return text


def told(outcome: Outcome) -> str:
    """Why a spec has no result, in words for people."""
    return (
        drawn.human(outcome.findings, outcome.texts) if outcome.findings else outcome.text or outcome.summary
    )


def _fenced(text: str) -> str:
    longest = max(map(len, re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}text\n{text.rstrip()}\n{fence}"


def _cell(text: str) -> str:
    return "`" + printable(text).replace("`", "'").replace("|", "\\|") + "`"


def _safe(text: str) -> str:
    return printable(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
