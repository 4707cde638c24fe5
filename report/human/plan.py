"""A plan for a terminal: counts and dangers on the first screen, then the changes by part of the cluster."""

from __future__ import annotations

from collections.abc import Iterator

from ..page.page import ReportPage
from ..page.words import printable
from ..terminal import Style
from .rows import BOLD, YELLOW, heading, part_lines, remarks


def draw_plan(page: ReportPage, style: Style) -> str:
    """Return the whole report."""
    lines = [*heading(page, style), "", style.paint(page.summary, BOLD) if page.parts else page.summary]
    for part in page.parts:
        lines += part_lines(part, style)
    lines += _imports(page.imports, style)
    lines += remarks(page.remarks, page.complete, style)
    return style.page(lines)


def _imports(blocks: tuple[str, ...], style: Style) -> Iterator[str]:
    """Blocks to paste."""
    if not blocks:
        return
    yield ""
    yield style.paint("pass --import-orphans to import them, or add these blocks by hand:", YELLOW)
    for block in blocks:
        yield from (f"  {printable(line)}" for line in block.splitlines())
