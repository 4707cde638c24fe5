"""Diagnostics: findings about a spec with their places, as plain values.

`source/`, `load/` and `checks/` create them, `engine/source_map/` for errors of Terraform; `report/` formats
them. Checks use spec paths, which are converted to spans before a diagnostic leaves the compiler.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

_LONGEST_MESSAGE, _LONGEST_NOTE, _LONGEST_LABEL = 500, 5000, 500

MAX_FIXES = 100
"""How many suggestions are tried for a spec; findings after them have none."""

Path = tuple[str | int, ...]
"""A spec path: mapping keys and list indexes from the root, as in the file."""


class Severity(StrEnum):
    """The severity of a finding; only an error stops the run."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A part of one line of a file. Lines and columns start at 1; `end_column` is exclusive."""

    file: str
    line: int
    column: int
    end_column: int


@dataclass(frozen=True, slots=True)
class Label:
    """A span with a short explanation."""

    span: Span
    text: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", clip(self.text, _LONGEST_LABEL))


@dataclass(frozen=True, slots=True)
class Fix:
    """A change of the spec that solves a finding.

    `help` says what to write, `changes` are the same as values: a path and its new YAML text, or None to
    delete it. It becomes a help of its finding if the spec is right with it (`compiler/fixes.py`), else
    `otherwise`, if there is one, becomes a note.
    """

    help: str
    changes: tuple[tuple[Path, str | None], ...]
    otherwise: str = ""


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """A finding. `code` is a key of `codes.CODES`; `message` is one lowercase line without a full stop."""

    code: str
    severity: Severity
    message: str
    primary: Label
    secondary: tuple[Label, ...] = ()
    notes: tuple[str, ...] = ()
    helps: tuple[str, ...] = ()
    fixes: tuple[Fix, ...] = ()

    def __post_init__(self) -> None:
        # Messages contain names and values of the spec; none may break the line or hide what follows.
        message = clip(self.message, _LONGEST_MESSAGE)
        if not message.isprintable():
            message = "".join(char if char.isprintable() else ascii(char)[1:-1] for char in message)
        object.__setattr__(self, "message", message)
        object.__setattr__(self, "notes", tuple(clip(note, _LONGEST_NOTE) for note in self.notes))
        object.__setattr__(self, "helps", tuple(clip(help, _LONGEST_NOTE) for help in self.helps))


def clip(text: str, limit: int) -> str:
    """Return a text, cut to `limit` characters."""
    return text if len(text) <= limit else f"{text[: limit - 1]}…"


def dotted(path: Path) -> str:
    """Return a spec path as text: `nodeGroups.web.instanceTypes[0]`."""
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
    """Parse a path written by `dotted`; return None if the text is not a path."""
    path: list[str | int] = []
    position = 0
    while position < len(text):
        match = _STEP.match(text, position)
        if match is None or (position == 0 and text.startswith(".")):
            return None
        plain, quoted, index = match.groups()
        path.append(int(index) if index is not None else quoted if plain is None else plain)
        position = match.end()
    return tuple(path) or None


def findings_of(error: BaseException | None) -> tuple[Diagnostic, ...]:
    """Return the findings that an error carries."""
    return tuple(getattr(error, "diagnostics", ()))
