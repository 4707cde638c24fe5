"""What there is to say about a code, whatever the spec in which it was found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Code:
    """`what` says the fault, `why` why it is one, `fix` what helps.

    `faulty` and `fixed` are the telling lines of a spec before and after; a test completes them and holds
    them to give exactly this finding, and none. Without `fixed` a sentence has to do. With `whole` they are
    all of a file; `day` is the date (ISO) on which the finding appears, where it depends on one.
    """

    what: str
    why: str
    fix: str
    faulty: str = ""
    fixed: str = ""
    level: Literal["error", "warning", "note"] = "error"
    whole: bool = False
    day: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Codes that belong together."""

    title: str
    codes: dict[str, Code]
