"""YAML scalars: values in the core schema, and text that every reader reads back as text."""

from __future__ import annotations

from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eksgen.compiler.source.parse import parse_yaml
from eksgen.compiler.source.scalars import flow_text, resolve_scalar, scalar_text
from eksgen.compiler.source.tree import to_plain


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", 12),
        ("-3", -3),
        ("1.30", 1.3),
        ("1e3", 1000.0),
        ("true", True),
        ("False", False),
        ("~", None),
        ("", None),
        ("on", "on"),
        ("yes", "yes"),
        ("0x1F", "0x1F"),
        ("1_000", "1_000"),
        ("12:30", "12:30"),
        ("2026-01-02", "2026-01-02"),
        ("0123456789012345678901234567890", inf),
    ],
)
def test_plain_scalars_follow_the_core_schema(text: str, value: object) -> None:
    assert resolve_scalar(text) == value
    assert type(resolve_scalar(text)) is type(value)


@given(
    st.text(st.characters(exclude_categories=["Cs", "Cn"], exclude_characters="\0")),
    st.sampled_from(["", "'", '"']),
)
def test_any_text_is_read_back_unchanged(text: str, style: str) -> None:
    for line in (f"key: {scalar_text(text, style)} # comment\n", f"{{key: {scalar_text(text, style)}}}\n"):
        root, _, _ = parse_yaml(line.encode(), "cluster.yaml")
        assert root is not None
        assert to_plain(root) == {"key": text}


@pytest.mark.parametrize(
    "text", ["arn:aws:iam::111122223333:role/Admin", "10.20.0.0/16", "2027-03-31", "m7i.large", "set by hand"]
)
def test_plain_text_has_no_quotes(text: str) -> None:
    assert scalar_text(text) == text
    assert scalar_text(text, '"') == f'"{text}"'


@pytest.mark.parametrize("text", ["12", "true", "1.30", "", "yes", "a: b", "x # y", " a"])
def test_text_that_could_be_another_value_has_quotes(text: str) -> None:
    assert scalar_text(text) == f'"{text}"'


def test_text_that_github_would_take_for_a_command_is_escaped_and_read_back() -> None:
    written = flow_text(["##[add-mask]x", "::add-mask::x"])
    assert "##[" not in written
    root, _, _ = parse_yaml(f"key: {written}\n".encode(), "cluster.yaml")
    assert root is not None
    assert to_plain(root) == {"key": ("##[add-mask]x", "::add-mask::x")}


def test_collections_are_written_on_one_line() -> None:
    assert flow_text({"a": (1, "x"), "1": {}, "b": True}) == '{a: [1, x], "1": {}, b: true}'
