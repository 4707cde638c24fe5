"""One mistake, one finding: whatever field of a large spec fails, nothing else is reported because of it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from eksgen.compiler.diagnostics import Path as SpecPath
from eksgen.compiler.diagnostics import dotted
from eksgen.compiler.pipeline import check_text
from eksgen.compiler.source.parse import parse_yaml
from eksgen.compiler.source.scalars import flow_text
from eksgen.compiler.source.tree import MapNode, Node, find, to_plain, with_node
from eksgen.schemas.cluster import ClusterSpec
from eksgen.schemas.reflection.walk import fields, model_at

FULL = Path(__file__).resolve().parents[4] / "examples" / "full.yaml"


@cache
def full() -> Node:
    root, _, findings = parse_yaml(FULL.read_bytes(), "full.yaml")
    assert root is not None
    assert not findings
    return root


def leaves(node: Node, path: SpecPath = ()) -> Iterator[SpecPath]:
    if isinstance(node, MapNode) and node.entries:
        for key, entry in node.entries.items():
            yield from leaves(entry.node, (*path, key))
    else:
        yield path


def findings(root: Node) -> list[str]:
    data = flow_text(to_plain(root)).encode()
    return sorted(f"{finding.code}: {finding.message}" for finding in check_text(data, "full.yaml").findings)


def parts(index: int, of: int) -> list[SpecPath]:
    return [path for n, path in enumerate(leaves(full())) if n % of == index and len(path) > 1]


@pytest.mark.parametrize("index", range(4))
def test_a_value_of_the_wrong_type_gives_one_finding(index: int) -> None:
    before, (wrong, _, _) = findings(full()), parse_yaml(b"{a: {b: c}}", "")
    for path in parts(index, 4):
        after = findings(with_node(full(), path, wrong))
        new = [finding for finding in after if finding not in before]
        assert len(new) <= 1 or all(dotted(path) in finding for finding in new), (dotted(path), new)


@pytest.mark.parametrize("index", range(4))
def test_a_misspelt_field_gives_one_finding(index: int) -> None:
    before = findings(full())
    for path in parts(index, 4):
        model = model_at(ClusterSpec, path[:-1])
        if model is None or str(path[-1]) not in fields(model):
            continue
        node = find(full(), path)
        renamed = with_node(with_node(full(), path, None), (*path[:-1], f"{path[-1]}X"), node)
        new = [finding for finding in findings(renamed) if finding not in before]
        assert len(new) == 1, (dotted(path), new)
        assert new[0].startswith(("unknown-field", "invalid-zone")), new
