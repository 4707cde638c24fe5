"""The entry point of `eksgen` and `python -m eksgen`: the version at once, everything else through `cli`.

Loading the command line takes ten times as long as starting Python, and scripts ask for the version often.
"""

from __future__ import annotations

import sys

from . import __version__


def main() -> None:
    """Run the command line; the exit code is that of the verb."""
    if sys.argv[1:] == ["--version"]:
        sys.stdout.write(f"eksgen {__version__}\n")
        sys.exit(0)
    from .cli import main as command_line

    command_line()


if __name__ == "__main__":
    main()
