"""`python -m tests.bench`: measure, print the table, exit with 1 if a budget is broken."""

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
from .offline import checking, many_groups, many_specs, starting
from .planning import planning
from .table import Row, table


def rows(quick: bool, peer: Path | None) -> Iterator[Row]:
    """Each budget once it is measured."""
    yield from starting(7 if quick else 21)
    yield from checking(3 if quick else 7)
    yield from many_specs((10, 100) if quick else (10, 100, 1000))
    yield from many_groups((1, 10, 100) if quick else (1, 10, 100, 500))
    with tempfile.TemporaryDirectory(prefix="eksgen-bench-") as folder:
        yield from planning(Path(folder), 2 if quick else 7, whole=not quick, peer=peer)


def page(found: list[Row]) -> str:
    """The table under what it was measured on."""
    broken = [row for row in found if row.broken]
    count = f"{len(broken)} broken" if broken else "all that were measured hold"
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return (
        "# Bench\n\n"
        "Written by `make bench`: whole processes, medians, what is compared run in turns. A ratio is what was\n"
        "spent to what the budget allows; CPU is that of all processes together.\n\n"
        f"Python {platform.python_version()}, {find_terraform()}, {cores} cores. Budgets: {count}.\n\n{table(found)}"
    )


def main() -> int:
    """Measure and tell."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer runs, and no cluster is made first")
    parser.add_argument("--output", type=Path, metavar="FILE", help="also write the page there")
    parser.add_argument(
        "--peer",
        type=Path,
        metavar="FOLDER",
        help="an initialised folder that makes the same cluster with terraform-aws-modules/eks v20; its provider "
        "block skips the metadata API and the region check, as ours does",
    )
    asked = parser.parse_args()
    found = []
    try:
        for row in rows(asked.quick, asked.peer):
            sys.stderr.write(f"{row.what}: {row.measured or row.verdict}\n")
            found.append(row)
    except (BenchFailed, EksgenError) as failure:
        sys.stderr.write(f"error: {failure}\n")
        return 2
    text = page(found)
    sys.stdout.write(text)
    if asked.output:
        asked.output.write_text(text, encoding="utf-8")
    return 1 if any(row.broken for row in found) else 0


sys.exit(main())
