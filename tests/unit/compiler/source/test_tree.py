"""The positioned tree: the place of every path, and merged trees."""

from __future__ import annotations

from eksgen.compiler.source.merge import merge_trees
from eksgen.compiler.source.parse import parse_yaml
from eksgen.compiler.source.tree import locate, to_plain


def test_columns_count_characters_of_any_script() -> None:
    root, _, _ = parse_yaml("größe: {名前: wert}\n".encode(), "a.yaml")
    assert root is not None
    span = locate(root, ("größe", "名前")).span
    assert (span.line, span.column, span.end_column) == (1, 13, 17)


def test_the_place_of_an_unwritten_path_is_its_nearest_written_ancestor() -> None:
    root, _, _ = parse_yaml(b"a:\n  b: {c: 1}\n", "a.yaml")
    assert root is not None
    place = locate(root, ("a", "b", "x", "y"))
    assert not place.written
    assert (place.span.line, place.span.column) == (2, 3)


def test_merged_mappings_keep_their_own_places() -> None:
    base, _, _ = parse_yaml(b"a: {x: 1, y: 2}\nlist: [1, 2]\n", "base.yaml")
    over, _, _ = parse_yaml(b"a: {y: 3}\nlist: [9]\n", "over.yaml")
    assert base is not None
    assert over is not None
    merged = merge_trees(base, over)
    assert to_plain(merged) == {"a": {"x": 1, "y": 3}, "list": (9,)}
    assert locate(merged, ("a", "x")).span.file == "base.yaml"
    assert locate(merged, ("a", "y")).span.file == "over.yaml"
