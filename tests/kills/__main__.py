"""Kill eksgen at random moments, and check that nothing is lost: `make kill-test`.

`--count N` kills for each of `--verbs`, or as many as a verb names itself (`--verbs fmt=70 apply=16`), in phases
and with signals that `--seed` determines. After each kill no process is left, every file is the old or the new
one, every state can be read, and nothing exists in the sandbox that neither the state nor the next run knows; the
verb works when it is run again, leaves no temporary file, and another plan is empty. The verbs that need
Terraform run in a sandbox of their own.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from eksgen.sandbox import control

from .checks import Outcome
from .cluster import Cycle, cycles, run_cycle
from .verbs import VERBS, kill_many

CLOUD_VERBS = ("apply", "adopt", "destroy")
ALL_VERBS = (*VERBS, *CLOUD_VERBS)
_output = threading.Lock()


def main() -> int:
    """Run the kills, print a table of them, and return 1 if one of them lost anything."""
    parser = argparse.ArgumentParser(prog="python -m tests.kills", description=__doc__)
    parser.add_argument("--count", type=int, default=10, help="kills for each verb")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=600, help="begin no kill after so many minutes")
    parser.add_argument("--parallel", type=int, default=1, help="clusters at the same time")
    parser.add_argument("--verbs", nargs="+", type=_verb_and_count, default=[(v, None) for v in ALL_VERBS],
                        metavar="VERB[=COUNT]", help=f"of {', '.join(ALL_VERBS)}")  # fmt: skip
    options = parser.parse_args()
    counts = {verb: options.count if count is None else count for verb, count in options.verbs}
    root, began = Path(tempfile.mkdtemp(prefix="eksgen-kills-")), time.monotonic()
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell ignores it for a job in the background
    os.environ |= {"EKSGEN_SANDBOX_DIR": str(root / "sandbox"), "XDG_CACHE_HOME": str(root / "cache")}
    try:
        until = began + options.minutes * 60
        runs = [
            *_kill_files(root, counts, options.seed, until),
            *_kill_clusters(root, counts, options, until),
        ]
    finally:
        control.stop(root / "sandbox")
    outcomes = [outcome for outcome in runs if outcome.hit or outcome.problems]
    _print(f"\n{_table(outcomes)}\n\n{len(outcomes)} kills in {(time.monotonic() - began) / 60:.0f} minutes")
    failed = any(outcome.problems for outcome in outcomes)
    _print(f"seen in {root}") if failed else shutil.rmtree(root)
    return 1 if failed else 0


def _verb_and_count(text: str) -> tuple[str, int | None]:
    verb, _, count = text.partition("=")
    if verb not in ALL_VERBS:
        raise argparse.ArgumentTypeError(f"{verb} is none of {', '.join(ALL_VERBS)}")
    return verb, int(count) if count else None


def _kill_files(root: Path, counts: dict[str, int], seed: int, until: float) -> Iterator[Outcome]:
    for verb in VERBS:
        if count := counts.get(verb, 0):
            yield from _logged(kill_many(root, verb, count, random.Random(f"{seed} {verb}")), until)


def _kill_clusters(
    root: Path, counts: dict[str, int], options: argparse.Namespace, until: float
) -> Iterator[Outcome]:
    if not any(counts.get(verb) for verb in CLOUD_VERBS):
        return
    control.start(root / "sandbox", idle_minutes=600)
    applies, adopts, destroys = (counts.get(verb, 0) for verb in CLOUD_VERBS)
    wanted = cycles(applies, adopts, destroys, random.Random(f"{options.seed} cluster"))
    with ThreadPoolExecutor(options.parallel) as pool:
        for outcomes in pool.map(lambda item: _one_cycle(root, until, *item), enumerate(wanted)):
            yield from outcomes


def _one_cycle(root: Path, until: float, index: int, cycle: Cycle) -> list[Outcome]:
    sandbox, account = control.start(root / "sandbox"), f"{200_000_000_000 + index}"
    return list(_logged(run_cycle(root / f"cluster-{index}", account, sandbox, cycle), until))


def _logged(outcomes: Iterator[Outcome], until: float) -> Iterator[Outcome]:
    began = time.monotonic()
    while began < until and (outcome := next(outcomes, None)):
        _print(f"{outcome.text} [{time.monotonic() - began:.0f} s]")
        began = time.monotonic()
        yield outcome


def _table(outcomes: Sequence[Outcome]) -> str:
    keys = [(outcome.verb, outcome.phase, outcome.signal) for outcome in outcomes]
    fine = Counter(key for key, outcome in zip(keys, outcomes, strict=True) if not outcome.problems)
    rows = [f"| {' | '.join(key)} | {count} | {fine[key]} |" for key, count in sorted(Counter(keys).items())]
    total = f"| all | | | {len(keys)} | {sum(fine.values())} |"
    return "\n".join(("| verb | phase | signal | kills | fine |", "| - | - | - | -: | -: |", *rows, total))


def _print(text: str) -> None:
    with _output:
        sys.stdout.write(text + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
