"""Values that the documents share, as their schemas describe them, and the text of a document.

A value that is secret or not known yet is `{"$eksgen": "sensitive"}` or `{"$eksgen": "unknown"}`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from ...compiler.diagnostics import dotted
from ...engine.drift.result import Actor, FirstSeen, ResolvedFinding
from ...engine.plan.result import IgnoredBy
from ...engine.redact import SensitiveMarker, UnknownMarker
from ...engine.source_map.place import SpecPlace


def json_text(document: Mapping[str, Any]) -> str:
    """Return a document as text, with escapes for what a terminal or a GitHub runner would act on."""
    text = json.dumps(document, indent=2, ensure_ascii=False, default=_marker)
    return _ACTIVE.sub(lambda match: _escape(match[0]), text) + "\n"


_ACTIVE = re.compile(r"[^\n -~]|##(?=\[)")


def _escape(text: str) -> str:
    if text == "##":
        return "#\\u0023"
    return text if text.isprintable() else json.dumps(text)[1:-1]


def _marker(value: object) -> dict[str, str]:
    if isinstance(value, SensitiveMarker):
        return {"$eksgen": "sensitive"}
    if isinstance(value, UnknownMarker):
        return {"$eksgen": "unknown"}
    raise TypeError(f"{type(value).__name__} is not a JSON value")


def place_json(at: SpecPlace | None) -> dict[str, Any] | None:
    """Return a place in the spec."""
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


def ignored_by_json(rule: IgnoredBy | None) -> dict[str, Any] | None:
    """Return a rule of `drift.ignore`."""
    if rule is None:
        return None
    until = _day(rule.until)
    return {"reason": rule.reason, "owner": rule.owner, "until": until, "spec": place_json(rule.spec)}


def actor_json(who: Actor | None) -> dict[str, Any] | None:
    """Return who made a change."""
    if who is None:
        return None
    return {
        "name": who.name or None,
        "through": who.through or None,
        "when": who.when or None,
        "event": who.event or None,
    }


def first_seen_json(when: FirstSeen | None) -> dict[str, Any] | None:
    """Return since when a finding exists."""
    return {"new": when.new, "since": _day(when.since)} if when else None


def resolved_json(finding: ResolvedFinding) -> dict[str, Any]:
    """Return a finding of the last report that no longer exists."""
    return {"id": finding.id, "kind": finding.kind, "what": finding.what, "since": _day(finding.since)}


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
