"""Texts as GitHub Flavored Markdown that nothing from a spec or a cloud can break out of.

Data goes into code spans, which end only at a run of backticks as long as the one they begin with; our own
words are escaped. Rules: github.github.com/gfm, 4.5, 4.10, 6.3 and 6.10.
"""

from __future__ import annotations

import html
import re
from itertools import groupby

from ...compiler.diagnostics import dotted
from ...engine.source_map.place import SpecPlace
from ..page.words import Data, Words, plain, printable

LIMIT = 65_536
"""What GitHub accepts for the body of a pull request; comments take four times as much (measured 2025-11 and
2026-09 by users; the error message says 65,536 characters for both)."""

_LONGEST = 120
_ACTIVE = re.compile(r"([\\`*_\[\]<>&#|~@])")
_START = re.compile(r"^(\d*)([-+=.)])")
_RUNS = re.compile(r"`+")


def utf16_units(text: str) -> int:
    """Return the length in UTF-16 units.

    GitHub states its limits in characters; users measured code points in one place and four bytes a character
    in another. A text of n units is at most n of either.
    """
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def code(text: str, limit: int = _LONGEST) -> str:
    """Return a text as code, cut to `limit` characters."""
    text = printable(text) or " "
    text = text if len(text) <= limit else text[: limit - 1] + "…"
    fence = "`" * (_longest_run(text) + 1)
    pad = " " if text.strip(" ") and (text[0] in "` " or text[-1] in "` ") else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def code_cell(text: str, limit: int = _LONGEST) -> str:
    """Return a text as code for a cell of a table, which a bar would end, even in code; nothing for none."""
    return code(text, limit).replace("|", "\\|") if text else ""


def code_block(text: str) -> str:
    """Return lines as a fenced block of text."""
    fence = "`" * max(3, _longest_run(text) + 1)
    return f"{fence}text\n{text.rstrip()}\n{fence}"


def _longest_run(text: str) -> int:
    return max(map(len, _RUNS.findall(text)), default=0)


def escaped(text: str) -> str:
    """Return our own words with everything escaped that Markdown acts on."""
    return _START.sub(r"\1\\\2", _ACTIVE.sub(r"\\\1", printable(text)))


def sentence(words: Words) -> str:
    """Return a sentence of our own words and data. Adjacent data becomes one code span: two spans that touch
    would not end where they should."""
    texts = []
    for is_data, pieces in groupby(words, key=lambda piece: isinstance(piece, Data)):
        text = "".join(pieces)
        texts.append(code(text) if is_data else _escaped_core(text))
    return "".join(texts)


def summary_text(words: Words) -> str:
    """Return a sentence for the inside of `<summary>`, which is HTML."""
    return html.escape(printable(plain(words)))


def place(where: SpecPlace | None) -> str:
    """` — cluster.yaml:41:12 nodeGroups.web`, marked when it is a default; empty for no place."""
    if where is None:
        return ""
    at = code(f"{where.file}:{where.line}:{where.column}")
    name = f" {code(dotted(where.path))}" if where.path else ""
    return f" — {at}{name}{'' if where.written else ' (default)'}"


def _escaped_core(text: str) -> str:
    """Return a text escaped, but for the blanks at both ends that join it to its neighbours."""
    core = text.strip(" ")
    start = text[: len(text) - len(text.lstrip(" "))]
    return f"{start}{escaped(core)}{text[len(start) + len(core) :]}"
