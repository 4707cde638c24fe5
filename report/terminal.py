"""What the output can show: width, colour, characters. In: a stream and the environment. Out: a `Style`."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol


class Stream(Protocol):
    """The part of a text stream that matters here."""

    def isatty(self) -> bool:
        """Whether a person looks at it."""


@dataclass(frozen=True, slots=True)
class Style:
    """How to draw. `width` in columns; without `unicode` only ASCII is used; `live` allows redrawing."""

    width: int = 100
    colour: bool = False
    unicode: bool = True
    live: bool = False

    @property
    def arrow(self) -> str:
        """Between an old and a new value."""
        return "→" if self.unicode else "->"

    @property
    def dots(self) -> str:
        """Stands for what was left out."""
        return "…" if self.unicode else "..."

    @property
    def rule(self) -> str:
        """A piece of a line across the page."""
        return "─" if self.unicode else "-"

    def paint(self, text: str, code: str) -> str:
        """`text` in an ANSI style such as `1` (bold) or `31` (red), when colour is on."""
        return f"\x1b[{code}m{text}\x1b[0m" if self.colour and text else text

    def page(self, lines: Iterable[str]) -> str:
        """Lines as one text that the output can encode, ending with a line break."""
        return self.ascii("\n".join(line.rstrip() for line in lines)) + "\n"

    def ascii(self, text: str) -> str:
        """A text that the output can encode."""
        return text if self.unicode else text.encode("ascii", "replace").decode("ascii")


def detect(stream: Stream, environ: Mapping[str, str] = os.environ) -> Style:
    """Read the terminal. NO_COLOR, TERM=dumb and CI switch colour and live tables off."""
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
    )
