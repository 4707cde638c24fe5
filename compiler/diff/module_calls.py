"""Which module calls of two compiled clusters differ, argument by argument, with the spec field behind each.

In: two compilations, or None for a cluster that is not there on one side. Out: calls that are added, removed,
changed or only renamed. The blocks around the calls (provider, backend, versions) count as calls.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from ..diagnostics import Path
from ..emit import root_blocks as root
from ..emit.hcl import HclBlock, scalar
from ..pipeline import Compilation
from ..resolve.model import Cluster
from ..source.tree import NodePlace, locate
from ..values import At, Ref, Value

Plain = Any
"""A JSON value; a reference to another module call is its HCL text."""


@dataclass(frozen=True, slots=True)
class ArgumentSide:
    """A value on one side, the spec field it came from, and where that is written; `place.written` is false
    for a default."""

    value: Plain
    path: Path
    place: NodePlace


class CallChangeKind(StrEnum):
    """What becomes of a module call."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    RENAMED = "renamed"
    """Another name and nothing else: for Terraform one call is removed and one added."""


@dataclass(frozen=True, slots=True)
class ChangedArgument:
    """An argument (or a key inside one) that differs; a side is None where it is not there."""

    at: tuple[str, ...]
    before: ArgumentSide | None
    after: ArgumentSide | None


@dataclass(frozen=True, slots=True)
class CallChange:
    """A module call that differs. `module` is "" for the blocks around the calls: provider, backend,
    versions. `previous` is the name before, for a renamed call."""

    name: str
    module: str
    kind: CallChangeKind
    arguments: tuple[ChangedArgument, ...]
    path: Path
    place: NodePlace
    previous: str = ""

    def argument(self, *at: str) -> ChangedArgument | None:
        """What differs at this argument, or None."""
        return next((one for one in self.arguments if one.at == at), None)


_Leaves = dict[tuple[str, ...], tuple[Plain, Path]]

_NAMES = {
    "nodes": {("group",), ("node_group_name",), ("role_name",), ("launch_template_name",)},
    "elb": {("name",)},
}
"""Arguments that follow from the name of a call and say nothing else about it."""


@dataclass(frozen=True, slots=True)
class _Call:
    module: str
    path: Path
    leaves: _Leaves


def changed_calls(old: Compilation | None, new: Compilation | None) -> tuple[CallChange, ...]:
    """Every module call that differs, in the order of the folder, calls that are gone last."""
    before, after = _calls(old), _calls(new)
    renamed = _renamed(before, after)
    found = [
        _change(name, before.get(renamed.get(name, name)), after.get(name), old, new, renamed.get(name, ""))
        for name in (*after, *(name for name in before if name not in after))
        if name not in renamed.values()
    ]
    return tuple(change for change in found if change is not None)


def _calls(one: Compilation | None) -> dict[str, _Call]:
    if one is None:
        return {}
    calls = {}
    for call in one.calls:
        leaves = dict(_leaves(dict(call.arguments), (), call.path))
        leaves.pop(("after",), None)  # the order of making says nothing about what is made
        variant = {("variant", word): (True, _variant_path(word, call.path)) for word in call.variant}
        calls[call.name] = _Call(call.module, call.path, leaves | variant)
    return calls | _around(one.cluster)


def _variant_path(word: str, path: Path) -> Path:
    """The field that chooses a variant of a module."""
    return ("terraform", "preventDestroy") if word == "prevent_destroy" else (*path, "scaling", word)


def _around(cluster: Cluster) -> dict[str, _Call]:
    """The blocks around the calls, as if they were calls."""
    blocks = {
        "provider": root.provider(cluster),
        "backend": root.backend(cluster),
        "versions": root.versions(cluster),
    }
    paths: dict[str, Path] = {"provider": ("metadata",), "backend": ("terraform", "backend")}
    return {
        name: _Call("", paths.get(name, ("terraform",)), dict(_block_leaves(some, paths.get(name, ()))))
        for name, some in blocks.items()
        if some
    }


def _block_leaves(
    blocks: Iterable[HclBlock], path: Path, at: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], tuple[Plain, Path]]]:
    for block in blocks:
        if block.arguments:
            yield from _leaves(dict(block.arguments), at, path)
        for inner in block.blocks:
            yield from _block_leaves((inner,), inner.path or path, (*at, *inner.labels))


def _leaves(
    value: Value, at: tuple[str, ...], path: Path
) -> Iterator[tuple[tuple[str, ...], tuple[Plain, Path]]]:
    """Every value that is no mapping, with the spec path it came from."""
    if isinstance(value, At):
        yield from _leaves(value.value, at, value.path)
    elif isinstance(value, Mapping) and value:
        for key, item in value.items():
            yield from _leaves(item, (*at, key), path)
    else:
        yield at, (_plain(value), path)


def _plain(value: Value) -> Plain:
    if isinstance(value, At):
        return _plain(value.value)
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return tuple(_plain(item) for item in value)
    return scalar(value) if isinstance(value, Ref) else value


def _renamed(before: Mapping[str, _Call], after: Mapping[str, _Call]) -> dict[str, str]:
    """New name -> old name of calls that differ in nothing but the name; where two fit, none is chosen."""
    gone = {name: call for name, call in before.items() if name not in after}
    found: dict[str, str] = {}
    for name, call in after.items():
        if name in before or call.module not in _NAMES:
            continue
        same = [old for old, other in gone.items() if _alike(call, other)]
        if len(same) == 1 and same[0] not in found.values():
            found[name] = same[0]
    return found


def _alike(one: _Call, other: _Call) -> bool:
    return one.module == other.module and _nameless(one) == _nameless(other)


def _nameless(call: _Call) -> dict[tuple[str, ...], Plain]:
    own = _NAMES[call.module]
    return {
        at: value for at, (value, _) in call.leaves.items() if at not in own and at[-1] != "target_group_name"
    }


def _change(
    name: str,
    before: _Call | None,
    after: _Call | None,
    old: Compilation | None,
    new: Compilation | None,
    previous: str,
) -> CallChange | None:
    was, now = before.leaves if before else {}, after.leaves if after else {}
    differ = [at for at in {**was, **now} if was.get(at, _NOTHING)[0] != now.get(at, _NOTHING)[0]]
    if not differ:
        return None
    arguments = tuple(ChangedArgument(at, _side(was, at, old), _side(now, at, new)) for at in differ)
    either = after or before
    tree = new.tree if after and new else old.tree if old else None
    if either is None or tree is None:
        return None
    kind = CallChangeKind.RENAMED if previous else CallChangeKind.CHANGED
    kind = kind if before and after else CallChangeKind.ADDED if after else CallChangeKind.REMOVED
    return CallChange(name, either.module, kind, arguments, either.path, locate(tree, either.path), previous)


_NOTHING: tuple[Plain, Path] = (object(), ())


def _side(leaves: _Leaves, at: tuple[str, ...], one: Compilation | None) -> ArgumentSide | None:
    if at not in leaves or one is None:
        return None
    value, path = leaves[at]
    return ArgumentSide(value, path, locate(one.tree, path))
