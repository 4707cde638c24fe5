"""Fingerprint a plan so that it can be compared with a later one; fingerprints hold no secrets.

In: a plan document. Out: a `PlannedStep` for each object that changes, with a digest of each attribute, and
the `PlanDeviation`s between two plans. Values that are known only after apply are left out.

A plan of HCP may be read in full, or without the values of secrets. Both readings give the same objects and
the same digest of the plan; secrets are compared only where both plans were read in full.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from ...catalog.resources.sensitive import ATTRIBUTES
from ...compiler.diagnostics import Path
from ...compiler.files.typed_values import attribute_path, flag, items, text
from .attribute_diff import AttributeDifference, differences, holds_unknown
from .document import PlanDocument, ResourceChange
from .hidden import without_secrets
from .read import marks_at, no_changes, redacted_value, reset_by_replacing
from .result import Action, RunSubject

_TEXT_LIMIT = 80


@dataclass(frozen=True, slots=True)
class AttributeStep:
    """An attribute that changes: its live value as text without secrets, and a digest of both values.

    If it is `secret`, its digest cannot be made from a redacted plan.
    """

    path: Path
    now: str
    digest: str
    secret: bool = False


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """An object that changes, and how; if it is `redacted`, nothing is known about its secrets."""

    address: str
    deposed: str
    action: Action
    attributes: tuple[AttributeStep, ...] = ()
    redacted: bool = False

    @property
    def key(self) -> tuple[str, str]:
        """What identifies an object in a plan."""
        return (self.address, self.deposed)


@dataclass(frozen=True, slots=True)
class PlanDeviation:
    """A difference between an earlier plan (`then`) and a later one (`now`).

    Both are actions; with a `path` they are live values of an attribute. None: not in that plan.
    """

    address: str
    path: Path
    then: str | None
    now: str | None


def planned_steps(document: PlanDocument) -> tuple[PlannedStep, ...]:
    """Return every object that a plan changes, sorted by address."""
    return tuple(_step(entry) for entry in document.entries if not no_changes(_visible(entry)))


def plan_deviations(saved: Iterable[PlannedStep], fresh: Iterable[PlannedStep]) -> tuple[PlanDeviation, ...]:
    """Return all differences between a saved plan and a fresh one, sorted by address and attribute."""
    before, after = {s.key: s for s in saved}, {s.key: s for s in fresh}
    keys = before.keys() | after.keys()
    deviations = [d for key in keys for d in _step_deviations(before.get(key), after.get(key))]
    return tuple(sorted(deviations, key=lambda d: (d.address, [str(step) for step in d.path], d.now or "")))


def to_json(steps: Iterable[PlannedStep]) -> list[dict[str, Any]]:
    """Return planned steps as JSON values."""
    return [
        {
            "address": step.address,
            "deposed": step.deposed,
            "action": step.action.value,
            "redacted": step.redacted,
            "attributes": [
                {"path": list(a.path), "now": a.now, "digest": a.digest, "secret": a.secret}
                for a in step.attributes
            ],
        }
        for step in steps
    ]


def from_json(raw: Any) -> tuple[PlannedStep, ...]:
    """Parse the result of `to_json`. KeyError, TypeError or ValueError if it has another form."""
    return tuple(
        PlannedStep(
            text(step["address"]),
            text(step["deposed"]),
            Action(text(step["action"])),
            tuple(
                AttributeStep(attribute_path(a["path"]), text(a["now"]), text(a["digest"]), flag(a["secret"]))
                for a in items(step["attributes"])
            ),
            flag(step["redacted"]),
        )
        for step in items(raw)
    )


def plan_digest(document: PlanDocument, subject: RunSubject) -> str:
    """Return what identifies a plan: equal plans of a cluster have the same 32 hex digits, on any machine and
    for every reader.

    It is made from all that can be reviewed: secrets and values that are known only after apply are left out.
    """
    parts = [
        [entry.address.text, entry.deposed, entry.action.value, entry.previous_address, entry.imported]
        + [[list(d.path), *_shown_values(d, entry)] for d in _known_differences(entry)]
        for entry in map(_visible, sorted(document.entries, key=lambda e: (e.address.text, e.deposed)))
        if not no_changes(entry)
    ]
    about = [subject.cluster, subject.region, subject.account, subject.sandbox]
    return hashlib.sha256(_json([about, parts]).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _visible(entry: ResourceChange) -> ResourceChange:
    """Return what every reader of a plan sees of an object."""
    schema = _schema(entry)
    before, after = without_secrets(entry.before, schema), without_secrets(entry.after, schema)
    return replace(entry, before=before, after=after, redacted=True)


def _schema(entry: ResourceChange) -> frozenset[Path]:
    return ATTRIBUTES.get(entry.address.resource_type, frozenset())


def _step(entry: ResourceChange) -> PlannedStep:
    visible = _visible(entry)
    attributes = tuple(_attribute_step(difference, visible) for difference in _known_differences(visible))
    digests = {(step.path, step.digest) for step in attributes}
    full = () if entry.redacted else (_attribute_step(d, entry) for d in _known_differences(entry))
    secret = (replace(step, secret=True) for step in full if (step.path, step.digest) not in digests)
    return PlannedStep(
        entry.address.text, entry.deposed, entry.action, (*attributes, *secret), entry.redacted
    )


def _known_differences(entry: ResourceChange) -> Iterator[AttributeDifference]:
    if entry.action in (Action.CREATE, Action.UPDATE, Action.REPLACE):
        for difference in differences(entry.before, entry.after, _schema(entry)):
            if not holds_unknown(difference.after) and not reset_by_replacing(difference, entry):
                yield difference


def _shown_values(difference: AttributeDifference, entry: ResourceChange) -> tuple[Any, Any]:
    """Return both values of an attribute without secrets."""
    path, secret, schema = difference.path, difference.secret, _schema(entry)
    before, after = marks_at(entry.before, path), marks_at(entry.after, path)
    return (
        redacted_value(difference.before, secret, before, schema, path),
        redacted_value(difference.after, secret, after, schema, path),
    )


def _json(value: Any) -> str:
    return json.dumps(value, default=repr, ensure_ascii=False, sort_keys=True)


def _attribute_step(difference: AttributeDifference, entry: ResourceChange) -> AttributeStep:
    path, marks = difference.path, marks_at(entry.before, difference.path)
    now = redacted_value(difference.before, difference.secret, marks, _schema(entry), path)
    text = _json(now)
    text = text if len(text) <= _TEXT_LIMIT else f"{text[: _TEXT_LIMIT - 3]}..."
    both = _json([difference.before, difference.after])
    return AttributeStep(path, text, hashlib.sha256(both.encode()).hexdigest())


def _step_deviations(saved: PlannedStep | None, fresh: PlannedStep | None) -> Iterator[PlanDeviation]:
    step = saved or fresh
    if step is None:
        return
    redacted = any(s.redacted for s in (saved, fresh) if s)
    before, after = (_attributes(s, secrets=not redacted) for s in (saved, fresh))
    then, now = (s.action.value if s else None for s in (saved, fresh))
    by_attribute = (before or after) and {then, now} == {Action.UPDATE.value, None}  # these say more
    if then != now and not by_attribute:
        yield PlanDeviation(step.address, (), then, now)
        return
    found: set[Path] = set()
    for path, secret in sorted(before.keys() | after.keys(), key=lambda key: key[1]):
        old, new = before.get((path, secret)), after.get((path, secret))
        if path not in found and (old is None or new is None or old.digest != new.digest):
            found.add(path)
            yield PlanDeviation(step.address, path, old.now if old else None, new.now if new else None)


def _attributes(step: PlannedStep | None, *, secrets: bool) -> dict[tuple[Path, bool], AttributeStep]:
    """Return the attributes of a step by path, with the secret ones or without."""
    attributes = step.attributes if step else ()
    return {(a.path, a.secret): a for a in attributes if secrets or not a.secret}
