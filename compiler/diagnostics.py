"""What a finding in a spec is: frozen values, no text layout.

A `Diagnostic` is made by the loader, a check or the tracer and drawn by `report/`. Checks speak spec
paths; `source.py` turns a path into a `Span`, so every diagnostic that leaves the compiler holds spans.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

Path = tuple[str | int, ...]
"""A place in a spec: mapping keys and list indexes from the root, as the user wrote them."""


class Severity(StrEnum):
    """How much a finding matters: an error stops the run, the others do not."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A piece of one line of one file. Lines and columns start at 1; `end_column` is exclusive."""

    file: str
    line: int
    column: int
    end_column: int


@dataclass(frozen=True, slots=True)
class Label:
    """A span and why it is shown."""

    span: Span
    text: str = ""


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding. `code` is a key of `codes.CODES`; `message` is one lowercase line, no full stop."""

    code: str
    severity: Severity
    message: str
    primary: Label
    secondary: tuple[Label, ...] = ()
    notes: tuple[str, ...] = ()
    helps: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        # Names and values of the spec stand in messages; none may break the line or hide what follows.
        if not self.message.isprintable():
            shown = "".join(char if char.isprintable() else ascii(char)[1:-1] for char in self.message)
            object.__setattr__(self, "message", shown)


def dotted(path: Path) -> str:
    """A spec path as people write it: `nodeGroups.web.instanceTypes[0]`."""
    text = ""
    for step in path:
        if isinstance(step, int):
            text += f"[{step}]"
        elif "." in step or not step:
            text += f'["{step}"]'
        else:
            text += f".{step}" if text else step
    return text


_STEP = re.compile(r'\.?([^.\[\]"]+)|\["([^"]*)"\]|\[(\d+)\]')


def undotted(text: str) -> Path | None:
    """What `dotted` wrote, read back; None if it is no such text."""
    path: list[str | int] = []
    at = 0
    while at < len(text):
        match = _STEP.match(text, at)
        if match is None or (at == 0 and text.startswith(".")):
            return None
        plain, quoted, index = match.groups()
        path.append(int(index) if index is not None else quoted if plain is None else plain)
        at = match.end()
    return tuple(path) or None
