"""The pages of the documentation that are installed with eksgen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.resources import files

_ROW = re.compile(
    r"^\| (?:\*\*(?P<section>[^*]+)\*\*|\[(?P<page>[^\]]+\.md)\]\([^)]+\)) \| (?P<text>.*?) ?\|$",
    re.MULTILINE,
)


def pages() -> dict[str, str]:
    """Return what each page says, in the order of the index."""
    return {row["page"]: row["text"] for row in _rows() if row["page"]}


def sections() -> dict[str, list[str]]:
    """Return the names of the pages, without their ending, by the headings of the index."""
    found: dict[str, list[str]] = {}
    for row in _rows():
        if row["section"]:
            found[row["section"]] = []
        else:
            found[next(reversed(found))].append(row["page"].removesuffix(".md"))
    return found


def page_names() -> list[str]:
    """Return the names of the pages, without their ending."""
    return [page.removesuffix(".md") for page in pages()]


def _rows() -> Iterator[re.Match[str]]:
    return _ROW.finditer(page_text("README.md"))


def page_text(page: str) -> str:
    """Return a page as Markdown."""
    return files("eksgen").joinpath("docs", page).read_text(encoding="utf-8")
