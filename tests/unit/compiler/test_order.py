"""The order of keys, and of lists that mean sets, never changes the compiled files."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
import yaml

from eksgen.compiler.emit.source_map import MAP_FILE
from eksgen.compiler.pipeline import check_text, compile_spec

EXAMPLES = sorted((Path(__file__).resolve().parents[3] / "examples").glob("*.yaml"))
ORDERED = ("instanceTypes",)


def compiled(document: Any) -> dict[str, str]:
    """Return the files of a spec, without the map from places in the spec."""
    text = yaml.safe_dump(document, sort_keys=False, allow_unicode=True)
    checked = check_text(text.encode(), "cluster.yaml")
    files = compile_spec(checked).files
    return {name: data.decode() for name, data in files.items() if name != MAP_FILE}


def shuffled(value: Any, chooser: random.Random, key: str = "") -> Any:
    if isinstance(value, dict):
        items = [(name, shuffled(item, chooser, name)) for name, item in value.items()]
        return dict(chooser.sample(items, len(items)))
    if isinstance(value, list) and key not in ORDERED:
        return [shuffled(item, chooser) for item in chooser.sample(value, len(value))]
    return value


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.stem)
def test_any_order_of_maps_and_sets_gives_the_same_files(file: Path) -> None:
    document = yaml.safe_load(file.read_text("utf-8"))
    expected, chooser = compiled(document), random.Random(5)
    for _ in range(12):
        assert compiled(shuffled(document, chooser)) == expected


def test_the_order_of_instance_types_counts() -> None:
    first = yaml.safe_load((EXAMPLES[0].parent / "production.yaml").read_text("utf-8"))
    types = first["nodeGroups"]["web"]["instanceTypes"]
    before = compiled(first)
    types.reverse()
    assert len(types) > 1
    assert compiled(first) != before


@pytest.mark.parametrize("zones", [["b", "a", "c"], ["c", "b", "a"], ["c", "a", "b"], ["d", "a", "c", "b"]])
def test_a_single_nat_gateway_stays_where_it_is(zones: list[str]) -> None:
    document = yaml.safe_load((EXAMPLES[0].parent / "quickstart.yaml").read_text("utf-8"))
    document["network"] = {"zones": [f"us-west-2{zone}" for zone in zones]}
    assert 'nat_zones = ["us-west-2a"]' in " ".join(compiled(document)["main.tf"].split())
