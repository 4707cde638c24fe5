"""Diagnostics for fields that are missing, unknown or not keys_of."""

from __future__ import annotations

from difflib import get_close_matches
from functools import cache

from pydantic import BaseModel

from ...schemas.cluster import ClusterSpec
from ...schemas.reflection.walk import fields, keys_of, model_at
from ..diagnostics import Diagnostic, Fix, Label, Path, Severity
from ..source.scalars import flow_text, key_text
from ..source.tree import MapNode, Node, find, locate, to_plain
from .examples import example_of
from .finding import described_path, error_at, with_hints

FIELDS_HERE = "fields here: "
_SIMILAR = "a similar field is `{}`"
_SHORTEST = 3
"""Letters of the shortest field for which a longer word may stand: `maximum` for `max`."""
_MOST_PARTS = 2
"""How many parts with a field of the same name are named."""


def missing_field(root: Node, path: Path) -> Diagnostic:
    """Return the finding for a required field, with an example and, for a part, the line for it."""
    field = str(path[-1])
    message = f"{described_path(path[:-1])} has no `{field}`"
    example = example_of(path)
    model = model_at(ClusterSpec, path[:-1])
    info = fields(model).get(field) if model else None
    note = f"`{field}`: {info.description}" if info and info.description else ""
    if len(path) == 1 and isinstance(root, MapNode):
        before, line = _place_of_part(root, field)
        diagnostic = error_at(root, before, "missing-field", message, f"`{field}` goes after this part")
        where = f"add `{field}: {flow_text(example)}` as line {line}" if example else ""
        return with_hints(diagnostic, note=note, help=where)
    diagnostic = error_at(root, path, "missing-field", message, "starts here")
    help = f"for example `{field}: {flow_text(example)}`" if example else ""
    return with_hints(diagnostic, note=note, help=help)


def _place_of_part(root: MapNode, part: str) -> tuple[Path, int]:
    """Return the part of the file after which a missing part belongs, and the number of the new line."""
    order = list(fields(ClusterSpec))
    here = [key for key in root.entries if root.entries[key].key_span.file == root.span.file]
    before = [key for key in here if key in order and order.index(key) < order.index(part)]
    if not before:
        return (), 1
    last = max(before, key=order.index)
    return (last,), _last_line(root.entries[last].node, root.entries[last].key_span.line) + 1


def _last_line(node: Node, line: int) -> int:
    if isinstance(node, MapNode):
        return max(
            (_last_line(entry.node, entry.key_span.line) for entry in node.entries.values()), default=line
        )
    items = getattr(node, "items", ())
    return max([line, node.span.line, *(_last_line(item, item.span.line) for item in items)])


def unknown_field(root: Node, path: Path, *, suggest: bool = True) -> Diagnostic:
    """Return the finding for a field that does not exist here, with the field that is meant."""
    model = model_at(ClusterSpec, path[:-1])
    known = keys_of(model) if model else []
    fix = (_similar(root, path, known) or _inside(root, path, model)) if suggest else None
    notes = (f"{FIELDS_HERE}{', '.join(known)}",) if known else ()
    if suggest and fix is None:
        name = str(path[-1])
        near = similar_field(name, known)
        hint = _has_it(name, model) or (_SIMILAR.format(near) if near else "")
        notes = (*((hint,) if hint else ()), *notes)
    return Diagnostic(
        "unknown-field",
        Severity.ERROR,
        f"unknown field `{path[-1]}` in {described_path(path[:-1])}",
        Label(locate(root, path).key_span, "unknown field"),
        (),
        notes,
        fixes=(fix,) if fix else (),
    )


def _similar(root: Node, path: Path, known: list[str]) -> Fix | None:
    """Return the change of a misspelt name into the field with a similar one."""
    near = similar_field(str(path[-1]), known)
    target = (*path[:-1], near)
    if not near or find(root, target) is not None:
        return None
    changes = ((path, None), (target, _text(root, path)))
    return Fix(f"write `{near}`", changes, _SIMILAR.format(near))


def similar_field(key: str, known: list[str]) -> str:
    """Return the field with a similar name, the same in another style or its beginning, or empty text."""
    same = [name for name in known if name.lower() == key.replace("_", "").replace("-", "").lower()]
    short = [name for name in known if len(name) >= _SHORTEST and key.lower().startswith(name.lower())]
    return next(iter(same or get_close_matches(key, known, 1, 0.7) or short), "")


def _inside(root: Node, path: Path, model: type[BaseModel] | None) -> Fix | None:
    """Return the change that moves a field into the part beside it that has a field of this name."""
    key, around = str(path[-1]), path[:-1]
    parts = _parts_with(model).get(key, []) if model else []
    target = (*around, *parts[:1], key)
    if len(parts) != 1 or find(root, target) is not None:
        return None
    written = find(root, target[:-1]) is not None
    text = f"{key_text(key)}: {_text(root, path)}"
    help = f"write `{text}` under `{parts[0]}`" if written else f"write `{parts[0]}: {{{text}}}`"
    return Fix(help, ((path, None), (target, _text(root, path))), _has_it(key, model))


def _has_it(key: str, model: type[BaseModel] | None) -> str:
    """Return which parts beside a field have a field of its name, or empty text."""
    parts = _parts_with(model).get(key, []) if model else []
    if not parts or len(parts) > _MOST_PARTS:
        return ""
    verb = "has" if len(parts) == 1 else "have"
    return f"{' and '.join(f'`{part}`' for part in parts)} {verb} a field `{key}`"


@cache
def _parts_with(model: type[BaseModel]) -> dict[str, list[str]]:
    """Return the parts of a model by the fields that they have."""
    parts: dict[str, list[str]] = {}
    for part in keys_of(model):
        below = model_at(model, (part,))
        for key in keys_of(below) if below else ():
            parts.setdefault(key, []).append(part)
    return parts


def _text(root: Node, path: Path) -> str:
    node = find(root, path)
    return flow_text(to_plain(node)) if node is not None else ""
