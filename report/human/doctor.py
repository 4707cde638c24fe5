"""The checks of `eksgen doctor` as a list: a status, the subject, the result and the fix."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator

from ...engine.terraform.doctor import Check
from ..terminal import Style

_STATUSES = {True: ("ok", "32"), False: ("missing", "31"), None: ("note", "33")}


def draw_checks(checks: Iterable[Check], style: Style) -> str:
    """Return one paragraph per check."""
    return style.page(line for check in checks for line in _lines(check, style))


def _lines(check: Check, style: Style) -> Iterator[str]:
    status, colour = _STATUSES[check.ok]
    indent = " " * 10
    texts = [f"{check.name}: {check.detail}", f"help: {check.help}" if check.help else ""]
    first = True
    for text in filter(None, texts):
        for line in textwrap.wrap(text, style.width - len(indent), break_on_hyphens=False):
            yield (style.paint(f"{status:<10}", colour) if first else indent) + line
            first = False
