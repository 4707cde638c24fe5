"""Which fields of two specs differ, with the place on both sides and the parts of the cluster each touches.

In: two compilations, None for a side without a cluster, and their changed module calls. Out: edits, in spec
order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from ..diagnostics import Path
from ..pipeline import Compilation
from ..resolve.addons import addons_of
from ..resolve.as_yaml import resolved_values
from ..resolve.compute.own_settings import OwnSetting, own_settings
from ..source.tree import Node, locate
from .module_calls import ArgumentSide, CallChange, ChangedArgument, Plain

_INERT = ("drift",)
"""Parts of the spec that nothing is compiled from."""

_NAME = ("metadata", "name")

_DECIDES: dict[Path, Path] = {("network", "zones"): ("network", "subnets")}
"""Fields whose edit changes arguments that are computed for another field."""

_DECIDES_IN_GROUP = {
    "accelerator": "os",
    "maxPods": "bootstrap",
    "labels": "bootstrap",
    "taints": "bootstrap",
}
"""Fields of a node group that share an argument: those that choose the image, and those in the user data."""


@dataclass(frozen=True, slots=True)
class FieldEdit:
    """A field of the spec that differs; a side that does not have the field is None.

    `calls` are the parts of the cluster it touches, in the order of the folder; without any, Terraform does
    not see the edit.
    """

    path: Path
    before: ArgumentSide | None
    after: ArgumentSide | None
    calls: tuple[str, ...] = ()


def field_edits(
    old: Compilation | None, new: Compilation | None, calls: Iterable[CallChange]
) -> tuple[FieldEdit, ...]:
    """Return every field that differs and is written on at least one side, in spec order.

    What only follows (a computed subnet range, a default that another field sets) is no edit, and a field of
    `nodeDefaults` is reported once and not again for each group.
    """
    before = resolved_values(old.cluster) if old else {}
    after = resolved_values(new.cluster) if new else {}
    trees = old.tree if old else None, new.tree if new else None
    written = [edit for edit in _edits(before, after, (), (), *trees) if _is_written(edit)]
    defaults = {span for edit in written if edit.path[0] == "nodeDefaults" for span in _spans(edit)}
    own = [e for e in written if e.path[0] != "nodeGroups" or not (defaults and _spans(e) <= defaults)]
    return _with_calls(own, tuple(calls), _fields_of_configurations(old, new))


def _edits(
    before: Plain, after: Plain, old_path: Path, path: Path, old: Node | None, new: Node | None
) -> Iterator[FieldEdit]:
    if isinstance(before, dict) and isinstance(after, dict):
        for key in (*after, *(key for key in before if key not in after)):
            sides = before.get(key, _ABSENT), after.get(key, _ABSENT)
            yield from _edits(*sides, (*old_path, key), (*path, key), old, new)
    elif _is_list_of_mappings(before) and _is_list_of_mappings(after):
        for old_index, index in _paired_indexes(before, after):
            old_item = before[old_index] if old_index is not None else _ABSENT
            item = after[index] if index is not None else _ABSENT
            at = (*path, index if index is not None else old_index or 0)
            yield from _edits(old_item, item, (*old_path, old_index or 0), at, old, new)
    elif before != after:
        yield FieldEdit(path, _written_side(before, old_path, old), _written_side(after, path, new))


_ABSENT: Plain = object()


def _is_list_of_mappings(value: Plain) -> bool:
    return isinstance(value, tuple) and any(isinstance(item, dict) for item in value)


def _paired_indexes(
    before: tuple[Plain, ...], after: tuple[Plain, ...]
) -> Iterator[tuple[int | None, int | None]]:
    """Yield the indexes of items that belong together: by unique port or key, else in order."""
    old_keys, keys = _item_keys(before), _item_keys(after)
    for key, index in keys.items():
        yield old_keys.get(key), index
    yield from ((index, None) for key, index in old_keys.items() if key not in keys)


def _item_keys(items: tuple[Plain, ...]) -> dict[str, int]:
    """Return the index of each item by what identifies it."""
    keys = [str(item.get("port", item.get("key")) if isinstance(item, dict) else item) for item in items]
    names = keys if len(set(keys)) == len(keys) else map(str, range(len(items)))
    return {name: index for index, name in enumerate(names)}


def _written_side(value: Plain, path: Path, tree: Node | None) -> ArgumentSide | None:
    """Return a value as it was written: of a mapping, only the keys that stand in the spec."""
    if value is _ABSENT or tree is None:
        return None
    return ArgumentSide(_written_part(value, path, tree), path, locate(tree, path))


def _written_part(value: Plain, path: Path, tree: Node) -> Plain:
    if not isinstance(value, dict):
        return value
    return {
        key: _written_part(item, (*path, key), tree)
        for key, item in value.items()
        if locate(tree, (*path, key)).written
    }


def _is_written(edit: FieldEdit) -> bool:
    return any(side is not None and side.place.written for side in (edit.before, edit.after))


def _spans(edit: FieldEdit) -> set[object]:
    return {side.place.span for side in (edit.before, edit.after) if side and side.place.written}


def _fields_of_configurations(old: Compilation | None, new: Compilation | None) -> dict[str, set[Path]]:
    """Return the fields that change the configuration of each add-on: many are written into one text."""
    before, after = _settings_of_addons(old), _settings_of_addons(new)
    return {
        name: {setting.field for setting in before.get(name, set()) ^ after.get(name, set())}
        for name in {*before, *after}
    }


def _settings_of_addons(side: Compilation | None) -> dict[str, set[OwnSetting]]:
    spec = side.cluster.spec if side else None
    return {name: set(own_settings(spec, name, addon)) for name, addon in addons_of(spec)} if spec else {}


def _with_calls(
    edits: list[FieldEdit], calls: tuple[CallChange, ...], configurations: Mapping[str, set[Path]]
) -> tuple[FieldEdit, ...]:
    """Return the edits with the calls they touch; `configurations` are the fields behind those of add-ons.

    Some arguments are computed from several fields, and no edit leads to them (the ranges of subnets from the
    number of zones). Their calls are added to the edits that lead nowhere, else to that of the cluster's
    name, which most names contain, else to all: better one part too many than an edit that wrongly seems to
    do nothing.
    """
    compiled = [edit for edit in edits if edit.path[0] not in _INERT]
    sources = _Sources(compiled)
    touched: dict[Path, set[str]] = {edit.path: set() for edit in compiled}
    unexplained: set[str] = set()
    for call in calls:
        for argument in call.arguments:
            paths = sources.of(call, argument)
            if call.module == "addons" and argument.at[2:] == ("configuration",):
                paths |= sources.at((*argument.at[:2], "configuration"))
                paths |= sources.at(*configurations.get(argument.at[1], ()))
            unexplained |= set() if paths else {call.name}
            for path in paths:
                touched[path].add(call.name)
    reached = {name for names in touched.values() for name in names}
    leading_nowhere = [path for path, names in touched.items() if not names]
    in_all = [path for path in touched if path == _NAME]
    for path in leading_nowhere or in_all or touched:
        touched[path] |= unexplained if leading_nowhere else {call.name for call in calls} - reached
    order = {call.name: index for index, call in enumerate(calls)}
    return tuple(
        replace(e, calls=tuple(sorted(touched.get(e.path, ()), key=order.__getitem__))) for e in edits
    )


def _decided(path: Path) -> Path:
    """Return the field whose arguments an edit may change besides its own, or the field itself."""
    if path[0] == "nodeGroups" and len(path) > 2:
        return (*path[:2], _DECIDES_IN_GROUP[str(path[2])]) if path[2] in _DECIDES_IN_GROUP else path
    return _DECIDES.get(path, path)


class _Sources:
    """The edits that an argument may come from: of its field, of one around it, or of one inside it."""

    def __init__(self, edits: Iterable[FieldEdit]) -> None:
        self._at: dict[Path, set[Path]] = {}
        self._inside: dict[Path, set[Path]] = {}
        self._written: dict[object, set[Path]] = {}
        for edit in edits:
            for field in {edit.path, _decided(edit.path)}:
                self._at.setdefault(field, set()).add(edit.path)
            for length in range(len(edit.path) + 1):
                self._inside.setdefault(edit.path[:length], set()).add(edit.path)
            for span in _spans(edit):
                self._written.setdefault(span, set()).add(edit.path)

    def of(self, call: CallChange, argument: ChangedArgument) -> set[Path]:
        """Return the paths of the edits behind an argument.

        An argument with only the whole call behind it, such as a name, proves nothing about a field inside.
        """
        found: set[Path] = set()
        for side in (argument.before, argument.after):
            if side is None:
                continue
            if side.place.written:
                found |= self._written.get(side.place.span, set())
            if side.path != call.path:
                found |= self._inside.get(side.path, set())
            found |= self._around(side.path)
        return found

    def at(self, *fields: Path) -> set[Path]:
        """Return the paths of the edits of fields, of what is around them, and of what is inside."""
        return {path for field in fields for path in self._inside.get(field, set()) | self._around(field)}

    def _around(self, field: Path) -> set[Path]:
        return {path for end in range(len(field) + 1) for path in self._at.get(field[:end], ())}
