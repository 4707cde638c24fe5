"""Equal changes of many objects as parts of JSON documents."""

from __future__ import annotations

from typing import Any

from ...engine.drift.order import alike_groups, group_id, grouped, sort_findings
from ...engine.drift.result import DriftResult
from ...engine.plan.result import ObjectChange, PlanResult
from .values import json_text


def plan_groups(plan: PlanResult) -> list[dict[str, Any]]:
    """Return equal changes of many objects: their attributes, and the addresses of the objects."""
    return [
        {
            "count": len(group),
            "attributes": [
                {"path": list(a.path), "before": a.before, "after": a.after, "origin": a.origin.value}
                for a in group[0].attributes
            ],
            "addresses": [change.address.text for change in group],
        }
        for group in grouped(plan.changes, _edit_key)
        if len(group) > 1
    ]


def _edit_key(change: ObjectChange) -> str | None:
    if not change.only_updates or any(attribute.sensitive for attribute in change.attributes):
        return None
    edits = [(a.path, a.before, a.after, a.recorded, a.origin) for a in change.attributes]
    return json_text({"edits": edits}) if edits else None


def drift_groups(drift: DriftResult) -> list[dict[str, Any]]:
    """Return equal changes of many objects, with the ids of their findings."""
    return [
        {
            "id": group_id(group),
            "kind": group[0].kind.value,
            "path": list(group[0].path),
            "count": len(group),
            "findings": [finding.id for finding in group],
        }
        for group in alike_groups(sort_findings(drift.findings))
        if len(group) > 1
    ]
