"""The clock of the commands, which the tests set."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from eksgen.commands.inputs import clock

# The event history of the local AWS and its clusters live in the real time.
REAL_TIME = ("sandbox/", "tests/")


def test_unit_tests_run_on_a_fixed_day() -> None:
    assert clock.today() == date(2026, 10, 2)


def test_without_a_fixed_day_it_is_now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "no number")
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(minutes=5)


def test_only_the_clock_reads_the_date(repository: Path) -> None:
    files = [file.relative_to(repository).as_posix() for file in repository.rglob("*.py")]
    product = [file for file in files if not file.startswith((".", *REAL_TIME))]
    readers = [file for file in product if any(_reads_the_date((repository / file).read_text("utf-8")))]
    assert readers == ["commands/inputs/clock.py"]


def test_only_init_follows_the_environment(repository: Path) -> None:
    """Everything else decides what has expired, or would."""
    users = [
        file.name
        for file in (repository / "commands").rglob("*.py")
        if "day_of_output()" in file.read_text("utf-8")
    ]
    assert sorted(users) == ["clock.py", "init.py"]


def _reads_the_date(text: str) -> Iterator[bool]:
    """Yield whether a node is a call of `now`, `today` or `utcnow` of a class of `datetime`."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            yield node.value.id in ("date", "datetime") and node.attr in ("now", "today", "utcnow")
