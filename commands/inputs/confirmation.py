"""Questions on a terminal, before something is changed."""

from __future__ import annotations

import sys

from ...compiler.errors import EksgenError
from ...report.terminal import detect

NOTHING_CHANGED = "Nothing was changed.\n"


def typed_answer(question: str) -> str:
    """Ask on standard error, and return what is typed. ^C says that nothing was changed."""
    sys.stderr.write(detect(sys.stderr).ascii(f"\n{question}: "))
    sys.stderr.flush()
    try:
        return sys.stdin.readline().strip()
    except KeyboardInterrupt:
        sys.stderr.write(f"\n\n{NOTHING_CHANGED}")
        raise


def unconfirmed(what: str, *helps: str) -> EksgenError:
    """Return the error for a question where nobody can answer it."""
    return EksgenError(
        f"the {what} was not confirmed",
        code="unconfirmed",
        notes=("nobody can be asked, because standard input is not a terminal",),
        helps=helps,
    )
