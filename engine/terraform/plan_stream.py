"""Tell from a plan's output stream whether the plan has to be read at all.

In: the lines that `terraform plan -json` prints. Out: two booleans that are true only if the stream proves
them. Terraform announces a change, move, import or outside change in the stream under the same condition
under which it puts it into the plan JSON (internal/command/views/operation.go and jsonplan/plan.go, 1.10 to
1.15), so a stream of known messages without changes means a plan JSON without changes. An unknown message
proves nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from ...compiler.files.decoding import NotDecoded, decode_object
from .events import Completed

_PROGRESS_TYPES = {
    "refresh_start",
    "refresh_complete",
    "state_lock_acquire",
    "state_lock_release",
}


@dataclass(slots=True)
class PlanStreamSummary:
    """What the lines of one plan's stream have in common; fed line by line."""

    summaries: int = 0
    changes: bool = False
    drift: bool = False

    def add(self, line: str) -> None:
        """Take in one line of standard output."""
        message = _message(line)
        kind = message.get("type")
        if kind == "resource_drift":
            self.drift = True
        elif kind == "change_summary" and _is_zero_summary(message):
            self.summaries += 1
        elif not _is_harmless(message):
            self.changes = True

    @property
    def no_changes(self) -> bool:
        """Return whether the plan certainly changes no object and no output."""
        return self.summaries == 1 and not self.changes

    @property
    def no_drift(self) -> bool:
        """Return whether, in addition, nothing was changed outside Terraform."""
        return self.no_changes and not self.drift


class Needs(Enum):
    """How much of a plan a caller needs, and so whether the stream alone can be enough."""

    ALL = auto()
    """Every object, also the unchanged ones: the plan is always read."""
    CHANGES = auto()
    """What an apply would do: a plan that changes nothing need not be read."""
    DRIFT = auto()
    """Also what was changed outside Terraform."""

    def satisfied_by(self, planned: Completed) -> bool:
        """Return whether the stream of a finished plan makes reading the plan unnecessary."""
        if self is Needs.ALL:
            return False
        return planned.no_changes if self is Needs.CHANGES else planned.no_drift


def _message(line: str) -> Mapping[str, Any]:
    try:
        return decode_object(line)
    except NotDecoded:
        return {}


def _is_harmless(message: Mapping[str, Any]) -> bool:
    """Return whether a message is of a known type and announces no change."""
    kind = message.get("type")
    if kind == "version":
        return str(message.get("ui")).split(".")[0] == "1"
    if kind == "diagnostic":
        diagnostic = message.get("diagnostic")
        return isinstance(diagnostic, Mapping) and diagnostic.get("severity") == "warning"
    if kind == "outputs":
        outputs = message.get("outputs")
        return isinstance(outputs, Mapping) and all(
            isinstance(output, Mapping) and output.get("action") == "noop" for output in outputs.values()
        )
    return kind in _PROGRESS_TYPES


def _is_zero_summary(message: Mapping[str, Any]) -> bool:
    counts = message.get("changes")
    if not isinstance(counts, Mapping) or counts.get("operation") != "plan":
        return False
    numbers = {name: count for name, count in counts.items() if name != "operation"}
    return {"add", "change", "remove"} <= numbers.keys() and not any(numbers.values())
