"""Warnings that a spec allows: `# eksgen: allow(open-endpoint) until 2027-01-31 because …` on their line.

In: findings, the texts they are about, and today (None: nothing expires). Out: the findings that remain, with
one for each allowance that is expired, unused or cannot be read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from ..diagnostics import Diagnostic, Label, Severity, Span

_MARK = re.compile(r"#\s*eksgen:\s*(.*)$")
_FORM = re.compile(r"allow\(([a-z, -]+)\)(?:\s+until\s+(\S+))?\s+because\s+\S.*")
_HELP = "write `# eksgen: allow(CODE) until YYYY-MM-DD because REASON`; the date may be left out"


@dataclass(frozen=True, slots=True)
class Allowance:
    """One comment: what it allows on its line, and until when (None: for good)."""

    span: Span
    codes: tuple[str, ...]
    until: date | None


def apply_allow_comments(
    findings: tuple[Diagnostic, ...], texts: Mapping[str, str], today: date | None
) -> tuple[Diagnostic, ...]:
    """The findings without those that a comment on their line allows."""
    allowances: list[Allowance] = []
    kept: list[Diagnostic] = []
    for file, text in texts.items():
        for one in _written(text, file):
            (kept if isinstance(one, Diagnostic) else allowances).append(one)  # type: ignore[arg-type]
    used: set[Allowance] = set()
    for finding in findings:
        covering = [one for one in allowances if _covers(one, finding)]
        used.update(covering)
        if not any(_valid(one, today) for one in covering):
            kept.append(finding)
    kept += [_expired(one) for one in allowances if one in used and not _valid(one, today)]
    kept += [_unused(one) for one in allowances if one not in used]
    return tuple(kept)


def _covers(allowance: Allowance, finding: Diagnostic) -> bool:
    at = finding.primary.span
    same_line = (at.file, at.line) == (allowance.span.file, allowance.span.line)
    return same_line and finding.severity is not Severity.ERROR and finding.code in allowance.codes


def _valid(allowance: Allowance, today: date | None) -> bool:
    return allowance.until is None or today is None or today <= allowance.until


def _written(text: str, file: str) -> Iterator[Allowance | Diagnostic]:
    for number, line in enumerate(text.split("\n"), 1):
        mark = _MARK.search(line)
        if mark is None:
            continue
        span = Span(file, number, mark.start() + 1, len(line.rstrip()) + 1)
        form = _FORM.fullmatch(mark[1].strip())
        try:
            until = date.fromisoformat(form[2]) if form and form[2] else None
        except ValueError:
            form = None
        if form is None:
            label = Label(span, "not an allowance")
            yield Diagnostic(
                "invalid-allow", Severity.ERROR, "this comment allows nothing", label, helps=(_HELP,)
            )
        else:
            yield Allowance(span, tuple(code.strip() for code in form[1].split(",")), until)


def _expired(allowance: Allowance) -> Diagnostic:
    label = Label(allowance.span, f"until {allowance.until}")
    help = "mend the cause, or set a new date with a new reason"
    return Diagnostic("expired-allow", Severity.WARNING, "this allowance has expired", label, helps=(help,))


def _unused(allowance: Allowance) -> Diagnostic:
    codes = ", ".join(f"`{code}`" for code in allowance.codes)
    note = "an allowance stands on the line of the warning that it allows; errors cannot be allowed"
    label = Label(allowance.span, "nothing to allow here")
    message = f"no warning {codes} on this line"
    return Diagnostic(
        "unused-allow", Severity.WARNING, message, label, notes=(note,), helps=("delete the comment",)
    )
