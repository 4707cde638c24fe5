"""A code of a finding or an error, with its explanation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Code:
    """The page of a code: `what` is wrong, `why` it matters, and how to `fix` it.

    `faulty` and `fixed` are the relevant lines of a spec before and after the fix. A test completes them to a
    spec and checks that `faulty` produces exactly this finding and `fixed` none. With `whole`, they are a
    complete file; with `of_lock`, they are the lock file of a small spec. `day` is the date (ISO) on which
    the finding appears, if it depends on the date.
    """

    what: str
    why: str
    fix: str
    faulty: str = ""
    fixed: str = ""
    level: Literal["error", "warning", "note"] = "error"
    whole: bool = False
    of_lock: bool = False
    day: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """A section of the list of codes."""

    title: str
    codes: dict[str, Code]
