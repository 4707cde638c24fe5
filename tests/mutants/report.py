"""The result of a run as Markdown that also reads well in a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .mutation import Mutation, changed_lines

_COLUMNS = ("file", "mutants", "killed", "survived", "killed %")


@dataclass(frozen=True, slots=True)
class Result:
    """A tested mutation of a source. `tests` is the number of test files that could notice it."""

    mutation: Mutation
    source: bytes
    killed: bool
    timed_out: bool
    tests: int

    @property
    def end(self) -> str:
        """Return what became of the mutant."""
        if self.timed_out:
            return "timed out"
        return "killed" if self.killed else "SURVIVED"


def draw(results: Sequence[Result]) -> str:
    """Return the table of files and the list of survivors."""
    survivors = [result for result in results if not result.killed]
    lines = [*_table(results), "", f"{len(survivors)} of {len(results)} mutants survived."]
    for result in survivors:
        lines += ["", *_survivor(result)]
    return "\n".join(lines) + "\n"


def describe(result: Result) -> str:
    """Return the place and the change of a mutant in one line."""
    mutation = result.mutation
    line, _, _ = changed_lines(mutation, result.source)
    return f"{mutation.path}:{line}: {mutation.operator}: {mutation.what}"


def _survivor(result: Result) -> Iterator[str]:
    _, before, after = changed_lines(result.mutation, result.source)
    tests = f"{result.tests} test files passed" if result.tests else "no test imports this module"
    yield f"{describe(result)} ({tests})"
    yield f"    - {before}"
    yield f"    + {after}"


def _table(results: Sequence[Result]) -> Iterator[str]:
    rows = [_COLUMNS, *_rows(results)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_COLUMNS))]
    for number, row in enumerate(rows):
        yield "| " + " | ".join(_aligned(row, widths)) + " |"
        if not number:
            yield "|" + "|".join("-" * (width + 2) for width in widths) + "|"


def _rows(results: Sequence[Result]) -> Iterator[tuple[str, ...]]:
    for path in sorted({result.mutation.path for result in results}):
        yield _row(path, [result for result in results if result.mutation.path == path])
    yield _row("all", results)


def _row(name: str, results: Sequence[Result]) -> tuple[str, ...]:
    killed = sum(result.killed for result in results)
    percent = f"{100 * killed / len(results):.0f}" if results else ""
    return name, str(len(results)), str(killed), str(len(results) - killed), percent


def _aligned(row: Sequence[str], widths: Sequence[int]) -> Iterator[str]:
    yield f"{row[0]:<{widths[0]}}"
    yield from (f"{cell:>{width}}" for cell, width in zip(row[1:], widths[1:], strict=True))
