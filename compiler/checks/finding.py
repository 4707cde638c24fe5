"""A finding of a rule, at a spec path. Rules do not know lines; `check` looks up the places."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ...schemas.cluster import ClusterSpec
from ..diagnostics import Path, Severity


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding at a path. `others` are related places, each with a label.

    `help` may be a function where it is slow to find, such as a similar name; of very many findings, only the
    first are asked for it.
    """

    code: str
    path: Path
    message: str
    label: str = ""
    others: tuple[tuple[Path, str], ...] = ()
    note: str = ""
    help: str | Callable[[], str] = ""
    severity: Severity = Severity.ERROR


Rule = Callable[[ClusterSpec], Iterator[Finding]]
