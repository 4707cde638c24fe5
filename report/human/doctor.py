"""The checks of `eksgen doctor` as a list: a status, the subject, the result and the fix."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator

from ...engine.terraform.doctor import Check
from ..terminal import Style, shown_line

_STATUSES = {True: ("ok", "32"), False: ("failed", "31"), None: ("note", "33")}


def draw_checks(checks: Iterable[Check], style: Style) -> str:
    """Return one paragraph per check."""
    return style.page(line for check in checks for line in _lines(check, style))


def _lines(check: Check, style: Style) -> Iterator[str]:
    status, colour = _STATUSES[check.ok]
    indent = " " * 10
    helps = (f"help: {line}" for line in check.help.splitlines())  # not wrapped: they hold commands to paste
    texts = (*_wrapped(f"{check.name}: {check.detail}", style.width - len(indent)), *helps)
    for index, line in enumerate(map(shown_line, texts)):
        yield (indent if index else style.paint(f"{status:<10}", colour)) + line


def _wrapped(text: str, width: int) -> list[str]:
    return textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False)
