"""Examples of eksctl and kOps, written by hand in the language: they have no errors, and compile."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from eksgen.compiler.pipeline import check_text, compile_spec
from eksgen.report.annotations.concise import draw_concise

TESTS = Path(__file__).resolve().parents[2]
EXAMPLES = sorted([*TESTS.glob("eksctl/*.yaml"), *TESTS.glob("kops/*.yaml")])
TODAY = date(2026, 10, 2)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda file: file.stem)
def test_an_example_compiles(example: Path, golden: Callable[[Path, str], None]) -> None:
    checked = check_text(example.read_bytes(), example.name, today=TODAY)
    assert not checked.failed
    calls = [f"{call.name}: {call.module}" for call in compile_spec(checked).calls]
    golden(example.with_suffix(".txt"), "\n".join([*calls, "", draw_concise(checked.findings)]))


def test_the_examples_are_here() -> None:
    assert [file.stem for file in EXAMPLES] == [
        "01",
        "04",
        "08",
        "09",
        "11",
        "13",
        "14",
        "16",
        "17",
        "18",
        "19",
        "20",
        "23",
        "24",
        "25",
        "26",
        "27",
        "28",
        "29",
        "30",
        "34",
        "35",
        "38",
        "39",
        "40",
        "41",
        "42",
        "43",
        "44",
        "45",
        "46",
        "47",
        "48",
        "49",
        "complex",
    ]
