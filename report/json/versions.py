"""Versions that move as a JSON document, described by `report/schemas/versions.schema.json`."""

from __future__ import annotations

from typing import Any

from ..page.versions import VersionReport, notes, outcome, step_texts
from .values import json_text

VERSION = 1


def versions_json(report: VersionReport) -> str:
    """Return the document as text."""
    upgrade = report.upgrade
    return json_text(
        {
            "version": VERSION,
            "kind": report.verb,
            "cluster": report.cluster,
            "region": report.region,
            "kubernetes": report.update.lock.kubernetes,
            "spec": report.file,
            "lock": report.lock,
            "changed": report.update.changed,
            "wrote": report.wrote,
            "moves": [
                {
                    "kind": move.kind,
                    "name": move.name,
                    "old": move.old or None,
                    "new": move.new or None,
                    "state": move.state.value,
                    "note": move.note,
                }
                for move in report.update.moves
            ],
            "upgrade": None if upgrade is None else _upgrade(report),
            "notes": list(notes(report)),
            "outcome": outcome(report),
        }
    )


def _upgrade(report: VersionReport) -> dict[str, Any]:
    upgrade = report.upgrade
    assert upgrade is not None
    return {
        "from": upgrade.current,
        "to": upgrade.target,
        "ready": upgrade.ready,
        "place": report.place,
        "checks": [
            {"name": c.name, "state": c.state.value, "text": c.text, "details": list(c.details)}
            for c in upgrade.checks
        ],
        "steps": list(step_texts(report)),
    }
