"""`eksgen explain`: what a code means and what to do about it."""

from __future__ import annotations

import sys
from difflib import get_close_matches

from ..compiler.codes import CODES
from ..compiler.errors import EksgenError
from ..report.human.codes import overview, page


def explain(name: str | None) -> int:
    """The page of one code, or the list of all."""
    sys.stdout.write(overview() if name is None else page(_known(name)))
    return 0


def _known(name: str) -> str:
    """The code that is meant; `error[CODE]`, as findings print it, will do."""
    bare = name.strip().lower().rpartition("[")[2].rstrip("]:")
    if bare in CODES:
        return bare
    near = get_close_matches(bare, CODES, 3, 0.5)
    raise EksgenError(
        f"there is no code {name}",
        code="unknown-code",
        notes=("every code of a finding or an error has a page",),
        helps=(
            f"similar codes: {', '.join(near)}" if near else "`eksgen explain` without a code lists them all",
        ),
    )
