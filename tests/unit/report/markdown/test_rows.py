"""Rows of a page as items of a list."""

from __future__ import annotations

from eksgen.engine.source_map.place import SpecPlace
from eksgen.report.markdown.rows import full_row, short_row
from eksgen.report.page.page import DIFFERS, AttributeFact, ReportRow
from eksgen.report.page.words import Data

PLACE = SpecPlace(("nodeGroups", "web"), "cluster.yaml", 4, 3)
FIELD = SpecPlace(("nodeGroups", "web", "scaling", "max"), "cluster.yaml", 6, 9)
ROW = ReportRow(
    "~",
    ("node group ", Data("web"), " is updated "),
    place=PLACE,
    notes=(("every node is replaced",), (" by ", Data("alice"), " ")),
    facts=(
        AttributeFact("max_size", ("7", "12"), FIELD, "changed_outside"),
        AttributeFact(
            "labels", (DIFFERS,), inner=(AttributeFact("role", ("a", "b")), AttributeFact("", ("c",)))
        ),
    ),
    level="high",
    id="d-1",
    details=(("next apply", (Data("web"), " is reset")),),
)


def test_a_row_in_full_has_its_facts_and_then_its_notes() -> None:
    assert full_row(ROW, ("before", "after")) == (
        "- `~` **high** node group `web` is updated — `cluster.yaml:4:3` `nodeGroups.web` · id `d-1`\n"
        "  - `max_size` `7` → `12` — `cluster.yaml:6:9` `nodeGroups.web.scaling.max`, changed\\_outside\n"
        "  - `labels` differs\n"
        "    - `role` `a` → `b`\n"
        "    - `c`\n"
        "  - every node is replaced\n"
        "  - by `alice`\n"
        "  - next apply `web` is reset\n"
    )


def test_a_short_row_counts_its_facts() -> None:
    assert short_row(ROW) == (
        "- `~` **high** node group `web` is updated: 2 attributes — `cluster.yaml:4:3` `nodeGroups.web` "
        "· id `d-1`\n"
    )


def test_a_short_row_without_a_place_has_the_first_of_its_facts() -> None:
    facts = (AttributeFact("a", ()), AttributeFact("b", (), FIELD), AttributeFact("c", (), PLACE))
    assert short_row(ReportRow("+", ("x",), facts=facts)) == (
        "- `+` x: 3 attributes — `cluster.yaml:6:9` `nodeGroups.web.scaling.max`\n"
    )


def test_a_row_of_words_alone_is_just_those() -> None:
    row = ReportRow(" ", (" nothing ",))
    assert full_row(row, ()) == short_row(row) == "- nothing\n"


def test_three_sides_have_labels() -> None:
    row = ReportRow("~", ("x",), facts=(AttributeFact("size", ("1", "2", "3")),))
    assert "  - `size` recorded `1`, live `2`, desired `3`\n" in full_row(
        row, ("recorded", "live", "desired")
    )
    assert "  - `size` `1` → `2` → `3`\n" in full_row(row, ("before", "after"))
    two = ReportRow("~", ("x",), facts=(AttributeFact("size", ("1", "2")),))
    assert "  - `size` `1` → `2`\n" in full_row(two, ("recorded", "live", "desired"))


def test_many_facts_are_cut_and_counted() -> None:
    def drawn(facts: int, inner: int) -> list[str]:
        inside = tuple(AttributeFact(f"i{index}", ("x",)) for index in range(inner))
        row = ReportRow(
            "~", ("x",), facts=tuple(AttributeFact(f"a{n}", ("x",), inner=inside) for n in range(facts))
        )
        return full_row(row, ()).splitlines()[1:]

    assert drawn(15, 0)[-1] == "  - `a14` `x`"
    assert drawn(16, 0)[15] == "  - and 1 more attribute"
    assert drawn(17, 0)[14:] == ["  - `a14` `x`", "  - and 2 more attributes"]
    assert drawn(1, 8)[-1] == "    - `i7` `x`"
    assert drawn(1, 10)[8:] == ["    - `i7` `x`", "    - and 2 more"]
