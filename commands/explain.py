"""`eksgen explain`: what a diagnostic code means, and what to do about it."""

from __future__ import annotations

import sys
from difflib import get_close_matches

from ..compiler.codes import CODES
from ..compiler.errors import EksgenError
from ..report.human.codes import overview, page


def explain(name: str | None) -> int:
    """Print the page of one code, or the list of all codes."""
    sys.stdout.write(overview() if name is None else page(_code(name)))
    return 0


def _code(name: str) -> str:
    """Return the code; it may be written as diagnostics show it, `error[CODE]`."""
    code = name.strip().lower().rpartition("[")[2].rstrip("]:")
    if code in CODES:
        return code
    similar = get_close_matches(code, CODES, 3, 0.5)
    raise EksgenError(
        f"there is no code {name}",
        code="unknown-code",
        notes=("every code of a finding or an error has a page",),
        helps=(
            f"similar codes: {', '.join(similar)}" if similar else "list all codes with `eksgen explain`",
        ),
    )
