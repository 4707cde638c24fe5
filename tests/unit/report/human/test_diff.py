"""Two specs against each other in all formats."""

from __future__ import annotations

import re

import pytest

from eksgen.report.human.diff import draw_diff
from eksgen.report.page.diff import Names
from eksgen.report.terminal import Style

from ..specs import FULL, NAMES, QUICK, compared


def test_places_of_the_past_carry_the_revision() -> None:
    text = draw_diff(
        compared(FULL, FULL.replace("  metrics-server: {version: v0.8.0-eksbuild.3}\n", "")), NAMES, Style()
    )
    line = FULL[: FULL.index("  metrics-server:")].count("\n") + 1
    assert f"main:cluster.yaml:{line}:3 addons.metrics-server" in text


@pytest.mark.parametrize("width", [60, 80, 100])
def test_lines_keep_to_the_width(width: int) -> None:
    text = draw_diff(compared(FULL, QUICK), Names("a", "b", "main:"), Style(width=width))
    long = [line for line in text.splitlines() if len(line) > width]
    assert all(re.match(r" +(main:)?cluster\.yaml:\d", line) for line in long), "only a place is never cut"
    assert "\x1b" not in text


def test_colour_changes_nothing_else() -> None:
    found = compared(QUICK, FULL)
    painted = draw_diff(found, NAMES, Style(width=80, colour=True))
    assert re.sub(r"\x1b\[\d+m", "", painted) == draw_diff(found, NAMES, Style(width=80))
