"""`eksgen docs`: where the documentation says something about a topic."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

from ..compiler.errors import EksgenError
from ..compiler.plural import plural
from ..report.human.rows import BOLD, wrapped
from ..report.terminal import Style
from .inputs.documentation import page_names, page_text, pages, sections
from .outputs.results import stdout_style

SITE: Final = "https://github.com/eksgen/eksgen/blob/main/docs"
MOST: Final = 10
"""How many places are listed."""
_EXPLAINED: Final = ("fields.md", "codes.md")
_HEADING = re.compile(r"^#{2,3} (?P<text>.+)$", re.MULTILINE)
_FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Place:
    """A page or a part of it, with the text by which it is found."""

    page: str
    text: str
    anchor: str = ""


def docs(words: list[str]) -> int:
    """Print the names of the pages by subject, or the places that have all the words.

    They are in titles and headings, else in the text.
    """
    topic = " ".join(words).strip().lower().removesuffix(".md")
    style = stdout_style()
    if not topic:
        sys.stdout.write(style.page(_overview(style)))
        return 0
    places = list(_found(topic))
    if not places:
        raise _unknown(topic)
    for place in places[:MOST]:
        sys.stdout.write(f"{place.text}\n  {SITE}/{place.page}{place.anchor}\n")
    if places[MOST:]:
        sys.stdout.write(f"and {len(places) - MOST} more; add a word\n")
    return 0


def _overview(style: Style) -> Iterator[str]:
    """Yield the pages of each section of the index in few lines, and how to read one."""
    found = sections()
    for section, names in found.items():
        yield style.paint(f"{section} ({plural(len(names), 'page')})", BOLD)
        yield from wrapped(", ".join(names), style.width, initial_indent="  ", subsequent_indent="  ")
    yield ""
    yield "`eksgen docs PAGE` says where a page is, and a word finds headings, too."
    yield "What each page says:"
    yield f"  {SITE}/README.md"


def _found(topic: str) -> Iterator[_Place]:
    """Yield pages by name, then pages by what they say, then headings; those of `eksgen explain` last.

    If there are none, yield the parts whose text has all the words.
    """
    whole = list(_pages())
    guides = [place.page for place in whole if place.page not in _EXPLAINED]
    parts = [part for page in (*guides, *_EXPLAINED) for part in _parts(page)]
    words = [re.compile(rf"(?<![^\W_]){re.escape(word)}", re.IGNORECASE) for word in topic.split()]
    named = [place for place in whole if place.page.removesuffix(".md") == topic]
    found = [place for place in (*whole, *parts) if all(word.search(place.text) for word in words)]
    yield from dict.fromkeys((*named, *found))
    if not named and not found and any(map(str.isalnum, topic)):
        titles = {place.page: place for place in whole}
        for page in (*guides, *_EXPLAINED):
            yield from _with_words(titles[page], words)


def _with_words(page: _Place, words: list[re.Pattern[str]]) -> Iterator[_Place]:
    """Yield the parts of a page, each up to the next heading, that have all the words."""
    text = page_text(page.page)
    starts = [0, *(heading.start() for heading in _HEADING.finditer(_without_code(text)))]
    ends = (*starts[1:], len(text))
    for place, start, end in zip((page, *_parts(page.page)), starts, ends, strict=True):
        if all(word.search(text, start, end) for word in words):
            yield place


def _pages() -> Iterator[_Place]:
    for page, text in pages().items():
        yield _Place(page, f"{page.removesuffix('.md')}: {text}")


def _parts(page: str) -> Iterator[_Place]:
    for heading in _HEADING.finditer(_without_code(page_text(page))):
        text = heading["text"].replace("`", "")
        anchor = re.sub(r"[^\w\- ]", "", text.lower()).replace(" ", "-")
        yield _Place(page, f"{page.removesuffix('.md')}: {text}", f"#{anchor}")


def _without_code(text: str) -> str:
    """Return a page with blanks for its code, in which `#` begins no heading."""
    return _FENCE.sub(lambda block: " " * len(block[0]), text)


def _unknown(topic: str) -> EksgenError:
    near = get_close_matches(topic, page_names(), 3, 0.5)
    help = f"similar pages: {', '.join(near)}" if near else "list all pages with `eksgen docs`"
    notes = ("the text of the documentation has no part with these words",)
    return EksgenError(f"no page is about {topic}", code="unknown-topic", notes=notes, helps=(help,))
