"""Which module calls of two compiled clusters differ, argument by argument, with the spec field behind each.

In: two compilations, None for a side without a cluster. Out: calls that are added, removed, changed or only
renamed. The blocks around the calls (provider, backend, versions) and the Kubernetes objects count as
calls.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from ...catalog.terraform.modules import TERRAFORM_MODULES
from ..diagnostics import Path
from ..emit import root_blocks as root
from ..emit.hcl import HclBlock, scalar
from ..emit.manifests import object_labels
from ..lower.control_plane import VARIANT_FIELDS
from ..manifests import manifests
from ..paths import matches
from ..pipeline import Compilation
from ..resolve.model import Cluster
from ..source.tree import NodePlace, locate
from ..values import At, Ref, Value

MANIFESTS = "manifests"
"""The name under which the Kubernetes objects count as one call."""

Plain = Any
"""A JSON value; a reference to another module call is its HCL text."""


@dataclass(frozen=True, slots=True)
class ArgumentSide:
    """A value on one side, the spec field it came from, and where that is written.

    `place.written` is false for a default.
    """

    value: Plain
    path: Path
    place: NodePlace


class CallChangeKind(StrEnum):
    """What happens to a module call."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    RENAMED = "renamed"
    """Only the name differs; for Terraform, one call is removed and one added."""


@dataclass(frozen=True, slots=True)
class ChangedArgument:
    """An argument (or a key inside one) that differs; a side that does not have it is None."""

    at: tuple[str, ...]
    before: ArgumentSide | None
    after: ArgumentSide | None


@dataclass(frozen=True, slots=True)
class CallChange:
    """A module call that differs.

    `module` is "" for the blocks around the calls: provider, backend, versions. `previous` is the old name of
    a renamed call; `settings` are the values of all arguments (and keys inside them), also unchanged ones.
    """

    name: str
    module: str
    kind: CallChangeKind
    arguments: tuple[ChangedArgument, ...]
    path: Path
    place: NodePlace
    previous: str = ""
    settings: Mapping[tuple[str, ...], Plain] = field(default_factory=dict)

    def argument(self, *at: str) -> ChangedArgument | None:
        """Return the change of this argument, or None."""
        return next((argument for argument in self.arguments if argument.at == at), None)


_Leaf = tuple[Plain, Path]
"""A value that is no mapping, and the spec path it came from."""

_Leaves = dict[tuple[str, ...], _Leaf]
"""The leaves of a call by argument."""


@dataclass(frozen=True, slots=True)
class _Call:
    module: str
    path: Path
    leaves: _Leaves


@dataclass(frozen=True, slots=True)
class _Side:
    """One of the two compilations with its calls."""

    compilation: Compilation | None
    calls: Mapping[str, _Call]

    def argument(self, call: _Call | None, at: tuple[str, ...]) -> ArgumentSide | None:
        if call is None or self.compilation is None or at not in call.leaves:
            return None
        value, path = call.leaves[at]
        return ArgumentSide(value, path, locate(self.compilation.tree, path))


def changed_calls(old: Compilation | None, new: Compilation | None) -> tuple[CallChange, ...]:
    """Return every module call that differs, in the order of the folder, removed calls last."""
    moved = _moved(old, new)
    calls = {moved.get(name, name): call for name, call in _calls(old).items()}
    before, after = _Side(old, calls), _Side(new, _calls(new))
    renamed = _renamed(before.calls, after.calls)
    removed = [name for name in before.calls if name not in after.calls and name not in renamed.values()]
    changes = [_change(name, renamed.get(name, ""), before, after) for name in (*after.calls, *removed)]
    return tuple(change for change in changes if change is not None)


def _moved(old: Compilation | None, new: Compilation | None) -> dict[str, str]:
    """Return the calls of the old folder that `moved` blocks of the new one give another name."""
    names = {call.name for call in old.calls} if old else set()
    return {
        call.renamed_from: call.name
        for call in (new.calls if new else ())
        if call.renamed_from in names and call.renamed_from and call.name not in names
    }


def _calls(compilation: Compilation | None) -> dict[str, _Call]:
    if compilation is None:
        return {}
    calls = {}
    for call in compilation.calls:
        leaves = dict(_leaves(dict(call.arguments), (), call.path))
        leaves.pop(("after",), None)  # the order of creation says nothing about what is created
        variant = {("variant", word): (True, _variant_path(word, call.path)) for word in call.variant}
        calls[call.name] = _Call(call.module, call.path, leaves | variant)
    return calls | _root_calls(compilation.cluster) | _manifest_calls(compilation.cluster)


def _variant_path(word: str, path: Path) -> Path:
    """Return the field that selects a variant of a module."""
    shared: dict[str, Path] = {
        "prevent_destroy": ("terraform", "preventDestroy"),
        "regional_nat": ("network", "nat"),
        **VARIANT_FIELDS,
    }
    of_group: dict[str, Path] = {"repair_limits": ("repair",), "update_strategy": ("update", "strategy")}
    return shared.get(word) or (*path, *of_group.get(word, ("scaling", word)))


def _root_calls(cluster: Cluster) -> dict[str, _Call]:
    """Return the blocks around the calls, as if they were calls."""
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


def _manifest_calls(cluster: Cluster) -> dict[str, _Call]:
    """Return all Kubernetes objects as if they were one call; none without objects."""
    leaves: _Leaves = {}
    for item in (item for manifest in manifests(cluster) for item in manifest.objects):
        name = item["metadata"]["name"] if isinstance(item["metadata"], Mapping) else ""
        path = name.path if isinstance(name, At) else ()
        leaves |= dict(_leaves(item, object_labels(_plain(item)), path))
    return {MANIFESTS: _Call("", (), leaves)} if leaves else {}


def _block_leaves(
    blocks: Iterable[HclBlock], path: Path, at: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], _Leaf]]:
    for block in blocks:
        if block.arguments:
            yield from _leaves(dict(block.arguments), at, path)
        for inner in block.blocks:
            yield from _block_leaves((inner,), inner.path or path, (*at, *inner.labels))


def _leaves(value: Value, at: tuple[str, ...], path: Path) -> Iterator[tuple[tuple[str, ...], _Leaf]]:
    """Yield every value that is no mapping, with the spec path it came from."""
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
    """Return new name -> old name of calls that differ only in the name; ambiguous ones are left out."""
    removed = {name: _without_name(call) for name, call in before.items() if name not in after}
    renamed: dict[str, str] = {}
    for name, call in after.items():
        if name in before or not removed or not _name_arguments(call):
            continue
        arguments = _without_name(call)
        same = [old for old, other in removed.items() if other == arguments]
        if len(same) == 1 and same[0] not in renamed.values():
            renamed[name] = same[0]
    return renamed


def _name_arguments(call: _Call) -> tuple[tuple[str, ...], ...]:
    return TERRAFORM_MODULES[call.module].name_arguments if call.module else ()


def _without_name(call: _Call) -> tuple[str, dict[tuple[str, ...], Plain]]:
    """Return the module of a call, and the arguments that do not follow from its name."""
    patterns = _name_arguments(call)
    starts = {own[:1] for own in patterns}
    return call.module, {
        at: value
        for at, (value, _) in call.leaves.items()
        if at[:1] not in starts or not any(matches(at, own) for own in patterns)
    }


def _change(name: str, previous: str, before: _Side, after: _Side) -> CallChange | None:
    old, new = before.calls.get(previous or name), after.calls.get(name)
    was, now = old.leaves if old else {}, new.leaves if new else {}
    differ = [at for at in {**was, **now} if was.get(at, _ABSENT)[0] != now.get(at, _ABSENT)[0]]
    call, side = new or old, after if new else before
    if not differ or call is None or side.compilation is None:
        return None
    return CallChange(
        name,
        call.module,
        CallChangeKind.RENAMED if previous else _kind(old, new),
        tuple(ChangedArgument(at, before.argument(old, at), after.argument(new, at)) for at in differ),
        call.path,
        locate(side.compilation.tree, call.path),
        previous,
        {at: value for at, (value, _) in call.leaves.items()},
    )


def _kind(old: _Call | None, new: _Call | None) -> CallChangeKind:
    if old and new:
        return CallChangeKind.CHANGED
    return CallChangeKind.ADDED if new else CallChangeKind.REMOVED


_ABSENT: _Leaf = (object(), ())
