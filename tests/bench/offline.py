"""The budgets that need no Terraform: start, validate and compile."""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from eksgen.__main__ import collect_rarely
from eksgen.compiler.pipeline import check_text, compile_spec

from .measure import BenchFailed, Command, run_alternately, seconds
from .table import Row

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples"
VERSION_TIMES = 3.0
VALIDATE_SECONDS = 0.4
COMPILE_SECONDS = 0.010
LINEAR = 1.25
"""Maximum ratio of the cost per item of many items to that of few."""


def eksgen() -> tuple[str, ...]:
    """Return the installed command, or the module if this checkout is not installed."""
    script = Path(sys.executable).with_name("eksgen")
    installed = script.is_file() and "eksgen.__main__" in script.read_text("utf-8", errors="replace")
    return (str(script),) if installed else (sys.executable, "-m", "eksgen")


def measure_start(runs: int) -> Iterator[Row]:
    """Compare `--version` with a Python that does nothing."""
    bare, version = run_alternately(
        [Command((sys.executable, "-c", "pass")), Command((*eksgen(), "--version"))], runs
    )
    allowed = VERSION_TIMES * bare.wall
    yield Row(
        "eksgen --version",
        seconds(version.wall),
        f"3x python -c pass = {seconds(allowed)}",
        version.wall / allowed,
    )


def measure_validate(runs: int) -> Iterator[Row]:
    """Measure `validate` in a new process each time."""
    names = ("production", "full")
    commands = [Command((*eksgen(), "validate", f"examples/{name}.yaml"), ROOT) for name in names]
    for name, elapsed in zip(names, run_alternately(commands, runs), strict=True):
        yield Row(
            f"validate examples/{name}.yaml",
            str(elapsed),
            seconds(VALIDATE_SECONDS),
            elapsed.wall / VALIDATE_SECONDS,
        )


def measure_many_specs(sizes: tuple[int, ...]) -> Iterator[Row]:
    """Measure the CPU time per spec of many specs in one process, and its growth."""
    text = (EXAMPLES / "production.yaml").read_text("utf-8")
    _compile(text)  # loads modules and tables
    per_spec = {
        size: _cpu([text.replace("name: prod", f"name: prod{i}", 1) for i in range(size)]) / size
        for size in sizes
    }
    for size, cost in per_spec.items():
        yield Row(
            f"compile {size:,} specs in one process",
            f"{cost * 1000:.1f} ms each",
            f"{COMPILE_SECONDS * 1000:.0f} ms each",
            cost / COMPILE_SECONDS,
        )
    yield _growth("growth over the specs", per_spec[sizes[0]], per_spec[sizes[-1]])


def measure_many_groups(sizes: tuple[int, ...]) -> Iterator[Row]:
    """Measure the CPU time per node group of specs with more and more groups, and its growth."""
    times = {size: min(_cpu([spec_with_groups(size)]) for _ in range(3)) for size in sizes}
    smallest = times[sizes[0]]
    per_group = {
        size: (cost - smallest) / (size - sizes[0]) for size, cost in times.items() if size > sizes[0]
    }
    middle, largest = sizes[-2], sizes[-1]
    row = _growth("growth over node groups", per_group[middle], per_group[largest])
    details = ", ".join(f"{size}: {cost * 1000:.0f} ms" for size, cost in times.items())
    yield replace(row, measured=f"{row.measured} ({details})")


def spec_with_groups(number: int) -> str:
    """Return the smallest example with this many node groups."""
    group = "  g{}:\n    instanceTypes: [m6i.large, m6a.large]\n    scaling: {{min: 1, desired: 1, max: 1}}\n"
    text = (EXAMPLES / "quickstart.yaml").read_text("utf-8")
    return text.replace("  web: {}\n", "".join(group.format(index) for index in range(number)))


def _growth(what: str, few: float, many: float) -> Row:
    ratio = many / few
    return Row(what, f"{ratio:.2f}x per item", f"{LINEAR:.2f}x per item", ratio / LINEAR)


def _compile(text: str) -> None:
    checked = check_text(text.encode(), "cluster.yaml")
    if checked.failed:
        raise BenchFailed(f"a spec of the benchmark has errors: {checked.findings[0].message}")
    compile_spec(checked)


def _cpu(texts: Sequence[str]) -> float:
    """Return the CPU seconds to compile texts one after the other, as the command line does."""
    collect_rarely()
    gc.collect()
    start = time.process_time()
    for text in texts:
        _compile(text)
    return time.process_time() - start
