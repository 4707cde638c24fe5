"""The entry point of `eksgen` and `python -m eksgen`.

It prints the version without loading the command line, which takes ten times as long as starting Python:
scripts ask for the version often.
"""

from __future__ import annotations

import gc
import sys
from contextlib import suppress

from . import __version__

INTERRUPTED = 130
"""As in commands/outputs/exit_codes.py, which may not be loaded yet when it is needed."""


def main() -> None:
    """Run the command line and exit with its code; an interrupt while it is loaded is one as any other."""
    try:
        _run()
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)


def _run() -> None:
    if sys.argv[1:] == ["--version"]:
        with suppress(AttributeError, OSError):  # closed or full: the command line says what is wrong
            sys.stdout.write(f"eksgen {__version__}\n")
            sys.stdout.flush()
            sys.exit(0)
    collect_rarely()
    from .commands.outputs.lost_interrupts import raise_lost_interrupts

    raise_lost_interrupts()
    from .cli import main as command_line

    command_line()


def collect_rarely() -> None:
    """Let the garbage collector run rarely.

    Almost every object of a run lives until its end: collections find nothing, and cost more the larger the
    spec is.
    """
    gc.set_threshold(100_000)


if __name__ == "__main__":
    main()
