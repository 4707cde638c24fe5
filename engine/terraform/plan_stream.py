"""What a plan's stream proves about the plan: that nothing changes, that nothing was changed outside.

In: the lines `terraform plan -json` prints. Out: two booleans that are true only beyond doubt. Terraform
announces each change, move, import and outside change in the stream by the same condition by which it puts
them into the JSON of the plan (internal/command/views/operation.go and jsonplan/plan.go, 1.10 to 1.15), so a
stream of nothing but known, idle messages stands for a plan JSON without any of them. A message that is not
known leaves everything open.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from .events import Completed

_IDLE = {
    "refresh_start",
    "refresh_complete",
    "state_lock_acquire",
    "state_lock_release",
}


@dataclass(slots=True)
class PlanStreamSummary:
    """Hears every line of one plan; asked at the end."""

    summaries: int = 0
    changes: bool = False
    drift: bool = False

    def hear(self, line: str) -> None:
        """One line of standard output."""
        message = _message(line)
        kind = message.get("type")
        if kind == "resource_drift":
            self.drift = True
        elif kind == "change_summary" and _idle_summary(message):
            self.summaries += 1
        elif not _idle(message):
            self.changes = True

    @property
    def unchanged(self) -> bool:
        """Whether the plan changes no object and no output, for certain; outside changes may be there."""
        return self.summaries == 1 and not self.changes

    @property
    def still(self) -> bool:
        """The same, and nothing was changed outside either."""
        return self.unchanged and not self.drift


class Needs(Enum):
    """How much of a plan its reader needs. A plan is not read where its stream already says enough."""

    ALL = "all"
    """Every object, also the unchanged ones."""
    CHANGES = "changes"
    """What an apply would do."""
    DRIFT = "drift"
    """What an apply would do and what changed outside Terraform."""

    def satisfied_by(self, planned: Completed) -> bool:
        """Return whether the stream of a plan proves that there is nothing of this in it."""
        if self is Needs.CHANGES:
            return planned.unchanged
        return self is Needs.DRIFT and planned.still


def _message(line: str) -> Mapping[str, Any]:
    try:
        message = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return message if isinstance(message, dict) else {}


def _idle(message: Mapping[str, Any]) -> bool:
    """Whether a message is known and tells of no change."""
    kind = message.get("type")
    if kind == "version":
        return str(message.get("ui")).split(".")[0] == "1"
    if kind == "diagnostic":
        said = message.get("diagnostic")
        return isinstance(said, Mapping) and said.get("severity") == "warning"
    if kind == "outputs":
        outputs = message.get("outputs")
        return isinstance(outputs, Mapping) and all(
            isinstance(output, Mapping) and output.get("action") == "noop" for output in outputs.values()
        )
    return kind in _IDLE


def _idle_summary(message: Mapping[str, Any]) -> bool:
    counts = message.get("changes")
    if not isinstance(counts, Mapping) or counts.get("operation") != "plan":
        return False
    numbers = {name: count for name, count in counts.items() if name != "operation"}
    return {"add", "change", "remove"} <= numbers.keys() and not any(numbers.values())
