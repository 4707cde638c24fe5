"""Which fields of two specs differ, with the place on both sides and the parts of the cluster each touches.

In: two compilations, or None for a cluster that is not there on one side, and their changed module calls.
Out: edits, in spec order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..diagnostics import Path
from ..pipeline import Compilation
from ..resolve.as_yaml import resolved_values
from ..source.tree import Node, locate
from .module_calls import ArgumentSide, CallChange, ChangedArgument, Plain

_INERT = ("drift",)
"""Parts of the spec that nothing is compiled from."""


@dataclass(frozen=True, slots=True)
class FieldEdit:
    """A field of the spec that differs. A side is None where the field is not there at all.

    `calls` are the parts of the cluster it touches, in the order of the folder; none: Terraform does not see
    it.
    """

    path: Path
    before: ArgumentSide | None
    after: ArgumentSide | None
    calls: tuple[str, ...] = ()


def field_edits(
    old: Compilation | None, new: Compilation | None, calls: Iterable[CallChange]
) -> tuple[FieldEdit, ...]:
    """Every field that differs and is written on a side at least, in spec order.

    What only follows (a subnet's range that was decided, a default that another field sets) is no edit, and
    a field of `nodeDefaults` is told once and not again for each group.
    """
    was = resolved_values(old.cluster) if old else {}
    now = resolved_values(new.cluster) if new else {}
    trees = old.tree if old else None, new.tree if new else None
    written = [edit for edit in _edits(was, now, (), (), *trees) if _written(edit)]
    spans = {s for edit in written if edit.path[0] == "nodeDefaults" for s in _spans(edit)}
    own = [e for e in written if e.path[0] != "nodeGroups" or not (spans and _spans(e) <= spans)]
    return _with_calls(own, tuple(calls))


def _edits(
    was: Plain, now: Plain, old_path: Path, path: Path, old: Node | None, new: Node | None
) -> Iterator[FieldEdit]:
    if isinstance(was, dict) and isinstance(now, dict):
        for key in (*now, *(key for key in was if key not in now)):
            at, other = (*path, key), (*old_path, key)
            yield from _edits(was.get(key, _ABSENT), now.get(key, _ABSENT), other, at, old, new)
    elif _rows(was) and _rows(now):
        for one, two in _paired(was, now):
            before = was[one] if one is not None else _ABSENT
            after = now[two] if two is not None else _ABSENT
            at = (*path, two if two is not None else one or 0)
            yield from _edits(before, after, (*old_path, one or 0), at, old, new)
    elif was != now:
        yield FieldEdit(path, _written_side(was, old_path, old), _written_side(now, path, new))


_ABSENT: Plain = object()


def _rows(value: Plain) -> bool:
    return isinstance(value, tuple) and any(isinstance(item, dict) for item in value)


def _paired(was: tuple[Plain, ...], now: tuple[Plain, ...]) -> Iterator[tuple[int | None, int | None]]:
    """Indexes of the rows that belong together: by port or key where these tell rows apart, else in order."""
    one, two = _row_keys(was), _row_keys(now)
    for index, key in enumerate(two):
        yield (one.index(key) if key in one else None), index
    yield from ((index, None) for index, key in enumerate(one) if key not in two)


def _row_keys(rows: tuple[Plain, ...]) -> list[Plain]:
    keys = [row.get("port", row.get("key")) if isinstance(row, dict) else row for row in rows]
    return keys if len(set(map(str, keys))) == len(keys) else list(range(len(rows)))


def _written_side(value: Plain, path: Path, tree: Node | None) -> ArgumentSide | None:
    """A value as it was written: of a mapping only the keys that stand in the spec."""
    if value is _ABSENT or tree is None:
        return None
    return ArgumentSide(_pruned(value, path, tree), path, locate(tree, path))


def _pruned(value: Plain, path: Path, tree: Node) -> Plain:
    if not isinstance(value, dict):
        return value
    return {
        key: _pruned(item, (*path, key), tree)
        for key, item in value.items()
        if locate(tree, (*path, key)).written
    }


def _written(edit: FieldEdit) -> bool:
    return any(side is not None and side.place.written for side in (edit.before, edit.after))


def _spans(edit: FieldEdit) -> set[object]:
    return {side.place.span for side in (edit.before, edit.after) if side and side.place.written}


def _with_calls(found: list[FieldEdit], calls: tuple[CallChange, ...]) -> tuple[FieldEdit, ...]:
    """Edits with the calls they touch.

    Some arguments are worked out from several fields, and no edit leads to them (the ranges of subnets from
    the number of zones). They are put to the edits that lead nowhere, and where there are none to all: better
    a part too many than an edit that wrongly seems to do nothing.
    """
    live = [edit for edit in found if edit.path[0] not in _INERT]
    touched = {edit.path: {c.name for c in calls for a in c.arguments if _leads(edit, c, a)} for edit in live}
    told = {name for names in touched.values() for name in names}
    loose = {c.name for c in calls for a in c.arguments if not any(_leads(edit, c, a) for edit in live)}
    idle = [edit.path for edit in live if not touched[edit.path]]
    for path in idle or touched:
        touched[path] |= loose if idle else {call.name for call in calls} - told
    order = [call.name for call in calls]
    return tuple(
        FieldEdit(e.path, e.before, e.after, tuple(sorted(touched.get(e.path, ()), key=order.index)))
        for e in found
    )


def _leads(edit: FieldEdit, call: CallChange, argument: ChangedArgument) -> bool:
    """Whether an argument came from the field of the edit, from around it or from inside it.

    What has no field but the whole call behind it, such as a name, proves nothing about a field inside.
    """
    spans = _spans(edit)
    return any(
        (side.place.written and side.place.span in spans)
        or side.path[: len(edit.path)] == edit.path
        or (side.path != call.path and edit.path[: len(side.path)] == side.path)
        for side in (argument.before, argument.after)
        if side is not None
    )
