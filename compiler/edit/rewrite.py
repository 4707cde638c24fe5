"""Edit a spec in place. In: the bytes of a file and its new values. Out: the new bytes. Pure.

Only what differs is changed. Comments, blank lines, quotes, line ends and the byte order mark are kept;
comments of removed values are kept on lines of their own. The result is parsed again and must have exactly
the new values and every comment; otherwise an error is raised.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any

from ...schemas.cluster import ClusterSpec
from ...schemas.reflection.walk import fields, model_at
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
    """Return plain values with the value at a path set; missing parents become mappings."""
    if not path:
        return value
    step, rest = path[0], path[1:]
    if isinstance(values, tuple | list) and isinstance(step, int) and step <= len(values):
        inner = values[step] if step < len(values) else None
        return (*values[:step], with_value(inner, rest, value), *values[step + 1 :])
    if isinstance(step, str) and (values is None or isinstance(values, Mapping)):
        values = values or {}
        return {**values, step: with_value(values.get(step), rest, value)}
    raise EksgenError(f"`{dotted((step,))}` cannot be set, its parent has no such entry", code="no-place")


def without_value(values: Any, path: Path) -> Any:
    """Return plain values without the value at a path, which must exist."""
    step, rest = path[0], path[1:]
    if isinstance(values, Mapping) and step in values:
        if rest:
            return {**values, step: without_value(values[step], rest)}
        return {key: value for key, value in values.items() if key != step}
    if isinstance(values, tuple | list) and isinstance(step, int) and step < len(values):
        kept = (without_value(values[step], rest),) if rest else ()
        return (*values[:step], *kept, *values[step + 1 :])
    raise EksgenError(f"`{dotted(path)}` does not exist", code="no-place")


def rewrite(data: bytes, file: str, wanted: Mapping[str, Any]) -> bytes:
    """Return the file with its values changed to `wanted` (plain mappings, lists and scalars by key).

    Raise `EksgenError` if the file has errors, or the edit would lose a comment or a value.
    """
    root, text, findings = parse_yaml(data, file)
    if findings or not isinstance(root, MapNode):
        raise EksgenError(f"{file} has errors, so it cannot be edited", code="not-editable")
    target = _frozen(wanted)
    if not root.entries.keys() & target.keys():
        raise _not_editable(file)
    layout = outline(text, root)
    source = EditedText(layout, writing_style_of(layout))
    splices = sorted(
        _edit_map(source, layout.root, target, ()), key=lambda splice: (splice.start, splice.end)
    )
    after = apply_splices(data, text, splices)
    _verify(file, text, after, target)
    return after


def _verify(file: str, before: str, after: bytes, wanted: Any) -> None:
    root, text, findings = parse_yaml(after, file)
    same_values = root is not None and not findings and _exact(to_plain(root)) == _exact(wanted)
    if not same_values or _comment_counts(text) != _comment_counts(before):
        raise _not_editable(file)


def _comment_counts(text: str) -> Counter[str]:
    return Counter(comment.text for comment in comments(text))


def _not_editable(file: str) -> EksgenError:
    return EksgenError(
        f"eksgen cannot make this edit in {file}",
        code="not-editable",
        notes=("the file is unchanged",),
        helps=("make the edit by hand",),
    )


def _edit_item(
    source: EditedText, item: OutlineItem, parent: OutlineShape, wanted: Any, path: Path
) -> Iterator[Splice]:
    """Change a value to `wanted` with as few changes as possible."""
    current, shape = to_plain(item.node), item.shape
    if _exact(current) == _exact(wanted):
        return
    if shape and shape.style != PAIR and current and wanted:
        if isinstance(current, dict) and isinstance(wanted, dict) and current.keys() & wanted.keys():
            yield from _edit_map(source, shape, wanted, path)
            return
        if isinstance(current, tuple) and isinstance(wanted, tuple):
            yield from _edit_list(source, shape, wanted, path)
            return
    yield replace_value(source, item, parent, wanted)


def _edit_map(
    source: EditedText, shape: OutlineShape, wanted: Mapping[str, Any], path: Path
) -> Iterator[Splice]:
    assert isinstance(shape.node, MapNode)
    items = dict(zip(shape.node.entries, shape.items, strict=True))
    for key, item in items.items():
        if key in wanted:
            yield from _edit_item(source, item, shape, wanted[key], (*path, key))
    for run in _runs([key not in wanted for key in items]):
        yield remove_entry(source, shape, run)
    model = model_at(ClusterSpec, path)
    order = list(fields(model)) if model else []
    kept = [index for index, key in enumerate(items) if key in wanted]
    keys = list(items)
    for key in sorted((key for key in wanted if key not in items), key=lambda new: _rank(order, new)):
        earlier = [index for index in kept if _rank(order, keys[index]) < _rank(order, key)]
        yield from insert_entry(source, shape, (earlier or kept)[-1], key, wanted[key])


def _rank(order: Sequence[str], key: str) -> int:
    return order.index(key) if key in order else len(order)


def _edit_list(
    source: EditedText, shape: OutlineShape, wanted: Sequence[Any], path: Path
) -> Iterator[Splice]:
    current = [repr(_exact(to_plain(item.node))) for item in shape.items]
    matcher = SequenceMatcher(None, current, [repr(_exact(value)) for value in wanted], autojunk=False)
    for kind, i, i_end, j, j_end in matcher.get_opcodes():
        if kind == "equal":
            continue
        pairs = min(i_end - i, j_end - j)
        for index in range(pairs):
            item = shape.items[i + index]
            yield from _edit_item(source, item, shape, wanted[j + index], (*path, i + index))
        if i + pairs < i_end:
            yield remove_entry(source, shape, range(i + pairs, i_end))
        for value in wanted[j + pairs : j_end]:
            yield from insert_entry(source, shape, i + pairs - 1, None, value)


def _runs(selected: Sequence[bool]) -> Iterator[range]:
    """Yield the ranges of consecutive selected indexes."""
    start = None
    for index, is_selected in enumerate([*selected, False]):
        if is_selected and start is None:
            start = index
        elif not is_selected and start is not None:
            yield range(start, index)
            start = None


def _frozen(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _frozen(item) for key, item in value.items()}
    return tuple(map(_frozen, value)) if isinstance(value, tuple | list) else value


def _exact(value: Any) -> Any:
    """Return a value for comparison, with types (in Python `1`, `1.0` and `true` are equal)."""
    if isinstance(value, Mapping):
        return {key: _exact(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [_exact(item) for item in value]
    return type(value).__name__, value
