"""What is derived from plan JSON: the redacted form, and how many resources change."""

from __future__ import annotations

from typing import Any

from ..values import Document


def redacted(document: Document, schemas: Document) -> Document:
    """Return `json-output-redacted`: sensitive values are null, and the schemas of all providers are added."""
    return {
        "plan_format_version": document["format_version"],
        "resource_changes": [_without_secrets(change) for change in document.get("resource_changes", ())],
        "resource_drift": [_without_secrets(change) for change in document.get("resource_drift", ())],
        "relevant_attributes": document.get("relevant_attributes", []),
        "output_changes": {
            name: _hidden_sides(change) for name, change in document.get("output_changes", {}).items()
        },
        "provider_format_version": schemas.get("format_version", "1.0"),
        "provider_schemas": schemas.get("provider_schemas", {}),
    }


def _without_secrets(change: Document) -> Document:
    return change | {"change": _hidden_sides(change["change"])}


def _hidden_sides(change: Document) -> Document:
    sides = {side: _hidden(change.get(side), change.get(f"{side}_sensitive")) for side in ("before", "after")}
    return change | sides


def _hidden(value: Any, marks: Any) -> Any:
    """Return a value without what is marked as sensitive; the marks have the shape of the value."""
    if marks is True:
        return None
    if isinstance(marks, dict) and isinstance(value, dict):
        return {key: _hidden(item, marks.get(key)) for key, item in value.items()}
    if isinstance(marks, list) and isinstance(value, list):
        padded = [*marks, *([None] * (len(value) - len(marks)))]
        return [_hidden(item, mark) for item, mark in zip(value, padded, strict=False)]
    return value


def managed_changes(document: Document) -> list[Document]:
    """Return the changes of managed resources, also those without an action."""
    return [change for change in document.get("resource_changes", ()) if change["mode"] == "managed"]


def counted(document: Document) -> dict[str, int]:
    """Return how many resources are added, changed, removed and imported."""
    changes = [change["change"] for change in managed_changes(document)]
    return {
        "add": sum("create" in change["actions"] for change in changes),
        "change": sum(change["actions"] == ["update"] for change in changes),
        "remove": sum("delete" in change["actions"] for change in changes),
        "import": sum("importing" in change for change in changes),
    }
