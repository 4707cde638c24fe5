"""The budgets that need no Terraform: starting, checking, compiling."""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from eksgen.__main__ import collect_rarely
from eksgen.compiler.pipeline import check_text, compile_spec

from .measure import BenchFailed, Command, in_turns, seconds
from .table import Row

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples"
VERSION_TIMES = 3.0
VALIDATE_SECONDS = 0.4
COMPILE_SECONDS = 0.010
LINEAR = 1.25
"""How much dearer one of many may be than one of few."""


def eksgen() -> tuple[str, ...]:
    """The installed command; the module where the environment has none of this checkout."""
    script = Path(sys.executable).with_name("eksgen")
    installed = script.is_file() and "eksgen.__main__" in script.read_text("utf-8", errors="replace")
    return (str(script),) if installed else (sys.executable, "-m", "eksgen")


def starting(runs: int) -> Iterator[Row]:
    """`--version` against a Python that does nothing."""
    bare, version = in_turns(
        [Command((sys.executable, "-c", "pass")), Command((*eksgen(), "--version"))], runs
    )
    allowed = VERSION_TIMES * bare.wall
    yield Row(
        "eksgen --version",
        seconds(version.wall),
        f"3x python -c pass = {seconds(allowed)}",
        version.wall / allowed,
    )


def checking(runs: int) -> Iterator[Row]:
    """`validate` in a new process each time."""
    names = ("production", "full")
    commands = [Command((*eksgen(), "validate", f"examples/{name}.yaml"), ROOT) for name in names]
    for name, found in zip(names, in_turns(commands, runs), strict=True):
        yield Row(
            f"validate examples/{name}.yaml",
            str(found),
            seconds(VALIDATE_SECONDS),
            found.wall / VALIDATE_SECONDS,
        )


def many_specs(sizes: tuple[int, ...]) -> Iterator[Row]:
    """Many specs in one process, CPU time of each; and whether the last costs what the first did."""
    text = (EXAMPLES / "production.yaml").read_text("utf-8")
    _compile(text)  # loads what is loaded once
    each = {
        size: _cpu([text.replace("name: prod", f"name: prod{i}", 1) for i in range(size)]) / size
        for size in sizes
    }
    for size, one in each.items():
        yield Row(
            f"compile {size:,} specs in one process",
            f"{one * 1000:.1f} ms each",
            f"{COMPILE_SECONDS * 1000:.0f} ms each",
            one / COMPILE_SECONDS,
        )
    yield _growth("growth over the specs", each[sizes[0]], each[sizes[-1]])


def many_groups(sizes: tuple[int, ...]) -> Iterator[Row]:
    """One spec with more and more node groups, CPU time; the budget is that a group always costs the same."""
    times = {size: min(_cpu([of_groups(size)]) for _ in range(3)) for size in sizes}
    least = times[sizes[0]]
    each = {size: (spent - least) / (size - sizes[0]) for size, spent in times.items() if size > sizes[0]}
    middle, most = sizes[-2], sizes[-1]
    row = _growth("growth over node groups", each[middle], each[most])
    told = ", ".join(f"{size}: {spent * 1000:.0f} ms" for size, spent in times.items())
    yield replace(row, measured=f"{row.measured} ({told})")


def of_groups(number: int) -> str:
    """The smallest example with this many node groups."""
    group = "  g{}:\n    instanceTypes: [m6i.large, m6a.large]\n    scaling: {{min: 1, desired: 1, max: 1}}\n"
    text = (EXAMPLES / "quickstart.yaml").read_text("utf-8")
    return text.replace("  web: {}\n", "".join(group.format(index) for index in range(number)))


def _growth(what: str, few: float, many: float) -> Row:
    times = many / few
    return Row(what, f"{times:.2f}x a piece", f"{LINEAR:.2f}x a piece", times / LINEAR)


def _compile(text: str) -> None:
    checked = check_text(text.encode(), "cluster.yaml")
    if checked.failed:
        raise BenchFailed(f"a spec of the bench has errors: {checked.findings[0].message}")
    compile_spec(checked)


def _cpu(texts: Sequence[str]) -> float:
    """CPU seconds to compile them one after the other, as the command line does."""
    collect_rarely()
    gc.collect()
    began = time.process_time()
    for text in texts:
        _compile(text)
    return time.process_time() - began
