"""`python -m tests.bench`: measure, print a table, and exit with 1 if a budget is exceeded."""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from eksgen.compiler.errors import EksgenError
from eksgen.engine.terraform.binary import find_terraform

from .measure import BenchFailed
from .offline import measure_many_groups, measure_many_specs, measure_start, measure_validate
from .planning import measure_plans
from .table import Row, table


def measure(quick: bool, peer: Path | None) -> Iterator[Row]:
    """Measure the budgets and yield their rows."""
    yield from measure_start(7 if quick else 21)
    yield from measure_validate(3 if quick else 7)
    yield from measure_many_specs((10, 100) if quick else (10, 100, 1000))
    yield from measure_many_groups((1, 10, 100) if quick else (1, 10, 100, 500))
    with tempfile.TemporaryDirectory(prefix="eksgen-bench-") as folder:
        yield from measure_plans(Path(folder), 2 if quick else 7, apply=not quick, peer=peer)


def report(rows: list[Row]) -> str:
    """Return the report: the machine and the table of budgets."""
    exceeded = [row for row in rows if row.exceeded]
    count = f"{len(exceeded)} exceeded" if exceeded else "all measured budgets are met"
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return (
        "# Bench\n\n"
        "Written by `make bench`: medians of whole processes, which run alternately if they are compared. The ratio\n"
        "is measured to budget; CPU is the time of all processes together.\n\n"
        f"Python {platform.python_version()}, {find_terraform()}, {cores} cores. Budgets: {count}.\n\n{table(rows)}"
    )


def main() -> int:
    """Measure, print the report and return the exit code."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer runs, and no cluster is created")
    parser.add_argument("--output", type=Path, metavar="FILE", help="also write the report to this file")
    parser.add_argument(
        "--peer",
        type=Path,
        metavar="FOLDER",
        help="an initialised folder that creates the same cluster with terraform-aws-modules/eks v20; its provider "
        "block skips the metadata API and the region check, as ours does",
    )
    options = parser.parse_args()
    measured = []
    try:
        for row in measure(options.quick, options.peer):
            sys.stderr.write(f"{row.what}: {row.measured or row.verdict}\n")
            measured.append(row)
    except (BenchFailed, EksgenError) as failure:
        sys.stderr.write(f"error: {failure}\n")
        return 2
    text = report(measured)
    sys.stdout.write(text)
    if options.output:
        options.output.write_text(text, encoding="utf-8")
    return 1 if any(row.exceeded for row in measured) else 0


sys.exit(main())
