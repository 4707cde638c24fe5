"""The small values in the JSON of plans and drift, each as its schema has it; null where there is none."""

from __future__ import annotations

from datetime import date
from typing import Any

from ...compiler.diagnostics import dotted
from ...engine.drift.result import Actor, FirstSeen, ResolvedFinding
from ...engine.plan.result import IgnoredBy
from ...engine.source_map.place import SpecPlace


def place(at: SpecPlace | None) -> dict[str, Any] | None:
    """A place in the spec."""
    if at is None:
        return None
    return {
        "path": list(at.path),
        "field": dotted(at.path),
        "file": at.file,
        "line": at.line,
        "column": at.column,
        "written": at.written,
    }


def acceptance(rule: IgnoredBy | None) -> dict[str, Any] | None:
    """A rule of `drift.ignore`."""
    if rule is None:
        return None
    until = _day(rule.until)
    return {"reason": rule.reason, "owner": rule.owner, "until": until, "spec": place(rule.spec)}


def actor(who: Actor | None) -> dict[str, Any] | None:
    """Who made a change."""
    if who is None:
        return None
    return {
        "name": who.name or None,
        "through": who.through or None,
        "when": who.when or None,
        "event": who.event or None,
    }


def seen(when: FirstSeen | None) -> dict[str, Any] | None:
    """Since when a finding is there."""
    return {"new": when.new, "since": _day(when.since)} if when else None


def resolved(one: ResolvedFinding) -> dict[str, Any]:
    """What is there no more."""
    return {"id": one.id, "kind": one.kind, "what": one.what, "since": _day(one.since)}


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
