"""A page as a comment: its parts, and exactly how much of it fits."""

from __future__ import annotations

from dataclasses import replace

import pytest

from eksgen.engine.plan.result import RunSubject
from eksgen.engine.source_map.place import SpecPlace
from eksgen.report.markdown.page import markdown, marker, run_markdown
from eksgen.report.markdown.text import utf16_units
from eksgen.report.page.page import AttributeFact, ReportBlock, ReportPage, ReportPart, ReportRow, Tone
from eksgen.report.page.run_report import RunReport
from eksgen.report.page.words import Data

SUBJECT = RunSubject("demo", "eu-west-1", False, "Terraform 1.11.4", "5.100.0", "cluster.yaml")
PLACE = SpecPlace(("nodeGroups", "web"), "cluster.yaml", 4, 3)
RESERVE = 600
"""Space that is kept for the sentence about what was left out."""


def row(name: str, weight: Tone = Tone.EDIT, count: int = 1, values: int = 1) -> ReportRow:
    facts = tuple(AttributeFact(f"a{index}", ("old", "new")) for index in range(values))
    return ReportRow("~", (name,), weight, facts=facts, count=count)


def page(*parts: ReportPart) -> ReportPage:
    return ReportPage("plan", SUBJECT, ("Plan for ", Data("demo")), "1 change", parts=parts)


def part(*rows: ReportRow, summary: str = "", title: str = "Node group web") -> ReportPart:
    return ReportPart("nodes", title, (ReportBlock(("Block",), rows, summary=summary),))


def drawn(whole: ReportPage, limit: int = 65_536) -> str:
    return markdown(whole, "<!-- first -->", "eksgen plan x", limit)


def test_every_part_of_a_page() -> None:
    dangers = ReportPart("first", "Look at *these*", (ReportBlock((), (row("a", Tone.DANGER),)),))
    blocks = (
        ReportBlock(("Created ", Data("x")), (row("b", Tone.CREATION, values=0),), PLACE, "1 <new>"),
        ReportBlock(("Edited ", Data("y")), (row("c", values=0),), PLACE, "1 edit"),
        ReportBlock((), (row("d", Tone.NOT_COUNTED, values=0),), None, "1 more"),
        ReportBlock(("Empty",), (), None, "nothing"),
    )
    empty = ReportPart("none", "Nothing", (ReportBlock(("Empty",), ()),))
    whole = replace(
        page(dangers, ReportPart("rest", "Node group web", blocks), empty),
        subject=replace(SUBJECT, sandbox=True),
        about=("cluster.yaml", "Terraform 1.11.4"),
        remarks=("first", "second"),
        complete=False,
    )
    assert drawn(whole) == (
        "<!-- first -->\n"
        "### Plan for `demo`\n"
        "\n"
        "**1 change**\n"
        "\n"
        "`cluster.yaml`, `Terraform 1.11.4`\n"
        "\n"
        "> A rehearsal in the sandbox: nothing here reaches AWS.\n"
        "\n"
        "> Incomplete: Terraform deferred a part of the plan. Apply, then run this command again.\n"
        "\n"
        "#### Look at \\*these\\*\n"
        "\n"
        "- `~` a\n"
        "  - `a0` `old` → `new`\n"
        "\n"
        "#### Node group web\n"
        "\n"
        "<details><summary>Created x: 1 &lt;new&gt;</summary>\n"
        "\n"
        "`cluster.yaml:4:3` `nodeGroups.web`\n"
        "\n"
        "- `~` b\n"
        "\n"
        "</details>\n"
        "\n"
        "**Edited `y`** — `cluster.yaml:4:3` `nodeGroups.web`\n"
        "\n"
        "- `~` c\n"
        "\n"
        "<details><summary>1 more</summary>\n"
        "\n"
        "- `~` d\n"
        "\n"
        "</details>\n"
        "\n"
        "> warning: `first`\n"
        "\n"
        "> warning: `second`\n"
    )


@pytest.mark.parametrize(
    ("remarks", "last"),
    [(8, "> warning: `w7`"), (9, "> and 1 more warning"), (10, "> and 2 more warnings")],
)
def test_at_most_eight_warnings_are_shown(remarks: int, last: str) -> None:
    text = drawn(replace(page(), remarks=tuple(f"w{index}" for index in range(remarks))))
    assert text.splitlines()[-1] == last
    assert text.count("> warning") == 8


@pytest.mark.parametrize(("rows", "folded"), [(30, False), (31, True)])
def test_a_part_with_many_rows_is_folded(rows: int, folded: bool) -> None:
    text = drawn(page(part(*(row(f"r{index}") for index in range(rows)), summary="many")))
    assert ("<details>" in text) is folded
    assert "<details>" not in drawn(page(part(*(row(f"r{index}") for index in range(rows)))))


@pytest.mark.parametrize(
    ("weights", "folded"),
    [
        ((Tone.CREATION, Tone.NOT_COUNTED), True),
        ((Tone.CREATION, Tone.EDIT), False),
        ((Tone.DANGER,), False),
    ],
)
def test_a_block_of_nothing_heavy_is_folded(weights: tuple[Tone, ...], folded: bool) -> None:
    rows = (row(str(index), weight) for index, weight in enumerate(weights))
    assert ("<details>" in drawn(page(part(*rows, summary="few")))) is folded


MIXED = page(
    part(row("danger", Tone.DANGER, values=3), row("loss", Tone.LOSS), title="Look at these first"),
    part(
        row("edit", values=5),
        row("outside", Tone.OUTSIDE, values=2),
        row("creation", Tone.CREATION, count=7),
        row("other", Tone.NOT_COUNTED, count=2),
        row("second edit", values=4),
    ),
)

LEAST = utf16_units(drawn(page())) + RESERVE + 60
"""A limit that leaves no space for a row."""


def test_what_fits_exactly_is_shown_in_full() -> None:
    full = drawn(MIXED)
    exact = utf16_units(full) + RESERVE
    assert drawn(MIXED, exact) == full
    shortened = "Left out for length: the values of 1 more. `eksgen plan x` shows everything."
    assert shortened in drawn(MIXED, exact - 1)


def test_the_text_fits_whatever_the_limit_and_loses_the_lightest_first() -> None:
    names = ("danger", "outside", "loss", "edit", "second edit", "other", "creation")
    seen = set()
    for limit in range(LEAST, utf16_units(drawn(MIXED)) + RESERVE, 7):
        text = drawn(MIXED, limit)
        assert utf16_units(text) <= limit
        shown = [f"- `~` {name}" in text for name in names]
        assert shown == sorted(shown, reverse=True), "nothing lighter stays if something heavier was left out"
        seen.add(sum(shown))
    assert seen == set(range(len(names) + 1))


def test_everything_that_is_left_out_is_counted() -> None:
    text = drawn(MIXED, LEAST)
    assert (
        "> **Shortened.** Left out for length: 1 danger, 1 outside change, 1 deletion or replacement, "
        "2 edits, 2 findings that do not count, 7 creations. `eksgen plan x` shows everything.\n"
    ) in text


@pytest.mark.parametrize(("units", "short"), [(6_000, False), (6_001, True)])
def test_a_huge_row_is_shown_on_one_line(units: int, short: bool) -> None:
    frame = utf16_units("- `~` x\n  - \n")
    text = drawn(page(part(ReportRow("~", ("x",), notes=(("n" * (units - frame),),)))))
    assert ("nnn" not in text) is short
    assert ("the values of 1 more" in text) is short


@pytest.mark.parametrize(
    ("kind", "names", "text"),
    [
        (
            "plan",
            ("demo", "eu-west-1", "0a1b"),
            "<!-- eksgen:plan cluster=demo region=eu-west-1 digest=0a1b -->",
        ),
        ("drift", ("", "", "0a1b"), "<!-- eksgen:drift digest=0a1b -->"),
        ("plan", ("a --> <b>", "r", "d"), "<!-- eksgen:plan cluster=a-b- region=r digest=d -->"),
        ("plan", ("a.b_c", "--", "d"), "<!-- eksgen:plan cluster=a.b_c region=- digest=d -->"),
    ],
)
def test_the_marker_has_only_harmless_characters(kind: str, names: tuple[str, str, str], text: str) -> None:
    assert marker(kind, *names) == text


@pytest.mark.parametrize(
    ("kind", "spec", "command"),
    [
        ("plan", "cluster.yaml", "eksgen plan cluster.yaml"),
        ("destroy", "cluster.yaml", "eksgen plan --destroy cluster.yaml"),
        ("drift", None, "eksgen drift SPEC"),
    ],
)
def test_the_command_that_shows_everything(kind: str, spec: str | None, command: str) -> None:
    huge = ReportRow("~", ("x",), notes=(("n" * 7000,),))
    whole = replace(page(part(huge)), kind=kind, subject=replace(SUBJECT, spec=spec, cluster=None))
    text = run_markdown(RunReport(whole, {"a": 1}))
    assert f"`{command} --full` shows everything" in text
    assert text.startswith(f"<!-- eksgen:{kind} region=eu-west-1 digest=")
    assert text.splitlines()[0] != run_markdown(RunReport(whole, {"a": 2})).splitlines()[0]
