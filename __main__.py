"""The entry point of `eksgen` and `python -m eksgen`: the version at once, everything else through `cli`.

Loading the command line takes ten times as long as starting Python, and scripts ask for the version often.
"""

from __future__ import annotations

import gc
import sys

from . import __version__


def main() -> None:
    """Run the command line; the exit code is that of the verb."""
    if sys.argv[1:] == ["--version"]:
        sys.stdout.write(f"eksgen {__version__}\n")
        sys.exit(0)
    collect_rarely()
    from .cli import main as command_line

    command_line()


def collect_rarely() -> None:
    """What a run makes lives to its end: looking for garbage in it again and again finds none, and costs the
    more, the larger the spec is."""
    gc.set_threshold(100_000)


if __name__ == "__main__":
    main()
