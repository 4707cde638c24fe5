"""Kill eksgen at random moments, and check that nothing is lost: `make kill-test`.

`--count N` kills for each of `--verbs`, at times and with signals that `--seed` determines. After each kill no
process is left, every file is the old or the new one, every state can be read, and the verb works when it is
run again. The verbs that need Terraform run in a sandbox of their own.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from .checks import check_after, run
from .verbs import VERBS, prepare

SIGNALS = (signal.SIGKILL, signal.SIGTERM, signal.SIGINT)


def main() -> int:
    """Run the kills and return 1 if one of them lost anything."""
    parser = argparse.ArgumentParser(prog="python -m tests.kills", description=__doc__)
    parser.add_argument("--count", type=int, default=10, help="kills for each verb")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--verbs", nargs="+", choices=VERBS, default=list(VERBS))
    options = parser.parse_args()
    root = Path(tempfile.mkdtemp(prefix="eksgen-kills-"))
    os.environ["EKSGEN_SANDBOX_DIR"] = str(root / "sandbox")
    failures = 0
    try:
        for verb in options.verbs:
            failures += _kill_many(root, verb, options.count, random.Random(f"{options.seed} {verb}"))
    finally:
        subprocess.run([sys.executable, "-m", "eksgen", "sandbox", "stop"], check=False, capture_output=True)
    if not failures:
        shutil.rmtree(root)
    return 1 if failures else 0


def _kill_many(root: Path, verb: str, count: int, choose: random.Random) -> int:
    trial, seconds, failures = prepare(root, verb), 0.0, 0
    for number in range(count):
        VERBS[verb].reset(trial)
        if not seconds:
            seconds = run(trial)
            VERBS[verb].reset(trial)
        moment, kind = choose.uniform(0, seconds), choose.choice(SIGNALS)
        problems = check_after(trial, moment, kind)
        failures += bool(problems)
        _print(
            f"{verb} {number + 1}/{count} {kind.name} after {moment:.2f} s: {'; '.join(problems) or 'fine'}"
        )
    _print(f"{verb}: {count} kills, {failures} with problems, seen in {root if failures else 'no folder'}")
    return failures


def _print(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
