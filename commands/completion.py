"""`eksgen completion`: the script with which a shell completes verbs, options, codes and fields.

Files are completed by the shell itself, so that no name of a file passes through the `eval` of a script.
"""

from __future__ import annotations

import os
import sys

_PROGRAM, _VARIABLE = "eksgen", "_EKSGEN_COMPLETE"


def completion(shell: str) -> int:
    """Print the script of a shell."""
    from typer.completion import get_completion_script  # type: ignore[attr-defined]  # the only name

    script = get_completion_script(prog_name=_PROGRAM, complete_var=_VARIABLE, shell=shell)
    sys.stdout.write(f"{script}\n")
    return 0


def enable_completion() -> None:
    """Let Typer answer if a shell asks for completions, which it does through a variable."""
    if _VARIABLE in os.environ:
        from typer.completion import completion_init  # type: ignore[attr-defined]  # the only name

        completion_init()
