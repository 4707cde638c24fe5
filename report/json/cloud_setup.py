"""A workspace of HCP as a JSON document, described by `report/schemas/cloud-setup.schema.json`."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from typing import Any

from ...engine.cloud.setup.settings import Setup
from ...engine.cloud.setup.trust import APPLY_ROLE, AUTH, PLAN_ROLE, Trust
from .values import json_text

VERSION = 1


def cloud_setup_json(setup: Setup, trust: Trust, not_done: Sequence[str], *, done: bool) -> str:
    """Return the document as text. `done` says whether the changes were made, `not_done` what HCP did not
    do."""
    target = setup.target
    made = setup.changes and done
    changes = (*((s.name, s.before, s.after) for s in setup.settings), *_variables(setup))
    return json_text(
        {
            "version": VERSION,
            "kind": "cloud-setup",
            "workspace": {
                "host": target.hostname,
                "organization": target.organization,
                "name": target.name,
                "project": trust.project,
                "page": target.page,
            },
            "existed": setup.workspace is not None,
            "outcome": "done" if made else "would change" if setup.changes else "nothing to do",
            "changes": [
                {"name": n, "before": before or None, "after": after} for n, before, after in changes
            ],
            "kept": [{"name": kept.name, "value": kept.value} for kept in setup.kept],
            "leftAlone": list(setup.notes),
            "notDone": list(not_done),
            "credentials": _credentials(setup, trust, made=made),
        }
    )


def _variables(setup: Setup) -> tuple[tuple[str, str, str], ...]:
    return tuple((v.name, v.before, v.value) for v in setup.variables)


def _credentials(setup: Setup, trust: Trust, *, made: bool) -> dict[str, Any]:
    there = setup.environment | ({v.name for v in setup.variables} if made else set())
    return {
        "identityProvider": trust.provider,
        "createIdentityProvider": shlex.join(trust.create_provider),
        "audience": trust.audience,
        "roles": {phase: {"trustPolicy": trust.policy(phase)} for phase in ("plan", "apply")},
        "variables": [{"name": n, "set": n in there} for n in (AUTH, PLAN_ROLE, APPLY_ROLE)],
    }
