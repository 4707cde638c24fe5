"""A spec edited in place: the bytes of a file and what it shall say in, the new bytes out. Pure.

Only what differs is touched. Comments, blank lines, quotes, line ends and the byte order mark stay; comments
of what is taken out stay too, on lines of their own. The result is read again and must say exactly what was
wanted, with every comment in it: a wrong file is never given out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any

from ...schemas.cluster import ClusterSpec
from ...schemas.walk import fields, model_at
from ..diagnostics import Path, dotted
from ..errors import EksgenError
from ..source.parse import parse_yaml
from ..source.tree import MapNode, to_plain
from .outline import PAIR, OutlineItem, OutlineShape, comments, outline
from .splices import (
    EditedText,
    Splice,
    apply_splices,
    insert_entry,
    remove_entry,
    replace_value,
    writing_style_of,
)


def with_value(values: Any, path: Path, value: Any) -> Any:
    """Plain values with the one at a path set; what is missing on the way becomes a mapping."""
    if not path:
        return value
    step, rest = path[0], path[1:]
    if isinstance(values, tuple | list) and isinstance(step, int) and step <= len(values):
        inner = values[step] if step < len(values) else None
        return (*values[:step], with_value(inner, rest, value), *values[step + 1 :])
    if isinstance(step, str) and (values is None or isinstance(values, Mapping)):
        values = values or {}
        return {**values, step: with_value(values.get(step), rest, value)}
    raise EksgenError(f"`{dotted((step,))}` cannot stand in what is written there", code="no-place")


def without_value(values: Any, path: Path) -> Any:
    """Plain values with the one at a path left out; it must be there."""
    step, rest = path[0], path[1:]
    if isinstance(values, Mapping) and step in values:
        if rest:
            return {**values, step: without_value(values[step], rest)}
        return {key: value for key, value in values.items() if key != step}
    if isinstance(values, tuple | list) and isinstance(step, int) and step < len(values):
        kept = (without_value(values[step], rest),) if rest else ()
        return (*values[:step], *kept, *values[step + 1 :])
    raise EksgenError(f"`{dotted(path)}` is not there", code="no-place")


def rewrite(data: bytes, file: str, wanted: Mapping[str, Any]) -> bytes:
    """The file with its values made to be `wanted` (plain mappings, lists and scalars by key)."""
    root, text, findings = parse_yaml(data, file)
    if findings or not isinstance(root, MapNode):
        raise EksgenError(f"{file} has faults, which an edit would hide", code="not-editable")
    target = _frozen(wanted)
    if not root.entries.keys() & target.keys():
        raise _refused(file)
    whole = outline(text, root)
    page = EditedText(whole, writing_style_of(whole))
    changes = sorted(_map(page, page.outline.root, target, ()), key=lambda one: (one.start, one.end))
    after = apply_splices(data, text, changes)
    _prove(file, text, after, target)
    return after


def _prove(file: str, before: str, after: bytes, wanted: Any) -> None:
    again, text, findings = parse_yaml(after, file)
    fine = again is not None and not findings and _exact(to_plain(again)) == _exact(wanted)
    if fine and Counter(c.text for c in comments(text)) == Counter(c.text for c in comments(before)):
        return
    raise _refused(file)


def _refused(file: str) -> EksgenError:
    return EksgenError(
        f"eksgen does not know how to make this edit in {file}",
        code="not-editable",
        notes=("the file is left as it is",),
        helps=("make the edit by hand",),
    )


def _change(
    page: EditedText, item: OutlineItem, parent: OutlineShape, wanted: Any, path: Path
) -> Iterator[Splice]:
    """Make one value be what is wanted, touching as little as can be."""
    have, shape = to_plain(item.node), item.shape
    if _exact(have) == _exact(wanted):
        return
    if shape and shape.style != PAIR and have and wanted:
        if isinstance(have, dict) and isinstance(wanted, dict) and have.keys() & wanted.keys():
            yield from _map(page, shape, wanted, path)
            return
        if isinstance(have, tuple) and isinstance(wanted, tuple):
            yield from _list(page, shape, wanted, path)
            return
    yield replace_value(page, item, parent, wanted)


def _map(page: EditedText, shape: OutlineShape, wanted: Mapping[str, Any], path: Path) -> Iterator[Splice]:
    assert isinstance(shape.node, MapNode)
    items = dict(zip(shape.node.entries, shape.items, strict=True))
    for key, item in items.items():
        if key in wanted:
            yield from _change(page, item, shape, wanted[key], (*path, key))
    for run in _runs([key not in wanted for key in items]):
        yield remove_entry(page, shape, run)
    model = model_at(ClusterSpec, path)
    order = list(fields(model)) if model else []
    kept = [index for index, key in enumerate(items) if key in wanted]
    keys = list(items)
    for key in sorted((key for key in wanted if key not in items), key=lambda one: _rank(order, one)):
        lower = [index for index in kept if _rank(order, keys[index]) < _rank(order, key)]
        yield from insert_entry(page, shape, (lower or kept)[-1], key, wanted[key])


def _rank(order: Sequence[str], key: str) -> int:
    return order.index(key) if key in order else len(order)


def _list(page: EditedText, shape: OutlineShape, wanted: Sequence[Any], path: Path) -> Iterator[Splice]:
    have = [repr(_exact(to_plain(item.node))) for item in shape.items]
    matched = SequenceMatcher(None, have, [repr(_exact(value)) for value in wanted], autojunk=False)
    for kind, i, i_end, j, j_end in matched.get_opcodes():
        if kind == "equal":
            continue
        pairs = min(i_end - i, j_end - j)
        for index in range(pairs):
            yield from _change(page, shape.items[i + index], shape, wanted[j + index], (*path, i + index))
        if i + pairs < i_end:
            yield remove_entry(page, shape, range(i + pairs, i_end))
        for value in wanted[j + pairs : j_end]:
            yield from insert_entry(page, shape, i + pairs - 1, None, value)


def _runs(chosen: Sequence[bool]) -> Iterator[range]:
    """The stretches of what is chosen."""
    start = None
    for index, one in enumerate([*chosen, False]):
        if one and start is None:
            start = index
        elif not one and start is not None:
            yield range(start, index)
            start = None


def _frozen(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _frozen(item) for key, item in value.items()}
    return tuple(map(_frozen, value)) if isinstance(value, tuple | list) else value


def _exact(value: Any) -> Any:
    """A value to compare by: exact to the type (in Python `1`, `1.0` and `true` are equal)."""
    if isinstance(value, Mapping):
        return {key: _exact(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [_exact(item) for item in value]
    return type(value).__name__, value
