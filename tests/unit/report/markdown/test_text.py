"""Texts as Markdown that nothing breaks out of."""

from __future__ import annotations

import pytest

from eksgen.engine.source_map.place import SpecPlace
from eksgen.report.markdown.text import (
    code,
    code_block,
    code_cell,
    escaped,
    place,
    sentence,
    summary_text,
    utf16_units,
)
from eksgen.report.page.words import Data, Words


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("web", "`web`"),
        ("", "` `"),
        (" ", "` `"),
        ("a b", "`a b`"),
        ("~a~", "`~a~`"),
        (" a", "`  a `"),
        ("a ", "` a  `"),
        ("a`b", "``a`b``"),
        ("`a", "`` `a ``"),
        ("a``", "``` a`` ```"),
        ("a`b```c``d", "````a`b```c``d````"),
        ("two\nlines", "`two lines`"),
        ("\x1b", "`\\x1b`"),
        ("x" * 120, f"`{'x' * 120}`"),
        ("x" * 121, f"`{'x' * 119}…`"),
    ],
)
def test_code_is_one_span_whatever_it_holds(text: str, span: str) -> None:
    assert code(text) == span


def test_code_is_cut_to_its_limit() -> None:
    assert code("abcdef", 5) == "`abcd…`"
    assert code_cell("abcdef", 5) == "`abcd…`"
    assert code("abcde", 5) == "`abcde`"


def test_a_cell_has_no_bar_and_is_empty_without_a_text() -> None:
    assert code_cell("a|b||c") == "`a\\|b\\|\\|c`"
    assert code_cell("") == ""


@pytest.mark.parametrize(
    ("text", "block"),
    [
        ("a\nb", "```text\na\nb\n```"),
        ("a\n\n", "```text\na\n```"),
        ("``", "```text\n``\n```"),
        ("a\n```\nb", "````text\na\n```\nb\n````"),
        ("`````", "``````text\n`````\n``````"),
    ],
)
def test_the_fence_of_a_block_is_longer_than_any_inside(text: str, block: str) -> None:
    assert code_block(text) == block


@pytest.mark.parametrize("active", "\\`*_[]<>&#|~@")
def test_active_characters_are_escaped_everywhere(active: str) -> None:
    assert escaped(f"{active}a{active}{active}") == f"\\{active}a\\{active}\\{active}"


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("- a", "\\- a"),
        ("+ a", "\\+ a"),
        ("= a", "\\= a"),
        ("1. a", "1\\. a"),
        ("12) a", "12\\) a"),
        ("a - b. c) + = d", "a - b. c) + = d"),
        ("12 a", "12 a"),
        ("(a) {b} $c: d!", "(a) {b} $c: d!"),
    ],
)
def test_what_starts_a_list_is_escaped_only_at_the_start(text: str, safe: str) -> None:
    assert escaped(text) == safe


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (("node group ", Data("web_1"), " is new"), "node group `web_1` is new"),
        ((Data("a"), Data("b"), " c_d"), "`ab` c\\_d"),
        (("  a_b  ",), "  a\\_b  "),
        (("*",), "\\*"),
        ((" - a",), " \\- a"),
        ((Data("a_b"),), "`a_b`"),
        ((), ""),
    ],
)
def test_data_is_code_and_own_words_are_escaped(words: Words, text: str) -> None:
    assert sentence(words) == text


def test_a_summary_is_html() -> None:
    assert summary_text((Data("<b>"), " & ", '"c"\x07')) == "&lt;b&gt; &amp; &quot;c&quot;\\x07"


def test_a_place_has_its_line_and_column_and_field() -> None:
    field = ("nodeGroups", "web")
    assert place(None) == ""
    assert place(SpecPlace(field, "cluster.yaml", 41, 12)) == " — `cluster.yaml:41:12` `nodeGroups.web`"
    assert (
        place(SpecPlace(field, "cluster.yaml", 41, 12, False))
        == " — `cluster.yaml:41:12` `nodeGroups.web` (default)"
    )
    assert place(SpecPlace((), "cluster.yaml", 1, 1)) == " — `cluster.yaml:1:1`"


@pytest.mark.parametrize(("text", "units"), [("", 0), ("abc", 3), ("größe", 5), ("a😀b", 4), ("\udc80", 1)])
def test_lengths_are_in_utf_16_units(text: str, units: int) -> None:
    assert utf16_units(text) == units
