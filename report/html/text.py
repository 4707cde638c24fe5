"""The one function that puts a text into HTML."""

from __future__ import annotations

from html import escape

from ..page.words import printable


def html_text(text: str) -> str:
    """Return a text on one line that cannot end its element or attribute, nor act on a terminal."""
    return escape(printable(text))
