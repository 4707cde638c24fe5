"""A page for a terminal, as its kind is drawn."""

from __future__ import annotations

from ..page.page import ReportPage
from ..terminal import Style
from .drift import draw_drift
from .plan import draw_plan


def draw_page(page: ReportPage, style: Style) -> str:
    """Return the whole report."""
    return draw_drift(page, style) if page.kind == "drift" else draw_plan(page, style)
