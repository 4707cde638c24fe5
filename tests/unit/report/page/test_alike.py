"""Equal edits of many objects are one row, in every format that people read."""

from __future__ import annotations

import random

import pytest

from eksgen.engine.addresses import parse_address
from eksgen.engine.plan.result import Action, AttributeChange, Counts, ObjectChange, PlanResult, RunSubject
from eksgen.engine.source_map.place import SpecPlace
from eksgen.report.page.plan import plan_page
from eksgen.report.page.words import plain
from eksgen.report.terminal import UNCUT, Style, detect

from ..drawings import PLAN

SUBJECT = RunSubject("prod", "eu-west-1", False, "Terraform 1.11.4", "5.100.0", "clusters/prod.yaml")
TAGS = SpecPlace(("metadata", "tags", "team"), "clusters/prod.yaml", 7, 16)
DEFAULT = SpecPlace(("logs",), "clusters/prod.yaml", 3, 1, written=False)
TYPES = ("aws_subnet", "aws_route_table", "aws_iam_role", "aws_eks_addon", "aws_kms_key", "aws_eip")


def tagged(number: int, kind: str = "", after: str = "retail", place: SpecPlace = TAGS) -> ObjectChange:
    edit = AttributeChange(("tags", "team"), "platform", after, spec=place)
    address = f'module.part_{number % 5}.{kind or TYPES[number % 6]}.this["{number}"]'
    return ObjectChange(parse_address(address), Action.UPDATE, attributes=(edit,))


def plan_of(*changes: ObjectChange) -> PlanResult:
    return PlanResult(SUBJECT, Counts(update=len(changes)), changes)


SIXTY_NINE = [tagged(number) for number in range(69)]


@pytest.mark.parametrize("format", ["human", "markdown", "html", "github"])
def test_a_tag_of_sixty_nine_objects_is_said_once(format: str) -> None:
    text = PLAN[format](plan_of(*SIXTY_NINE), Style())
    assert text.count("retail") == 1
    assert "69 objects: " in text
    assert text.count("clusters/prod.yaml:7:16") == 1 or "line=7,col=16" in text


def test_the_row_has_counts_of_kinds_and_the_names_of_all() -> None:
    (part,) = plan_page(plan_of(*SIXTY_NINE)).parts
    (row,) = part.rows
    assert (row.count, len(row.members), row.place) == (69, 69, None)
    assert plain(row.words).startswith("69 objects: 12 ")
    assert plain(row.words).endswith(" and 2 more kinds")
    assert row.facts[0].place == TAGS
    assert [block.summary for block in part.blocks] == ["69 to change"]


def test_objects_of_one_kind_are_named() -> None:
    text = PLAN["human"](plan_of(*(tagged(number, "aws_eks_addon") for number in range(3))), Style())
    assert "~ 3 add-ons: 0, 1, 2\n" in text


def test_the_place_is_the_one_that_most_have_and_somebody_wrote() -> None:
    changes = [tagged(number, place=DEFAULT) for number in range(9)] + [tagged(10), tagged(11)]
    (part,) = plan_page(plan_of(*changes)).parts
    assert [row.facts[0].place for row in part.rows] == [TAGS]


def test_the_order_of_the_changes_does_not_matter() -> None:
    shuffled = random.Random(1).sample(SIXTY_NINE, 69)
    texts = [PLAN["human"](plan_of(*changes), UNCUT) for changes in (SIXTY_NINE, shuffled)]
    assert texts[0] == texts[1]


def test_few_objects_other_values_and_more_than_an_edit_have_rows_of_their_own() -> None:
    moved = ObjectChange(
        parse_address("module.a.aws_subnet.this"), Action.UPDATE, attributes=SIXTY_NINE[0].attributes,
        previous_address="module.b.aws_subnet.this",
    )  # fmt: skip
    changes = [tagged(1), tagged(2), moved, *(tagged(number, after=str(number)) for number in range(3, 9))]
    (part,) = plan_page(plan_of(*changes)).parts
    assert [row.count for row in part.rows] == [1] * 9
    assert not any(row.members for row in part.rows)


def test_full_reports_name_every_object_and_cut_nothing() -> None:
    long = tuple(tagged(100 + number, after="x" * 300) for number in range(2))
    plan = plan_of(*SIXTY_NINE, *long)
    short = PLAN["human"](plan, Style())
    assert "…" in short
    assert "subnet 66" not in short
    full = PLAN["human"](plan, Style(clips=False, full=True))
    assert "…" not in full
    assert "x" * 300 in full
    assert all(f"{number}\n" in full for number in range(69))


def test_only_a_terminal_gets_cut_lines() -> None:
    class Terminal:
        def __init__(self, terminal: bool) -> None:
            self.terminal = terminal

        def isatty(self) -> bool:
            return self.terminal

    assert detect(Terminal(True), {}).clips
    assert not detect(Terminal(False), {}).clips
    plan = plan_of(tagged(1, after="x" * 300))
    assert "x" * 300 in PLAN["human"](plan, detect(Terminal(False), {}))
    assert "x" * 300 not in PLAN["human"](plan, detect(Terminal(True), {}))
