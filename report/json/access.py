"""Who may do what as a JSON document, described by `report/schemas/access.schema.json`."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from ..page.access import AccessPage, Permission, Subject
from .values import json_text

VERSION = 1


def access_json(page: AccessPage) -> str:
    """Return the document as text."""
    return json_text(
        {
            "version": VERSION,
            "kind": "access",
            "cluster": page.cluster,
            "region": page.region,
            "subjects": [_subject(subject) for subject in page.subjects],
            "rules": [{"apiGroups": rule.pop("api_groups"), **rule} for rule in map(asdict, page.rules)],
        }
    )


def _subject(subject: Subject) -> dict[str, Any]:
    return {
        "kind": subject.kind,
        "name": subject.name,
        "madeBy": subject.made_by,
        "place": subject.place,
        "permissions": [_permission(permission) for permission in subject.permissions],
    }


def _permission(permission: Permission) -> dict[str, Any]:
    return {
        "kind": permission.kind,
        "name": permission.name,
        "namespaces": list(permission.namespaces),
        "through": permission.through or None,
        "place": permission.place,
    }
