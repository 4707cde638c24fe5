"""The resolved spec: nothing left open, every value with its origin, and the same cluster."""

from __future__ import annotations

from pathlib import Path

import pytest

from eksgen.compiler.pipeline import check_text, compile_spec
from eksgen.compiler.resolve.as_yaml import resolved_yaml

EXAMPLES = sorted((Path(__file__).resolve().parents[4] / "examples").glob("*.yaml"))


def resolved(example: Path) -> str:
    checked = check_text(example.read_bytes(), example.name)
    assert checked.spec is not None
    assert checked.tree is not None
    return resolved_yaml(checked.spec, checked.tree)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda file: file.stem)
def test_a_resolved_spec_compiles_to_the_same_cluster(example: Path) -> None:
    again = check_text(resolved(example).encode(), example.name)
    assert not again.failed, again.findings
    files = compile_spec(check_text(example.read_bytes(), example.name)).files
    for name, data in compile_spec(again).files.items():
        if name != "eksgen.map.json":
            assert data == files[name], name


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda file: file.stem)
def test_resolving_a_resolved_spec_changes_nothing(example: Path) -> None:
    text = resolved(example)
    checked = check_text(text.encode(), "again.yaml")
    assert checked.spec is not None
    assert checked.tree is not None
    again = resolved_yaml(checked.spec, checked.tree)
    assert [line.split("  # ")[0] for line in again.splitlines()] == [
        line.split("  # ")[0] for line in text.splitlines()
    ]


def test_every_value_has_its_origin() -> None:
    text = resolved(EXAMPLES[0].parent / "production.yaml")
    lines = {line.split(":")[0].strip(): line for line in text.splitlines()}
    assert "# production.yaml:" in lines["region"]
    assert "# default" in lines["ipFamily"]
    assert "# decided" in next(
        line for line in text.splitlines() if "eu-west-1a: 10.20.192.0/22" in line or "10.20.192.0/22" in line
    )
    assert all("  # " in line or line.rstrip().endswith(":") for line in text.splitlines())
