"""Suggested changes of a spec, as sentences and as values."""

from __future__ import annotations

from typing import Any

from .diagnostics import Fix, Path, dotted
from .source.scalars import flow_text, key_text


def write_value(path: Path, value: Any, otherwise: str = "") -> Fix:
    """Suggest another value at a path: ``write `VALUE` ``. `otherwise` continues the sentence."""
    text = flow_text(value)
    return Fix(f"write `{text}`{otherwise}", ((path, text),))


def write_field(path: Path, value: Any, otherwise: str = "") -> Fix:
    """Suggest another value, shown with its field: ``write `FIELD: VALUE` ``."""
    text = flow_text(value)
    return Fix(f"write `{key_text(str(path[-1]))}: {text}`{otherwise}", ((path, text),))


def add_field(path: Path, value: Any, otherwise: str = "") -> Fix:
    """Suggest a field that is missing: ``add `FIELD: VALUE` to `PART` ``."""
    text = flow_text(value)
    place = f" to `{dotted(path[:-1])}`" if len(path) > 1 else ""
    return Fix(f"add `{key_text(str(path[-1]))}: {text}`{place}{otherwise}", ((path, text),))


def delete_field(path: Path, otherwise: str = "") -> Fix:
    """Suggest to delete a field."""
    return Fix(f"delete `{dotted(path[-1:])}`{otherwise}", ((path, None),))
