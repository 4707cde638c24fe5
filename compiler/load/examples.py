"""Examples of fields, to show what can be written."""

from __future__ import annotations

from typing import Any

from ...catalog.kubernetes.versions import version_names
from ...schemas.cluster import ClusterSpec
from ...schemas.reflection.walk import fields, literals_at, model_at


def example_of(path: tuple[str | int, ...]) -> Any:
    """Return an example of a field: its own, or one with the required fields of a part."""
    if path == ("kubernetes", "version"):
        return version_names()[-1]
    model = model_at(ClusterSpec, path)
    if model is not None:
        required = [key for key, info in fields(model).items() if info.is_required()]
        return {key: example_of((*path, key)) for key in required}
    if words := literals_at(ClusterSpec, path):
        return words[0]
    around = model_at(ClusterSpec, path[:-1])
    info = fields(around).get(str(path[-1])) if around else None
    return info.examples[0] if info and info.examples else None
