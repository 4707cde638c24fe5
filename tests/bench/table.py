"""A Markdown table of the measured values and their budgets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

COLUMNS = ("what", "measured", "budget", "ratio", "verdict")


@dataclass(frozen=True, slots=True)
class Row:
    """A budget; `ratio` is measured to allowed, None if it was not measured."""

    what: str
    measured: str
    budget: str
    ratio: float | None
    reason: str = ""

    @property
    def exceeded(self) -> bool:
        """Whether the budget is exceeded."""
        return self.ratio is not None and self.ratio > 1

    @property
    def verdict(self) -> str:
        """`met`, `EXCEEDED` or `not measured`."""
        if self.ratio is None:
            return "not measured"
        return "EXCEEDED" if self.exceeded else "met"


def not_measured(what: str, budget: str, reason: str) -> Row:
    """Return the row of a budget that was not measured."""
    return Row(what, "", budget, None, reason)


def table(rows: Sequence[Row]) -> str:
    """Return a Markdown table with aligned columns, and the reasons why budgets were not measured."""
    cells = [COLUMNS, *(_cells(row) for row in rows)]
    widths = [max(len(line[column]) for line in cells) for column in range(len(COLUMNS))]
    lines = [_line(line, widths) for line in cells]
    rule = "|" + "|".join("-" * (width + 2) for width in widths) + "|"
    reasons = [f"\nNot measured: {row.what}: {row.reason}." for row in rows if row.reason]
    return "\n".join([lines[0], rule, *lines[1:], *reasons]) + "\n"


def _cells(row: Row) -> tuple[str, ...]:
    ratio = "" if row.ratio is None else f"{row.ratio:.2f}"
    return (row.what, row.measured, row.budget, ratio, row.verdict)


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    return "| " + " | ".join(f"{cell:<{width}}" for cell, width in zip(cells, widths, strict=True)) + " |"
