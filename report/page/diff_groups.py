"""Equal edits of many objects in two specs, and equal consequences, such as another tag: one row for all."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from ...compiler.diagnostics import Path, dotted
from ...compiler.diff.consequence import Consequence, ConsequenceKind
from ...compiler.diff.fields import FieldEdit
from ...compiler.diff.module_calls import ArgumentSide
from ...compiler.paths import ANY
from ...engine.drift.order import grouped
from ...engine.truncate import join_some
from ...schemas.cluster import ClusterSpec
from ...schemas.reflection.walk import is_list_at, model_at, named_things_at
from .words import SHOWN_NAMES, printable

_WHO_GETS_IN = (ConsequenceKind.ENDPOINT, ConsequenceKind.ACCESS)


@dataclass(frozen=True, slots=True)
class EditGroup:
    """An edit, or the edits that many objects have alike.

    `field` is `nodeGroups.*.labels.team`; `names` are what stands for each `*`, one a member, or none if
    there is one edit only.
    """

    edits: tuple[FieldEdit, ...]
    field: str
    names: tuple[str, ...] = ()

    @property
    def first(self) -> FieldEdit:
        """The edit whose values and place are shown."""
        return self.edits[0]

    @property
    def calls(self) -> tuple[str, ...]:
        """Every part of the cluster that is touched."""
        return tuple(dict.fromkeys(call for edit in self.edits for call in edit.calls))


def edit_groups(edits: Iterable[FieldEdit]) -> list[EditGroup]:
    """Return the edits in their order, those that many objects have alike as one."""
    return [_group(edits) for edits in grouped(edits, _edit_key)]


def consequence_groups(consequences: Iterable[Consequence]) -> list[list[Consequence]]:
    """Return the consequences in their order, those that say the same of many objects together."""
    return grouped(consequences, _consequence_key)


def names_text(names: Sequence[str], *, full: bool = False) -> str:
    """Return `a, b, c and 4 more`, or with `full` all names."""
    return join_some([printable(name) for name in names], len(names) if full else SHOWN_NAMES)


def others_text(group: Sequence[Consequence], *, full: bool = False) -> str:
    """Return `the same for 19 more: b, c`, "" for a single consequence."""
    names = [consequence.name for consequence in group[1:]]
    return f"the same for {len(names)} more: {names_text(names, full=full)}" if names else ""


def same_text(group: EditGroup) -> str:
    """Return `the same in 20: a, b, c`, "" for a single edit."""
    return f"the same in {len(group.names)}: {names_text(group.names)}" if group.names else ""


def _group(edits: Sequence[FieldEdit]) -> EditGroup:
    first = edits[0].path
    if len(edits) == 1:
        return EditGroup(tuple(edits), dotted(first))
    other = [at for at, steps in enumerate(zip(*(e.path for e in edits), strict=True)) if len({*steps}) > 1]
    start, end = other[0], other[-1] + 1
    field = dotted(tuple(ANY if at in other else step for at, step in enumerate(first)))
    names = tuple(dotted(edit.path[start:end]) for edit in edits)
    return EditGroup(tuple(edits), field, names)


def _edit_key(edit: FieldEdit) -> tuple[object, ...] | None:
    """Return what equal edits have in common; None for a field that no other object has."""
    shape = tuple(_shape(edit.path))
    if ANY not in shape:
        return None
    return (shape, _value(edit.before), _value(edit.after), bool(edit.calls))


def _value(side: ArgumentSide | None) -> str:
    return "" if side is None else json.dumps(side.value, sort_keys=True, default=repr)


def _shape(path: Path) -> Iterator[str | int]:
    """Yield the steps of a path, `*` for the names of objects and the indexes of items that have fields."""
    known: Path = ()
    for step in path:
        any_step: str | int = 0 if isinstance(step, int) else ANY
        named = _holds_objects(known) and _is_object((*known, any_step))
        yield ANY if named else step
        known = (*known, any_step if named else step)


@cache
def _holds_objects(path: Path) -> bool:
    return named_things_at(ClusterSpec, path) or is_list_at(ClusterSpec, path)


@cache
def _is_object(path: Path) -> bool:
    return model_at(ClusterSpec, path) is not None


def _consequence_key(consequence: Consequence) -> tuple[str, str] | None:
    """Return the effect and the message without its name; None for a message that names nothing, or that says
    who gets in: each of them is to be seen."""
    if not consequence.name or consequence.effect in _WHO_GETS_IN:
        return None
    message, found = re.subn(
        rf"(?<![^\s`(]){re.escape(consequence.name)}(?![^\s`),.:;])", "\0", consequence.message
    )
    return (consequence.effect.value, message) if found else None
