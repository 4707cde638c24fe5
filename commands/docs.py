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
    """Print the names of the pages by subject, or the places whose title or heading has all the words."""
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
    """Yield pages by name, then pages by what they say, then headings; those of `eksgen explain` last."""
    whole = list(_pages())
    guides = [place.page for place in whole if place.page not in _EXPLAINED]
    parts = [part for page in (*guides, *_EXPLAINED) for part in _parts(page)]
    words = [re.compile(rf"(?<![^\W_]){re.escape(word)}", re.IGNORECASE) for word in topic.split()]
    named = [place for place in whole if place.page.removesuffix(".md") == topic]
    found = [place for place in (*whole, *parts) if all(word.search(place.text) for word in words)]
    yield from dict.fromkeys((*named, *found))


def _pages() -> Iterator[_Place]:
    for page, text in pages().items():
        yield _Place(page, f"{page.removesuffix('.md')}: {text}")


def _parts(page: str) -> Iterator[_Place]:
    for heading in _HEADING.finditer(_FENCE.sub("", page_text(page))):
        text = heading["text"].replace("`", "")
        anchor = re.sub(r"[^\w\- ]", "", text.lower()).replace(" ", "-")
        yield _Place(page, f"{page.removesuffix('.md')}: {text}", f"#{anchor}")


def _unknown(topic: str) -> EksgenError:
    near = get_close_matches(topic, page_names(), 3, 0.5)
    help = f"similar pages: {', '.join(near)}" if near else "list all pages with `eksgen docs`"
    notes = ("the titles and headings of the documentation are searched",)
    return EksgenError(f"no page is about {topic}", code="unknown-topic", notes=notes, helps=(help,))
