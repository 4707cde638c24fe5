"""A mutant is tested in a copy, of which nothing stays."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from ...mutants.mutation import Mutation
from ...mutants.trial import Outcome, copy_checkout, run_mutant

TEST = """\
import runpy

def test_it():
    assert runpy.run_path("code.py")["x"] == 1
"""


@pytest.fixture
def original(tmp_path: Path) -> Path:
    """A copy of a checkout with a module and its test."""
    root = tmp_path / "checkout"
    (root / ".venv").mkdir(parents=True)
    (root / "code.py").write_text("x = 1\n", "utf-8")
    (root / "test_code.py").write_text(TEST, "utf-8")
    copy_checkout(root, tmp_path / "original")
    return tmp_path / "original"


def run(original: Path, new: str, timeout: float = 60) -> Outcome:
    mutation = Mutation("code.py", 0, 5, new, "off by one", "")
    folder = original.parent / "mutant"
    outcome = run_mutant(mutation, original, folder, ["test_code.py"], timeout, threading.Event())
    assert sorted(file.name for file in original.parent.iterdir()) == ["checkout", "original"]
    assert (original / "code.py").read_text("utf-8") == "x = 1\n"
    return outcome


def test_caches_and_the_environment_are_not_copied(original: Path) -> None:
    assert sorted(file.name for file in original.iterdir()) == ["code.py", "test_code.py"]


def test_a_mutant_that_no_test_notices_survives(original: Path) -> None:
    assert run(original, "x = 1.0").passed


def test_a_failing_test_kills_a_mutant(original: Path) -> None:
    outcome = run(original, "x = 2")
    assert (outcome.passed, outcome.timed_out) == (False, False)
    assert "1 failed" in outcome.output


def test_a_hanging_mutant_is_ended(original: Path) -> None:
    assert run(original, "while True: pass", 3).timed_out
