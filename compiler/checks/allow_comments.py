"""Comments that allow a warning: `# eksgen: allow(open-endpoint) until 2027-01-31 because …` on its line.

In: findings, the texts of their files, and today (None: nothing expires). Out: the findings that are not
allowed, plus one for each allow comment that is invalid, expired or unused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from ..codes.files import BETWEEN_CODES
from ..diagnostics import Diagnostic, Label, Severity, Span

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
    remaining += [_unused(comment) for comment in comments if comment not in used and not _between(comment)]
    return tuple(remaining)


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
    for number, line in enumerate(text.split("\n"), 1):
        mark = _MARK.search(line)
        if mark is not None:
            span = Span(file, number, mark.start() + 1, len(line.rstrip()) + 1)
            yield _parsed(mark[1].strip(), span)


def _parsed(text: str, span: Span) -> AllowComment | Diagnostic:
    form = _FORM.fullmatch(text)
    try:
        until = date.fromisoformat(form[2]) if form and form[2] else None
    except ValueError:
        form = None
    if form is None:
        label = Label(span, "not an allow comment")
        return Diagnostic("invalid-allow", Severity.ERROR, "invalid allow comment", label, helps=(_HELP,))
    return AllowComment(span, tuple(code.strip() for code in form[1].split(",")), until)


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
