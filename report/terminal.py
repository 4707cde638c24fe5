"""What the output can show: width, colour, characters."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from ..compiler.files.names import LOG_COMMAND

_PAINTED = re.compile("(\x1b\\[[0-9;]*m)")


class Stream(Protocol):
    """The part of a text stream that `detect` needs."""

    def isatty(self) -> bool:
        """Return whether the stream is a terminal."""


@dataclass(frozen=True, slots=True)
class Style:
    """How to draw: `width` in columns, only ASCII without `unicode`; `live` allows redrawing. With `clips`,
    lines are cut at the width; with `full`, lists are not shortened."""

    width: int = 100
    colour: bool = False
    unicode: bool = True
    live: bool = False
    clips: bool = True
    full: bool = False

    @property
    def arrow(self) -> str:
        """The sign between an old and a new value."""
        return "→" if self.unicode else "->"

    @property
    def dots(self) -> str:
        """The sign for text that was cut."""
        return "…" if self.unicode else "..."

    @property
    def rule(self) -> str:
        """A piece of a horizontal line."""
        return "─" if self.unicode else "-"

    def paint(self, text: str, code: str) -> str:
        """Return `text` in an ANSI style such as `1` (bold) or `31` (red), if colour is on."""
        return f"\x1b[{code}m{text}\x1b[0m" if self.colour and text else text

    def page(self, lines: Iterable[str]) -> str:
        """Join lines to a text, each as `line` returns it."""
        return "\n".join(self.line(line).rstrip() for line in lines) + "\n"

    def line(self, text: str) -> str:
        """Return one line that the output can encode, in which nothing controls the terminal but `paint`."""
        parts = _PAINTED.split(text) if self.colour else [text]
        return self.ascii("".join(p if _PAINTED.fullmatch(p) else shown_line(p) for p in parts))

    def ascii(self, text: str) -> str:
        """Replace the characters that the output cannot encode."""
        return text if self.unicode else text.encode("ascii", "replace").decode("ascii")


def shown_line(text: str) -> str:
    """Return a text as one line of a terminal or a log, each character in one column; nothing in it acts."""
    if not text.isprintable():
        text = "".join(char if char.isprintable() else " " if char == "\t" else "\ufffd" for char in text)
    return without_commands(text)


def without_commands(line: str) -> str:
    """Break what a GitHub runner would take for a command: every output may be in the log of a job."""
    return LOG_COMMAND.sub(lambda match: f"{match[0][0]}\ufffd", line)


UNCUT = Style(clips=False)
"""The style of files, and of whatever else is no terminal: nothing is cut."""


def detect(stream: Stream, environ: Mapping[str, str] = os.environ) -> Style:
    """Return the style of a stream. NO_COLOR, TERM=dumb and CI switch colour and live tables off; only what a
    terminal shows is cut at its width."""
    terminal = stream.isatty()
    dumb = environ.get("TERM") == "dumb"
    quiet = dumb or bool(environ.get("CI"))
    colour = (terminal and not quiet) or bool(environ.get("FORCE_COLOR"))
    encoding = str(getattr(stream, "encoding", None) or "utf-8").lower().replace("-", "")
    width = shutil.get_terminal_size((100, 24)).columns if terminal else 100
    return Style(
        width=max(60, min(width, 120)),
        colour=colour and not environ.get("NO_COLOR"),
        unicode=encoding in ("utf8", "utf16", "utf32", "utf8sig", "utf_8"),
        live=terminal and not quiet,
        clips=terminal,
    )
