"""Findings for a terminal: headline, place, snippet with carets, notes, helps, and a count at the end."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import replace

from ...compiler.diagnostics import Diagnostic, Label, Severity, findings_of
from ...compiler.errors import EksgenError
from ...compiler.plural import plural
from ...engine.truncate import join_some
from ..page.order import diagnostic_counts, most_important, place_of_diagnostic, sort_diagnostics
from ..terminal import shown_line

WIDTH = 100
LONGEST = 200
MOST = 100
"""How many findings are shown; the rest are counted."""
_HELPS = 5
"""How many helps of one finding are shown."""
_COMMAND = re.compile(
    r"`[^`]+`|(?:(?<=: )|^)"
    r"(?:aws|cp|git|kubectl|mv|pip|rm|terraform|eksgen (?:apply|cloud setup|compile|destroy|diff|docs|doctor"
    r"|drift|output|plan|unlock|update|upgrade|validate)) .+$"
)
_BLANK = "\x00"
"""Stands for a blank at which no line may end; a printable text has no such character."""
_COLOURS = {Severity.ERROR: "1;31", Severity.WARNING: "1;33", Severity.NOTE: "1;36"}


def draw_diagnostics(
    findings: Sequence[Diagnostic], texts: Mapping[str, str], *, colour: bool = False, width: int = WIDTH
) -> str:
    """Return all findings with snippets and a count, or an empty text; `texts` are the files by name, `width`
    is that of the terminal in columns. A warning or note that is the same in several files is shown once."""
    if not findings:
        return ""
    findings = _once_a_place(findings)
    places = _places(findings)
    shown = most_important(tuple(places), MOST)
    lines = {file: texts[file].split("\n") for file in _files(shown) & texts.keys()}
    blocks = [_block(finding, places[finding], lines, colour, width) for finding in shown]
    if rest := len(places) - len(shown):
        blocks.append(f"{plural(rest, 'more finding')} not shown")
    counts = _whole_words(_shown(diagnostic_counts(findings)), width, "  ")
    return "\n\n".join(blocks) + f"\n\n{counts}\n" + _more(shown)


def _once_a_place(findings: Sequence[Diagnostic]) -> list[Diagnostic]:
    """Return findings that differ in their helps alone as one: those of specs that share a base."""
    helps: dict[Diagnostic, dict[str, None]] = {}
    for finding in findings:
        here = helps.setdefault(replace(finding, helps=(), fixes=()), {})
        here |= dict.fromkeys(finding.helps)
    return [replace(finding, helps=_few(tuple(here))) for finding, here in helps.items()]


def _few(helps: tuple[str, ...]) -> tuple[str, ...]:
    return helps if len(helps) <= _HELPS else (*helps[:_HELPS], "and so on")


def _places(findings: Sequence[Diagnostic]) -> dict[Diagnostic, list[str]]:
    """Return the findings that are shown, each with the other files in which it is the same."""
    first: dict[object, Diagnostic] = {}
    places: dict[Diagnostic, list[str]] = {}
    for finding in sort_diagnostics(findings):
        label = finding.primary
        same = (finding.code, finding.message, label.text, finding.notes, finding.helps)
        shown = first.setdefault(same, finding)
        alone = finding.severity is Severity.ERROR or finding.secondary or shown.secondary
        if shown is finding or alone or label.span.file == shown.primary.span.file:
            places[finding] = []
        else:
            places[shown].append(place_of_diagnostic(label.span))
    return places


def _files(findings: Sequence[Diagnostic]) -> set[str]:
    return {label.span.file for finding in findings for label in (finding.primary, *finding.secondary)}


def _more(findings: Sequence[Diagnostic]) -> str:
    """Return a hint at `eksgen explain` if a code has a page there."""
    from ...compiler.codes import CODES  # large; only needed when there are findings

    codes = sorted({finding.code for finding in findings} & CODES.keys())
    if not codes:
        return ""
    return (
        f"`eksgen explain {codes[0]}` says more\n"
        if len(codes) == 1
        else "`eksgen explain CODE` says more about each\n"
    )


def _block(
    finding: Diagnostic, others: Sequence[str], texts: Mapping[str, list[str]], colour: bool, columns: int
) -> str:
    labels = sorted((finding.primary, *finding.secondary), key=lambda label: label.span)
    width = max(len(str(label.span.line)) for label in labels)
    head = _paint(f"{finding.severity}[{finding.code}]", _COLOURS[finding.severity], colour)
    lines = [
        f"{head}: {_shown(finding.message)}",
        f"{' ' * width}--> {_shown(place_of_diagnostic(finding.primary.span))}",
    ]
    gutter = " " * width + " "
    file = finding.primary.span.file
    lines += _snippet([label for label in labels if label.span.file == file], finding, texts, width, colour)
    for other in (label for label in labels if label.span.file != file):
        lines.append(f"{' ' * width}::: {_shown(place_of_diagnostic(other.span))}")
        lines += _snippet([other], finding, texts, width, colour)
    notes = (*finding.notes, *((f"the same in {join_some(others, 5)}",) if others else ()))
    lines += [_note(gutter, "note", note, columns) for note in notes]
    lines += [_note(gutter, "help", help, columns) for help in finding.helps]
    return "\n".join(lines)


def _note(gutter: str, kind: str, text: str, columns: int) -> str:
    """Return a note or help in several lines; a command stays in one, so that it can be pasted."""
    head = f"{gutter}= {kind}: "
    whole = _COMMAND.sub(lambda command: command[0].replace(" ", _BLANK), _shown(" ".join(text.split())))
    return _whole_words(f"{head}{whole}", columns, " " * len(head)).replace(_BLANK, " ")


def _whole_words(text: str, columns: int, indent: str) -> str:
    """Return a text in lines of whole words, all but the first indented."""
    return textwrap.fill(
        text, min(columns, WIDTH), subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )


def _snippet(
    labels: list[Label], finding: Diagnostic, texts: Mapping[str, list[str]], width: int, colour: bool
) -> list[str]:
    lines: list[str] = []
    previous: int | None = None
    first = {label.span.line: label.span.column for label in reversed(labels)}
    for label in labels:
        source = texts.get(label.span.file, [""])
        if label.span.line > len(source) or source == [""]:
            continue
        if previous is not None and label.span.line > previous + 1:
            lines.append("...")
        line, start = _window(source[label.span.line - 1], first[label.span.line])
        if label.span.line != previous:
            lines.append(f"{label.span.line:>{width}} | {_shown(line)}")
        mark, code = ("^", _COLOURS[finding.severity]) if label is finding.primary else ("-", "1;34")
        before = min(label.span.column - 1 - start, LONGEST)
        carets = mark * max(1, min(label.span.end_column - label.span.column, LONGEST - before))
        pointed = _paint(f"{carets} {_shown(label.text)}".rstrip(), code, colour)
        lines.append(f"{' ' * width} | {' ' * before}{pointed}")
        previous = label.span.line
    return [f"{' ' * width} |", *lines] if lines else []


def _window(line: str, first: int) -> tuple[str, int]:
    """Return the part of a very long line that holds its labels, the leftmost of which begins at column
    `first`, and how many columns were cut before it."""
    if len(line) <= LONGEST:
        return line, 0
    start = max(0, first - 1 - LONGEST // 4)
    return line[start : start + LONGEST], start


def _shown(line: str) -> str:
    """Replace control characters, so that each character takes one column."""
    return shown_line(line).rstrip()


def _paint(text: str, code: str, colour: bool) -> str:
    return f"\x1b[{code}m{text}\x1b[0m" if colour else text


def draw_error(error: EksgenError, width: int = WIDTH) -> str:
    """Return an error that stopped a run, in the form of a finding without a place."""
    lines = [f"error[{error.code}]: {_shown(error.message)}"]
    lines += [_note("  ", "note", note, width) for note in error.notes]
    lines += [_note("  ", "help", help, width) for help in error.helps]
    return "\n".join(lines) + "\n"


def draw_failure(error: EksgenError, texts: Mapping[str, str], width: int = WIDTH) -> str:
    """Return an error below the findings that it carries; `texts` are the files that they point to.

    An error that only sums up findings of its own code is left out.
    """
    diagnostics = findings_of(error)
    findings = draw_diagnostics(diagnostics, texts, width=width)
    summed_up = {finding.code for finding in diagnostics} == {error.code}
    if summed_up and not error.notes and not error.helps:
        return findings
    return (f"{findings}\n" if findings else "") + draw_error(error, width)
