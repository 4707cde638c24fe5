"""Reading YAML: values as the core schema reads them, places exact, everything else refused on purpose."""

from __future__ import annotations

import pytest

from eksgen.compiler.files.reading import MAX_BYTES
from eksgen.compiler.source.parse import parse_yaml
from eksgen.compiler.source.tree import find, locate, to_plain


def values(text: str) -> object:
    root, _, findings = parse_yaml(text.encode(), "a.yaml")
    assert root is not None, findings
    assert not findings
    return to_plain(root)


def codes(data: bytes) -> list[str]:
    return [finding.code for finding in parse_yaml(data, "a.yaml")[2]]


def test_quotes_make_text() -> None:
    assert values("a: \"1.30\"\nb: 'true'\nc: |\n  line\n") == {"a": "1.30", "b": "true", "c": "line\n"}


def test_a_byte_order_mark_and_windows_line_ends_change_nothing() -> None:
    root, text, findings = parse_yaml(b"\xef\xbb\xbfa: 1\r\nb: two\r\n", "a.yaml")
    assert root is not None
    assert not findings
    assert to_plain(root) == {"a": 1, "b": "two"}
    assert "\r" not in text
    assert locate(root, ("b",)).span.column == 4


def test_ten_thousand_brackets_give_one_finding() -> None:
    assert codes(b"a: " + b"[" * 10_000) == ["too-deep"]


def test_a_file_that_is_too_large_is_rejected() -> None:
    assert codes(b"#" * (MAX_BYTES + 1)) == ["file-too-large"]


def test_aliases_are_rejected() -> None:
    assert codes(b"a: &a [1]\nb: [*a, *a]\n") == ["yaml-alias"]


@pytest.mark.parametrize("data", [b"", b"\n\n", b"# only a comment", b"---\n"])
def test_an_empty_file_is_reported(data: bytes) -> None:
    root, _, findings = parse_yaml(data, "a.yaml")
    assert root is None or to_plain(root) is None
    assert root is not None or [finding.code for finding in findings] == ["empty-file"]


@pytest.mark.parametrize("data", [b"\x00\x01\x02", b"\xff\xfe\x00", b"\x89PNG\r\n\x1a\n", b"a: \x07"])
def test_binary_data_gives_one_finding(data: bytes) -> None:
    assert len(codes(data)) == 1


def test_all_duplicate_keys_are_reported() -> None:
    root, _, findings = parse_yaml(b"a: 1\na: 2\nb: {c: 1, c: 2}\n", "a.yaml")
    assert [finding.code for finding in findings] == ["duplicate-key", "duplicate-key"]
    assert root is not None
    assert find(root, ("a",)) is not None


@pytest.mark.parametrize("character", ["\u2028", "\u2029", "\x85", "\x00", "\x1b", "\ufffe"])
def test_an_invisible_character_is_reported_at_its_place(character: str) -> None:
    """Some programs take a line separator for a line end; every place after it would be wrong."""
    _, text, findings = parse_yaml(f"a: 1\r\nb: x{character}y\n".encode(), "a.yaml")
    (finding,) = findings
    assert finding.code == "yaml-syntax"
    assert f"U+{ord(character):04X}" in finding.message
    span = finding.primary.span
    assert (span.line, span.column, span.end_column) == (2, 5, 6)
    assert text.split("\n")[1][span.column - 1] == character


@pytest.mark.parametrize("text", ["a: [1, 2", "a: {b: 1", "- a\nb", "a: '1", "a:\n  - {"])
def test_an_unclosed_value_is_reported_at_the_end_of_the_file(text: str) -> None:
    (finding,) = parse_yaml(text.encode(), "a.yaml")[2]
    lines, span = text.split("\n"), finding.primary.span
    assert span.line <= len(lines)
    assert span.column <= len(lines[span.line - 1]) + 1


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "latin-1"])
def test_a_file_in_another_encoding_says_how_to_save_it(encoding: str) -> None:
    mark = "\ufeff" if encoding == "utf-16-be" else ""
    _, _, (found,) = parse_yaml(f"{mark}name: \u00fc\n".encode(encoding), "a.yaml")
    assert (found.code, "UTF-16" in found.helps[0]) == ("not-text", encoding != "latin-1")


@pytest.mark.parametrize("escape", [r"\0", r"\x00", r"\uFFFE", r"\uFFFF", r"\U0001FFFF", r"\uFDD0"])
def test_an_escape_cannot_write_what_no_file_carries(escape: str) -> None:
    assert codes(f'a: "b{escape}"'.encode()) == ["yaml-syntax"]
    assert codes(f'"b{escape}": a'.encode()) == ["yaml-syntax"]


def test_other_escapes_are_accepted() -> None:
    assert codes(rb'a: "\u202e\e\t\U0001F680"') == []
