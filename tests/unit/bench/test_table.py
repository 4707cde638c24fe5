"""The table of the benchmark shows which budgets are exceeded and which were not measured."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture(scope="module")
def bench() -> ModuleType:
    """The module tests/bench/table.py, which is not part of the package."""
    file = Path(__file__).resolve().parents[2] / "bench" / "table.py"
    spec = importlib.util.spec_from_file_location("bench_table", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["bench_table"] = module  # dataclasses look up their module
    spec.loader.exec_module(module)
    return module


def test_a_budget_is_exceeded_only_by_more_than_it_allows(bench: ModuleType) -> None:
    assert bench.Row("plan", "2 s", "1 s", 2.0).verdict == "EXCEEDED"
    assert bench.Row("plan", "1 s", "1 s", 1.0).verdict == "met"


def test_a_budget_that_was_not_measured_has_a_reason_and_is_not_exceeded(bench: ModuleType) -> None:
    row = bench.not_measured("peer", "its plan", "not here")
    assert not row.exceeded
    assert "Not measured: peer: not here." in bench.table([row])


def test_columns_are_aligned(bench: ModuleType) -> None:
    lines = bench.table(
        [bench.Row("a", "1 s", "2 s", 0.5), bench.Row("longer", "", "3 s", 1.25)]
    ).splitlines()
    assert len({len(line) for line in lines}) == 1
    assert lines[2].split("|")[1:-1] == [" a      ", " 1 s      ", " 2 s    ", " 0.50  ", " met      "]
