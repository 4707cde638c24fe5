"""Parts that are written as `NAME: true`, `NAME: false` or with `enabled`: how to turn them on and off."""

from __future__ import annotations

from ...schemas.cluster import ClusterSpec
from ...schemas.reflection.walk import literals_at, model_at
from ...schemas.values import Present
from ..diagnostics import Fix, Path
from ..source.scalars import flow_text
from ..source.tree import Node, ScalarNode, find
from .examples import example_of


def switch_fix(root: Node, path: Path) -> Fix | None:
    """Return how to turn a field on or off that is written as `NAME: false` or `NAME: {enabled: false}`."""
    node = find(root, path)
    if not path or not isinstance(node, ScalarNode) or not isinstance(node.value, bool):
        return None
    field = path[:-1] if path[-1] == "enabled" else path
    can_be_none, model = "none" in literals_at(ClusterSpec, field), model_at(ClusterSpec, field)
    if not field or (model is None and not can_be_none):
        return None
    if node.value:
        return _on(field, path) if model else None
    if can_be_none:
        return Fix(f"write `{field[-1]}: none`", ((field, "none"),))
    off = f"delete `{field[-1]}`: it is off unless it is written"
    return Fix(off, ((field, None),)) if model is Present else None


def _on(field: Path, path: Path) -> Fix:
    if field == path:
        text = flow_text(example_of(field))
        start = "write" if text == "{}" else "for example"
        return Fix(f"{start} `{field[-1]}: {text}`", ((field, text),))
    return Fix("delete the line: what is written is on", ((path, None),))
