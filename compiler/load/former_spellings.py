"""What to write instead of an earlier spelling of the language, and of `true` or `false` for a part.

In: a tree and the path of an error. Out: the help of its diagnostic, or empty text.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...catalog.former_spellings import FORMER_SPELLINGS
from ...schemas.cluster import ClusterSpec
from ...schemas.reflection.walk import literals_at, model_at
from ...schemas.values import Present
from ..diagnostics import Path
from ..paths import matches
from ..source.scalars import flow_text
from ..source.tree import MapNode, Node, ScalarNode, find, to_plain


def rewrite_help(root: Node, path: Path) -> str:
    """Return what to write in place of the value or field at a path."""
    return next(_former(root, path), "") or _switch(root, path)


def _former(root: Node, path: Path) -> Iterator[str]:
    """Yield the help of each row that the field at the path, or one in it, is written like."""
    inner = find(root, path)
    keys = list(inner.entries) if isinstance(inner, MapNode) else []
    for former in (path, *((*path, key) for key in keys)):
        text = flow_text(to_plain(node)) if isinstance(node := find(root, former), ScalarNode) else ""
        for row in FORMER_SPELLINGS:
            if text and matches(tuple(map(str, former)), row.path) and row.value in ("", text):
                yield f"write `{row.write.format(value=text)}`"


def _switch(root: Node, path: Path) -> str:
    """Return how to turn a field on or off that is written as `NAME: false` or `NAME: {enabled: false}`."""
    node = find(root, path)
    if not path or not isinstance(node, ScalarNode) or not isinstance(node.value, bool):
        return ""
    field = path[:-1] if path[-1] == "enabled" else path
    can_be_none, model = "none" in literals_at(ClusterSpec, field), model_at(ClusterSpec, field)
    if not field or (model is None and not can_be_none):
        return ""
    if node.value:
        return f"write `{field[-1]}: {{}}`" if field == path else "delete the line: what is written is on"
    if can_be_none:
        return f"write `{field[-1]}: none`"
    return f"delete `{field[-1]}`: it is off unless it is written" if _is_off(field) else ""


def _is_off(field: Path) -> bool:
    """Return whether a field is off by default and turned on by its presence."""
    return model_at(ClusterSpec, field) is Present
