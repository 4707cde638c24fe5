"""Comments that allow a warning: `# eksgen: allow(open-endpoint) until 2027-01-31 because …` on its line.

In: findings, the texts of their files (that of the spec first), and today (None: nothing expires). Out: the
findings that are not allowed, plus one for each allow comment that is invalid, expired or unused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from ...schemas.base import printable
from ..codes import BETWEEN_CODES, CODES
from ..diagnostics import Diagnostic, Label, Severity, Span
from ..source.parse import tokens

_MARK = re.compile(r"#\s*eksgen:\s*(.*)$")
_FORM = re.compile(r"allow\(([a-z, -]+)\)(?:\s+until\s+(\S+))?\s+because\s+\S.*")
_HELP = "write `# eksgen: allow(CODE) until YYYY-MM-DD because REASON`; the date is optional"


@dataclass(frozen=True, slots=True)
class AllowComment:
    """An allow comment: the codes it allows on its line, and its last day (None: no end)."""

    span: Span
    codes: tuple[str, ...]
    until: date | None


def apply_allow_comments(
    findings: tuple[Diagnostic, ...], texts: Mapping[str, str], today: date | None
) -> tuple[Diagnostic, ...]:
    """Return the findings that no comment allows, plus the findings about the comments themselves."""
    parsed = [comment for file, text in texts.items() for comment in _comments(text, file)]
    comments = [comment for comment in parsed if isinstance(comment, AllowComment)]
    remaining = [invalid for invalid in parsed if isinstance(invalid, Diagnostic)]
    by_line = {(comment.span.file, comment.span.line): comment for comment in comments}
    used: set[AllowComment] = set()
    for finding in findings:
        comment = by_line.get(_line(finding))
        matching = [comment] if comment is not None and _allows(comment, finding) else []
        used.update(matching)
        if not any(_in_force(comment, today) for comment in matching):
            remaining.append(finding)
    remaining += [
        _expired(comment) for comment in comments if comment in used and not _in_force(comment, today)
    ]
    spec = next(iter(texts), "")
    unused = [comment for comment in comments if comment not in used]
    return (*remaining, *(_unused(comment) for comment in unused if _reported(comment, spec)))


def _reported(comment: AllowComment, spec: str) -> bool:
    """Return whether a comment is reported if it is not used.

    One of a base file is not, because it may be about another spec that extends the file.
    """
    return comment.span.file == spec and not _between(comment) and "unused-allow" not in comment.codes


def without_allowed(
    findings: tuple[Diagnostic, ...], texts: Mapping[str, str], today: date | None
) -> tuple[Diagnostic, ...]:
    """Return the findings that no comment allows, without findings about the comments."""
    comments = {
        (file, comment.span.line): comment
        for file, text in texts.items()
        for comment in _comments(text, file)
        if isinstance(comment, AllowComment) and _in_force(comment, today)
    }
    return tuple(
        finding
        for finding in findings
        if (comment := comments.get(_line(finding))) is None or not _allows(comment, finding)
    )


def _line(finding: Diagnostic) -> tuple[str, int]:
    return finding.primary.span.file, finding.primary.span.line


def _between(comment: AllowComment) -> bool:
    """Return whether a comment is only about findings between specs, which one spec alone does not have."""
    return set(comment.codes) <= BETWEEN_CODES.keys()


def _allows(comment: AllowComment, finding: Diagnostic) -> bool:
    """Return whether a comment allows a finding on its line."""
    return finding.severity is not Severity.ERROR and finding.code in comment.codes


def _in_force(comment: AllowComment, today: date | None) -> bool:
    return comment.until is None or today is None or today <= comment.until


def _comments(text: str, file: str) -> Iterator[AllowComment | Diagnostic]:
    lines = enumerate(text.split("\n"))
    marks = [(number, mark) for number, line in lines if (mark := _MARK.search(line))]
    values = _values(text) if marks else []
    for number, mark in marks:
        if not any(start < (number, mark.start()) < end for start, end in values):
            span = Span(file, number + 1, mark.start() + 1, len(mark.string.rstrip()) + 1)
            yield _parsed(mark[1].strip(), span)


_Place = tuple[int, int]


def _values(text: str) -> list[tuple[_Place, _Place]]:
    """Return where the scalars of a text start and end: a `#` in a quoted or folded one is no comment."""
    return [
        ((token.line, token.column), (token.end_line, token.end_column))
        for token in tokens(text)
        if token.kind == "Scalar" and token.style
    ]


def _parsed(text: str, span: Span) -> AllowComment | Diagnostic:
    form = _FORM.fullmatch(text)
    try:
        until = date.fromisoformat(form[2]) if form and form[2] else None
    except ValueError:
        form = None
    if form is None:
        label = Label(span, "not an allow comment")
        return Diagnostic("invalid-allow", Severity.ERROR, "invalid allow comment", label, helps=(_HELP,))
    codes = tuple(code.strip() for code in form[1].split(","))
    unknown = next((code for code in codes if code not in CODES), None)
    return AllowComment(span, codes, until) if unknown is None else _unknown_code(unknown, span)


def _unknown_code(code: str, span: Span) -> Diagnostic:
    near = get_close_matches(code, CODES, 3, 0.6)
    help = (
        f"similar: {', '.join(f'`{name}`' for name in near)}" if near else "`eksgen explain` lists all codes"
    )
    label = Label(span, "not a code")
    message = f"there is no code `{printable(code)}`"
    return Diagnostic("invalid-allow", Severity.ERROR, message, label, helps=(help,))


def _expired(comment: AllowComment) -> Diagnostic:
    label = Label(comment.span, f"valid until {comment.until}")
    help = "fix the cause, or set a new date with a new reason"
    return Diagnostic(
        "expired-allow", Severity.WARNING, "this allow comment has expired", label, helps=(help,)
    )


def _unused(comment: AllowComment) -> Diagnostic:
    codes = ", ".join(f"`{code}`" for code in comment.codes)
    note = "an allow comment must be on the line of the warning; errors cannot be allowed"
    label = Label(comment.span, "has no effect")
    message = f"no warning {codes} on this line"
    return Diagnostic(
        "unused-allow", Severity.WARNING, message, label, notes=(note,), helps=("delete the comment",)
    )
