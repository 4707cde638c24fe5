"""Reading YAML: values as the core schema reads them, places exact, everything else refused on purpose."""

from __future__ import annotations

import pytest

from eksgen.compiler.source.parse import MAX_BYTES, parse_yaml
from eksgen.compiler.source.tree import find, locate, merge_trees, to_plain


def values(text: str) -> object:
    root, _, findings = parse_yaml(text.encode(), "a.yaml")
    assert root is not None, findings
    assert not findings
    return to_plain(root)


def codes(data: bytes) -> list[str]:
    return [finding.code for finding in parse_yaml(data, "a.yaml")[2]]


def test_quotes_make_text() -> None:
    assert values("a: \"1.30\"\nb: 'true'\nc: |\n  line\n") == {"a": "1.30", "b": "true", "c": "line\n"}


def test_a_value_is_found_at_its_first_character_even_after_other_scripts() -> None:
    root, _, _ = parse_yaml("größe: {名前: wert}\n".encode(), "a.yaml")
    assert root is not None
    span = locate(root, ("größe", "名前")).span
    assert (span.line, span.column, span.end_column) == (1, 13, 17)


def test_a_place_that_is_not_written_is_its_nearest_written_ancestor() -> None:
    root, _, _ = parse_yaml(b"a:\n  b: {c: 1}\n", "a.yaml")
    assert root is not None
    place = locate(root, ("a", "b", "x", "y"))
    assert not place.written
    assert (place.span.line, place.span.column) == (2, 3)


def test_a_byte_order_mark_and_windows_line_ends_change_nothing() -> None:
    root, text, findings = parse_yaml(b"\xef\xbb\xbfa: 1\r\nb: two\r\n", "a.yaml")
    assert root is not None
    assert not findings
    assert to_plain(root) == {"a": 1, "b": "two"}
    assert "\r" not in text
    assert locate(root, ("b",)).span.column == 4


def test_overlaid_mappings_merge_by_key_and_keep_their_own_places() -> None:
    base, _, _ = parse_yaml(b"a: {x: 1, y: 2}\nlist: [1, 2]\n", "base.yaml")
    over, _, _ = parse_yaml(b"a: {y: 3}\nlist: [9]\n", "over.yaml")
    assert base is not None
    assert over is not None
    merged = merge_trees(base, over)
    assert to_plain(merged) == {"a": {"x": 1, "y": 3}, "list": (9,)}
    assert locate(merged, ("a", "x")).span.file == "base.yaml"
    assert locate(merged, ("a", "y")).span.file == "over.yaml"


def test_ten_thousand_brackets_end_in_one_finding() -> None:
    assert codes(b"a: " + b"[" * 10_000) == ["too-deep"]


def test_a_file_larger_than_any_spec_is_refused_before_it_is_read() -> None:
    assert codes(b"#" * (MAX_BYTES + 1)) == ["file-too-large"]


def test_aliases_cannot_multiply() -> None:
    assert codes(b"a: &a [1]\nb: [*a, *a]\n") == ["yaml-alias"]


@pytest.mark.parametrize("data", [b"", b"\n\n", b"# only a comment", b"---\n"])
def test_an_empty_file_is_said_to_be_empty(data: bytes) -> None:
    root, _, findings = parse_yaml(data, "a.yaml")
    assert root is None or to_plain(root) is None
    assert root is not None or [finding.code for finding in findings] == ["empty-file"]


@pytest.mark.parametrize("data", [b"\x00\x01\x02", b"\xff\xfe\x00", b"\x89PNG\r\n\x1a\n", b"a: \x07"])
def test_binary_junk_gets_one_finding(data: bytes) -> None:
    assert len(codes(data)) == 1


def test_duplicate_keys_are_all_found() -> None:
    root, _, findings = parse_yaml(b"a: 1\na: 2\nb: {c: 1, c: 2}\n", "a.yaml")
    assert [finding.code for finding in findings] == ["duplicate-key", "duplicate-key"]
    assert root is not None
    assert find(root, ("a",)) is not None


@pytest.mark.parametrize("character", ["\u2028", "\u2029", "\x85", "\x00", "\x1b", "\ufffe"])
def test_what_nobody_sees_is_shown_where_it_stands(character: str) -> None:
    """Some programs take a line separator for a line end; every place after it would be wrong."""
    _, text, findings = parse_yaml(f"a: 1\r\nb: x{character}y\n".encode(), "a.yaml")
    (finding,) = findings
    assert finding.code == "yaml-syntax"
    assert f"U+{ord(character):04X}" in finding.message
    span = finding.primary.span
    assert (span.line, span.column, span.end_column) == (2, 5, 6)
    assert text.split("\n")[1][span.column - 1] == character


@pytest.mark.parametrize("text", ["a: [1, 2", "a: {b: 1", "- a\nb", "a: '1", "a:\n  - {"])
def test_what_is_missing_at_the_end_is_shown_at_the_end(text: str) -> None:
    (finding,) = parse_yaml(text.encode(), "a.yaml")[2]
    lines, span = text.split("\n"), finding.primary.span
    assert span.line <= len(lines)
    assert span.column <= len(lines[span.line - 1]) + 1
