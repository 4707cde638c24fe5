"""What a page looks like, as far as its text tells: contrast, order, folds, and a picture that holds together."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

import eksgen.report
from eksgen.engine.addresses import parse_address
from eksgen.engine.drift.result import DriftClass, DriftResult
from eksgen.engine.plan.result import Action, AttributeChange, ObjectChange, PlanResult
from eksgen.report.terminal import Style

from ..contrast import contrast
from ..drawings import DRIFT, PLAN

CSS = (Path(eksgen.report.__file__).parent / "html" / "page.css").read_text("utf-8")


def palettes() -> list[dict[str, str]]:
    """The colours of light, dark and print."""
    blocks = re.findall(r":root \{([^}]*)\}", CSS)
    return [dict(re.findall(r"--(\w+):\s*(#[0-9a-f]{3,6})", block)) for block in blocks]


@pytest.mark.parametrize("ground", ["paper", "field"])
def test_every_colour_can_be_read_in_light_dark_and_print(ground: str) -> None:
    assert len(palettes()) == 3
    for colours in palettes():
        for name in ("ink", "dim", "made", "changed", "replaced", "left"):
            assert contrast(colours[name], colours[ground]) >= 4.5, (name, colours)
        assert contrast(colours["edge"], colours[ground]) >= 3, colours


def long_plan(plan: PlanResult) -> PlanResult:
    more = tuple(
        ObjectChange(
            parse_address(f"module.nodes_g{n}.aws_eks_node_group.this"),
            Action.UPDATE,
            attributes=(AttributeChange(("scaling_config", 0, "max_size"), 1, n + 2),),
        )
        for n in range(150)
    )
    return replace(plan, changes=(*plan.changes, *more))


def test_what_is_dangerous_stands_before_the_picture(every_danger: PlanResult) -> None:
    text = PLAN["html"](every_danger, Style())
    assert text.index("Look at these first") < text.index("<figure>") < text.index("Changed outside")


def test_a_long_page_folds_what_is_not_urgent_and_print_unfolds_it(every_danger: PlanResult) -> None:
    short, long = (PLAN["html"](p, Style()) for p in (every_danger, long_plan(every_danger)))
    assert "<details>" not in short
    assert short.count("<details open>") == short.count("<summary>")
    assert long.count("<details>") > 150
    first = long[: long.index("Edited in the spec")]
    assert "<details>" not in first
    assert "::details-content" in CSS


def test_what_aws_moves_by_itself_is_folded_where_it_is_much(every_finding: DriftResult) -> None:
    (noise,) = (f for f in every_finding.findings if f.kind is DriftClass.NOISE)
    much = replace(every_finding, findings=(*every_finding.findings, *(9 * [noise])))
    assert '<details class="quiet"><summary>10 findings</summary>' in "".join(
        DRIFT["html"](much, Style()).splitlines()
    )
    assert "<details" not in DRIFT["html"](every_finding, Style())


def test_pieces_of_a_line_stay_apart_when_they_are_copied(every_finding: DriftResult) -> None:
    text = re.sub("<[^>]*>", "", DRIFT["html"](every_finding, Style()))
    assert "~ high EKS cluster prod id 0a0a0a0a0a0a" in text


def test_a_cell_knows_its_column_where_a_narrow_screen_shows_no_heads(every_danger: PlanResult) -> None:
    text = PLAN["html"](every_danger, Style())
    assert '<td data-of="before"><code>1.33</code></td>' in text
