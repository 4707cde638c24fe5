"""The parts of a plan that only some may read: HCP gives the values of secrets to admins of a workspace.

What is derived from a plan without them is the same for every reader, and does not tell the secrets.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ...compiler.diagnostics import Path
from ..redact import SENSITIVE, UNKNOWN, mark_of
from .attribute_diff import AttributeDifference, ResourceValues, sort_key


def without_secrets(side: ResourceValues, schema: frozenset[Path]) -> ResourceValues:
    """Return a side of a change with `SENSITIVE` at every mark and every path of `schema`, also where the
    value is null, as it is in a redacted plan."""
    return ResourceValues(_hidden(side.value, side.marks, schema, ()), side.marks)


def hidden_differences(before: ResourceValues, after: ResourceValues) -> tuple[AttributeDifference, ...]:
    """Return the secrets that both sides have: each of them may differ."""
    both = set(_secrets(before.value, before.marks, ())) & set(_secrets(after.value, after.marks, ()))
    return tuple(AttributeDifference(p, SENSITIVE, SENSITIVE, True) for p in sorted(both, key=sort_key))


def _hidden(value: Any, marks: Any, schema: frozenset[Path], path: Path) -> Any:
    if value is UNKNOWN:
        return value
    if marks is True or path in schema:
        return SENSITIVE
    if isinstance(value, Mapping):
        marked = {k for k, mark in marks.items() if mark is True} if isinstance(marks, Mapping) else set()
        return {
            k: _hidden(value.get(k), mark_of(marks, k), schema, (*path, k))
            for k in (*value, *sorted(marked - value.keys()))
        }
    if isinstance(value, list):
        return [_hidden(item, mark_of(marks, i), schema, path) for i, item in enumerate(value)]
    return value


def _secrets(value: Any, marks: Any, path: Path) -> Iterator[Path]:
    """Yield the path of every secret, and of none inside another."""
    if value is UNKNOWN:
        return
    if (marks is True or value is SENSITIVE) and path:
        yield path
    elif isinstance(value, Mapping):
        keys = {*value, *(marks if isinstance(marks, Mapping) else ())}
        for key in keys:
            yield from _secrets(value.get(key), mark_of(marks, key), (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _secrets(item, mark_of(marks, index), (*path, index))
