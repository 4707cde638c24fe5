"""What a rule says: a spec path and words. Rules know no lines; `check` finds the places."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ...schemas.cluster import ClusterSpec
from ..diagnostics import Path, Severity


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding at a path. `others` are further places that take part, each with a few words."""

    code: str
    path: Path
    message: str
    label: str = ""
    others: tuple[tuple[Path, str], ...] = ()
    note: str = ""
    help: str = ""
    severity: Severity = Severity.ERROR


Rule = Callable[[ClusterSpec], Iterator[Finding]]
