"""What a plan would do, in a form in which two plans can be compared; nothing in it needs hiding.

In: a plan as it was read. Out: one `Step` for each object that changes, with a digest of each attribute, and
the `Departure`s between two such sets. Values that only the apply will tell are left out: they cannot differ.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ...compiler.diagnostics import Path
from .attribute_diff import AttributeDifference, differences, holds_unknown
from .document import PlanDocument, ResourceChange
from .read import marks_at, no_changes, redacted_value, reset_by_replacing
from .result import Action

_TEXT_LIMIT = 80


@dataclass(frozen=True, slots=True)
class AttributeStep:
    """One attribute that changes: what it is now, as text without secrets, and a digest of both sides."""

    path: Path
    now: str
    digest: str


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """One object that changes, and how."""

    address: str
    deposed: str
    action: Action
    moves: tuple[AttributeStep, ...] = ()

    @property
    def key(self) -> tuple[str, str]:
        """What makes an object one of a kind in a plan."""
        return (self.address, self.deposed)


@dataclass(frozen=True, slots=True)
class PlanDeviation:
    """Where a later plan leaves an earlier one.

    `then` and `now` are the two actions; with a `path` they are the values of an attribute that is no longer
    what it was. None stands for "not in the plan".
    """

    address: str
    path: Path
    then: str | None
    now: str | None


def planned_steps(document: PlanDocument) -> tuple[PlannedStep, ...]:
    """Every object that a plan changes, sorted by address."""
    return tuple(_step(entry) for entry in document.entries if not no_changes(entry))


def plan_deviations(saved: Iterable[PlannedStep], fresh: Iterable[PlannedStep]) -> tuple[PlanDeviation, ...]:
    """Everything in which a fresh plan is not the saved one, sorted by address and attribute."""
    before, after = {s.key: s for s in saved}, {s.key: s for s in fresh}
    found = [d for key in before.keys() | after.keys() for d in _between(before.get(key), after.get(key))]
    return tuple(sorted(found, key=lambda d: (d.address, [str(step) for step in d.path], d.now or "")))


def to_json(steps: Iterable[PlannedStep]) -> list[dict[str, Any]]:
    """The set as JSON values."""
    return [
        {
            "address": step.address,
            "deposed": step.deposed,
            "action": step.action.value,
            "attributes": [{"path": list(m.path), "now": m.now, "digest": m.digest} for m in step.moves],
        }
        for step in steps
    ]


def from_json(raw: Iterable[Mapping[str, Any]]) -> tuple[PlannedStep, ...]:
    """The set again. KeyError, TypeError or ValueError if it is none."""
    return tuple(
        PlannedStep(
            str(one["address"]),
            str(one["deposed"]),
            Action(one["action"]),
            tuple(
                AttributeStep(tuple(m["path"]), str(m["now"]), str(m["digest"])) for m in one["attributes"]
            ),
        )
        for one in raw
    )


def _step(entry: ResourceChange) -> PlannedStep:
    found: Iterable[AttributeDifference] = ()
    if entry.action in (Action.CREATE, Action.UPDATE, Action.REPLACE):
        found = differences(entry.before, entry.after)
    known = (d for d in found if not holds_unknown(d.after) and not reset_by_replacing(d, entry))
    return PlannedStep(entry.address.text, entry.deposed, entry.action, tuple(_move(d, entry) for d in known))


def _move(found: AttributeDifference, entry: ResourceChange) -> AttributeStep:
    now = redacted_value(
        found.before, found.secret, marks_at(entry.before, found.path), frozenset(), found.path
    )
    text = json.dumps(now, default=repr, ensure_ascii=False, sort_keys=True)
    text = text if len(text) <= _TEXT_LIMIT else f"{text[: _TEXT_LIMIT - 3]}..."
    both = json.dumps([found.before, found.after], default=repr, ensure_ascii=False, sort_keys=True)
    return AttributeStep(found.path, text, hashlib.sha256(both.encode()).hexdigest())


def _between(saved: PlannedStep | None, fresh: PlannedStep | None) -> Iterator[PlanDeviation]:
    known = saved or fresh
    if known is None:
        return
    then, now = (step.action.value if step else None for step in (saved, fresh))
    told = known.moves and {then, now} == {Action.UPDATE.value, None}  # its attributes say more
    if then != now and not told:
        yield PlanDeviation(known.address, (), then, now)
        return
    before, after = ({m.path: m for m in step.moves} if step else {} for step in (saved, fresh))
    for path in before.keys() | after.keys():
        one, other = before.get(path), after.get(path)
        if one is None or other is None or one.digest != other.digest:
            yield PlanDeviation(known.address, path, one.now if one else None, other.now if other else None)
