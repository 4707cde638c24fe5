"""Compare two values of a resource attribute by attribute. Pure, on raw JSON values, before redaction.

A single nested block is entered; a list of scalars or of several blocks is compared as one value. JSON texts
are compared by content, IAM policies by meaning; `tags_all` is ignored beside `tags`. Absent, null, "", []
and {} are equal, because providers turn them into each other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ...compiler.diagnostics import Path
from ...compiler.paths import without_indexes
from ..redact import UNKNOWN, is_secret, mark_of, structured
from .policy_documents import canonical_policy, is_policy

_EMPTY: tuple[Any, ...] = (None, "", [])


@dataclass(frozen=True, slots=True)
class AttributeDifference:
    """An attribute that differs; with `secret` neither value may be shown."""

    path: Path
    before: Any
    after: Any
    secret: bool = False


@dataclass(frozen=True, slots=True)
class ResourceValues:
    """One side of a comparison: a value, and Terraform's marks of the sensitive parts of it."""

    value: Any
    marks: Any = None

    def step(self, key: str | int) -> ResourceValues:
        """Return value and marks of one key or index; null if it does not exist."""
        return ResourceValues(_get(self.value, key), mark_of(self.marks, key))


def differences(
    before: ResourceValues, after: ResourceValues, schema: frozenset[Path] = frozenset()
) -> tuple[AttributeDifference, ...]:
    """Return all attributes of a resource that differ, sorted by path; no path is empty."""
    before, after = _with_attributes(before, after), _with_attributes(after, before)
    unsorted = _walk(without_tags_all(before), without_tags_all(after), (), schema)
    return tuple(sorted(unsorted, key=lambda d: sort_key(d.path)))


def without_tags_all(side: ResourceValues) -> ResourceValues:
    """Return the values without `tags_all`, which repeats `tags`; it stays if there is no `tags`."""
    if not isinstance(side.value, Mapping) or "tags" not in side.value:
        return side
    return ResourceValues({k: v for k, v in side.value.items() if k != "tags_all"}, side.marks)


def with_unknown(value: Any, unknown: Any) -> Any:
    """Return a value with `UNKNOWN` at the true leaves of Terraform's `after_unknown`; keys stay sorted, as
    Terraform writes them."""
    if unknown is True:
        return UNKNOWN
    if isinstance(unknown, Mapping):
        known = value if isinstance(value, Mapping) else {}
        filled = {k: with_unknown(known.get(k), u) for k, u in unknown.items() if u is True or k in known}
        return dict(sorted({**known, **filled}.items())) if known or filled else value
    if isinstance(unknown, list):
        items = value if isinstance(value, list) else []
        length = max(len(items), len(unknown))
        return [with_unknown(_get(items, i), mark_of(unknown, i)) for i in range(length)] or value
    return value


def value_at(value: Any, path: Path) -> Any:
    """Return the value at a path of a resource: `UNKNOWN` if the plan does not know it, null if absent."""
    for step in path:
        if value is UNKNOWN:
            return UNKNOWN
        value = _get(value, step)
    return structured(value)


def same_value(left: Any, right: Any) -> bool:
    """Return whether two values are equivalent: null and [] are; 1 and true are not, nor any unknown."""
    left, right = structured(left), structured(right)
    if is_empty(left) and is_empty(right):
        return True
    if is_policy(left) and is_policy(right):
        left, right = canonical_policy(left), canonical_policy(right)
    if isinstance(left, Mapping) and isinstance(right, Mapping):
        return all(same_value(left.get(k), right.get(k)) for k in left.keys() | right.keys())
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(same_value, left, right))
    if left is UNKNOWN or right is UNKNOWN:
        return False
    return isinstance(left, bool) == isinstance(right, bool) and bool(left == right)


def first_difference(difference: AttributeDifference) -> Path:
    """Return the path of an attribute that differs, up to the first value inside its documents that does."""
    path, before, after = difference.path, difference.before, difference.after
    while not difference.secret:
        if isinstance(before, Mapping) and isinstance(after, Mapping):
            steps: list[str | int] = sorted(before.keys() | after.keys(), key=str)
        elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
            steps = [*range(len(before))]
        else:
            break
        step = next((s for s in steps if not same_value(_get(before, s), _get(after, s))), None)
        if step is None:
            break
        path, before, after = (*path, step), _get(before, step), _get(after, step)
    return path


def inner_differences(before: Any, after: Any, path: Path = ()) -> Iterator[tuple[Path, Any, Any]]:
    """Yield (path, before, after) of each place that differs inside two structures; () is the whole.

    Lists are entered if they are equally long and hold structures.
    """
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for key in sorted(before.keys() | after.keys(), key=str):
            yield from inner_differences(before.get(key), after.get(key), (*path, str(key)))
    elif _has_structures(before) and _has_structures(after) and len(before) == len(after):
        for index, (old, new) in enumerate(zip(before, after, strict=True)):
            yield from inner_differences(old, new, (*path, index))
    elif before != after:
        yield path, before, after


def _has_structures(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(item, (Mapping, list)) for item in value)


def holds_unknown(value: Any) -> bool:
    """Return whether any part of a value is known only after apply."""
    if isinstance(value, Mapping):
        return any(map(holds_unknown, value.values()))
    if isinstance(value, list):
        return any(map(holds_unknown, value))
    return value is UNKNOWN


def is_empty(value: Any) -> bool:
    """Return whether a value is null, "", [], {}, or a mapping with only empty values."""
    if isinstance(value, Mapping):
        return all(map(is_empty, value.values()))
    return any(type(value) is type(e) and value == e for e in _EMPTY)


def sort_key(path: Path) -> tuple[tuple[bool, int, str], ...]:
    """Return a key that sorts paths with both names and indexes."""
    return tuple((isinstance(s, int), s if isinstance(s, int) else 0, str(s)) for s in path)


def _with_attributes(side: ResourceValues, other: ResourceValues) -> ResourceValues:
    """Return a side as a mapping of attributes: those of the other side if it is unknown as a whole, none if
    it is no mapping."""
    if isinstance(side.value, Mapping):
        return side
    names = other.value if side.value is UNKNOWN and isinstance(other.value, Mapping) else ()
    return ResourceValues(dict.fromkeys(names, UNKNOWN), side.marks)


def _walk(
    before: ResourceValues, after: ResourceValues, path: Path, schema: frozenset[Path]
) -> Iterator[AttributeDifference]:
    if same_value(before.value, after.value):
        return
    names = without_indexes(path)
    secret = any(is_secret(s.value, s.marks, schema, names) for s in (before, after))
    steps = _steps(before.value, after.value) if not (secret and path) else ()
    for step in steps:
        yield from _walk(before.step(step), after.step(step), (*path, step), schema)
    if not steps:
        yield AttributeDifference(path, structured(before.value), structured(after.value), secret)


def _steps(before: Any, after: Any) -> tuple[str | int, ...]:
    """Return the keys to compare one by one, or () if the values are compared as a whole."""
    filled = [v for v in (before, after) if not is_empty(v)]
    if all(isinstance(v, Mapping) for v in filled):
        return tuple(sorted({str(k) for v in filled for k in v}))
    one_block = all(isinstance(v, list) and len(v) == 1 and isinstance(v[0], Mapping) for v in filled)
    return (0,) if one_block and len(filled) == 2 else ()


def _get(value: Any, key: str | int) -> Any:
    value = structured(value)
    if isinstance(value, Mapping):
        return value.get(str(key))
    if isinstance(value, list) and isinstance(key, int) and key < len(value):
        return value[key]
    return None
