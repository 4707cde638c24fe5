"""What was measured, held against its budget, as a Markdown table that also reads well in a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

COLUMNS = ("what", "measured", "budget", "ratio", "verdict")


@dataclass(frozen=True, slots=True)
class Row:
    """One budget. `ratio` is measured to allowed, so more than 1 is broken; None is not measured."""

    what: str
    measured: str
    budget: str
    ratio: float | None
    why_not: str = ""

    @property
    def broken(self) -> bool:
        """Whether more was spent than allowed."""
        return self.ratio is not None and self.ratio > 1

    @property
    def verdict(self) -> str:
        """`held`, `BROKEN` or `not measured`."""
        if self.ratio is None:
            return "not measured"
        return "BROKEN" if self.broken else "held"


def not_measured(what: str, budget: str, why: str) -> Row:
    """A budget that could not be looked at."""
    return Row(what, "", budget, None, why)


def table(rows: Sequence[Row]) -> str:
    """Markdown, its columns aligned, and under it why something was not measured."""
    cells = [COLUMNS, *(_cells(row) for row in rows)]
    widths = [max(len(line[column]) for line in cells) for column in range(len(COLUMNS))]
    lines = [_line(line, widths) for line in cells]
    rule = "|" + "|".join("-" * (width + 2) for width in widths) + "|"
    reasons = [f"\nNot measured: {row.what}: {row.why_not}." for row in rows if row.why_not]
    return "\n".join([lines[0], rule, *lines[1:], *reasons]) + "\n"


def _cells(row: Row) -> tuple[str, ...]:
    ratio = "" if row.ratio is None else f"{row.ratio:.2f}"
    return (row.what, row.measured, row.budget, ratio, row.verdict)


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    return "| " + " | ".join(f"{cell:<{width}}" for cell, width in zip(cells, widths, strict=True)) + " |"
