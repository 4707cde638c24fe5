"""`python -m tests.mutants`: test mutants of the product and print which survive."""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
from pathlib import Path

from .baseline import TestsFail
from .report import draw
from .run import Options, run
from .sample import PRODUCT

ROOT = Path(__file__).resolve().parents[2]


def main() -> int:
    """Return 0 whatever survives, 1 if the tests fail without a mutation, 2 for wrong options."""
    options = _options()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the copies are deleted
    with tempfile.TemporaryDirectory(prefix="eksgen-mutants-", ignore_cleanup_errors=True) as folder:
        try:
            results = run(ROOT, Path(folder), options)
        except ValueError as error:
            sys.stderr.write(f"error: {error}\n")
            return 2
        except TestsFail as failure:
            sys.stderr.write(f"error: the tests fail without a mutation\n{failure}\n")
            return 1
    sys.stdout.write(f"# Mutants (seed {options.seed})\n\n{draw(results)}")
    return 0


def _options() -> Options:
    parser = argparse.ArgumentParser(
        prog="make mutants", description="Show which faults the tests would miss."
    )
    parser.add_argument(
        "--paths",
        nargs="+",
        default=PRODUCT,
        metavar="PATH",
        help="folders and files to mutate (default: all)",
    )
    parser.add_argument("--count", type=int, default=40, metavar="N", help="how many mutants (default: 40)")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="which mutants (default: 1)")
    parser.add_argument(
        "--workers", type=int, default=2, metavar="N", help="mutants side by side (default: 2)"
    )
    parser.add_argument(
        "--files",
        type=int,
        default=12,
        metavar="N",
        help="most test files of a mutant, 0 for all (default: 12)",
    )
    given = parser.parse_args()
    return Options(given.paths, given.count, given.seed, given.workers, given.files)


sys.exit(main())
