"""The checks of `eksgen doctor` as a JSON document, described by `report/schemas/doctor.schema.json`."""

from __future__ import annotations

from collections.abc import Sequence

from ...engine.terraform.doctor import Check
from .values import json_text

VERSION = 1
_STATUSES = {True: "ok", False: "failed", None: "note"}


def checks_json(checks: Sequence[Check]) -> str:
    """Return the document as text."""
    return json_text(
        {
            "version": VERSION,
            "kind": "doctor",
            "checks": [
                {
                    "name": check.name,
                    "status": _STATUSES[check.ok],
                    "detail": check.detail,
                    "helps": check.help.splitlines(),
                }
                for check in checks
            ],
        }
    )
