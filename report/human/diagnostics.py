"""Findings as people read them: headline, place, snippet with carets, notes, helps, a count at the end.

Drawn from `Diagnostic` values and the texts of the files; returns text, prints nothing.
"""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence

from ...compiler.diagnostics import Diagnostic, Label, Severity
from ...compiler.errors import EksgenError
from ..page.order import diagnostic_counts, place_of_diagnostic, sort_diagnostics

WIDTH = 100
LONGEST = 200
_COLOURS = {Severity.ERROR: "1;31", Severity.WARNING: "1;33", Severity.NOTE: "1;36"}


def draw_diagnostics(
    findings: Sequence[Diagnostic], texts: Mapping[str, str], *, colour: bool = False, width: int = WIDTH
) -> str:
    """All findings with snippets, ending with a count; `width` is that of the terminal, in columns. Empty
    text for no findings."""
    if not findings:
        return ""
    blocks = [_block(found, texts, colour, width) for found in sort_diagnostics(findings)]
    return "\n\n".join(blocks) + f"\n\n{diagnostic_counts(findings)}\n" + _more(findings)


def _more(findings: Sequence[Diagnostic]) -> str:
    """Where to read on: only codes of specs have a page."""
    from ...compiler.codes import CODES  # long texts, wanted only now

    codes = sorted({found.code for found in findings} & CODES.keys())
    if not codes:
        return ""
    return (
        f"`eksgen explain {codes[0]}` says more\n"
        if len(codes) == 1
        else "`eksgen explain CODE` says more about each\n"
    )


def _block(found: Diagnostic, texts: Mapping[str, str], colour: bool, columns: int) -> str:
    labels = sorted((found.primary, *found.secondary), key=lambda label: label.span)
    width = max(len(str(label.span.line)) for label in labels)
    head = _paint(f"{found.severity}[{found.code}]", _COLOURS[found.severity], colour)
    lines = [
        f"{head}: {_shown(found.message)}",
        f"{' ' * width}--> {place_of_diagnostic(found.primary.span)}",
    ]
    gutter = " " * width + " "
    lines += _snippet([one for one in labels if _same_file(one, found)], found, texts, width, colour)
    for other in (one for one in labels if not _same_file(one, found)):
        lines.append(f"{' ' * width}::: {place_of_diagnostic(other.span)}")
        lines += _snippet([other], found, texts, width, colour)
    lines += [_said(gutter, "note", note, columns) for note in found.notes]
    lines += [_said(gutter, "help", help, columns) for help in found.helps]
    return "\n".join(lines)


def _same_file(label: Label, found: Diagnostic) -> bool:
    return label.span.file == found.primary.span.file


def _said(gutter: str, kind: str, text: str, columns: int) -> str:
    head = f"{gutter}= {kind}: "
    return textwrap.fill(
        _shown(" ".join(text.split())),
        min(columns, WIDTH),
        initial_indent=head,
        subsequent_indent=" " * len(head),
        break_long_words=False,
        break_on_hyphens=False,
    )


def _snippet(
    labels: list[Label], found: Diagnostic, texts: Mapping[str, str], width: int, colour: bool
) -> list[str]:
    lines: list[str] = []
    previous: int | None = None
    for label in labels:
        source = texts.get(label.span.file, "").split("\n")
        if label.span.line > len(source) or source == [""]:
            continue
        if previous is not None and label.span.line > previous + 1:
            lines.append("...")
        line, start = _window(source[label.span.line - 1], labels, label)
        if label.span.line != previous:
            lines.append(f"{label.span.line:>{width}} | {_shown(line)}")
        mark, code = ("^", _COLOURS[found.severity]) if label is found.primary else ("-", "1;34")
        carets = mark * max(1, min(label.span.end_column - label.span.column, LONGEST))
        pointed = _paint(f"{carets} {_shown(label.text)}".rstrip(), code, colour)
        lines.append(f"{' ' * width} | {' ' * (label.span.column - 1 - start)}{pointed}")
        previous = label.span.line
    return [f"{' ' * width} |", *lines] if lines else []


def _window(line: str, labels: list[Label], label: Label) -> tuple[str, int]:
    """The part of a very long line that holds the labels on it, and how many columns were cut before it."""
    if len(line) <= LONGEST:
        return line, 0
    first = min(one.span.column for one in labels if one.span.line == label.span.line)
    start = max(0, first - 1 - LONGEST // 4)
    return line[start : start + LONGEST], start


def _shown(line: str) -> str:
    """Text as it may go to a terminal: no control characters, one column a character."""
    return "".join(
        char if char.isprintable() else " " if char == "\t" else "\ufffd" for char in line
    ).rstrip()


def _paint(text: str, code: str, colour: bool) -> str:
    return f"\x1b[{code}m{text}\x1b[0m" if colour else text


def draw_error(error: EksgenError, width: int = WIDTH) -> str:
    """What stopped a run, in the shape of a finding without a place."""
    lines = [f"error[{error.code}]: {_shown(error.message)}"]
    lines += [_said("  ", "note", note, width) for note in error.notes]
    lines += [_said("  ", "help", help, width) for help in error.helps]
    return "\n".join(lines) + "\n"
