"""What differs between two values of one resource: pure, on raw JSON values, before redaction.

Lists and single nested blocks: a block is entered, a list of scalars or of several blocks is one value. JSON
texts count as what they say; `tags_all` is `tags`. Absent, null, "", [] and {} are one thing, because
providers turn them into each other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ...compiler.diagnostics import Path
from ...compiler.paths import without_indexes
from ..redact import UNKNOWN, is_secret, mark_of, structured

_EMPTY: tuple[Any, ...] = (None, "", [])


@dataclass(frozen=True, slots=True)
class AttributeDifference:
    """One attribute that differs; `secret` tells that neither value may be shown."""

    path: Path
    before: Any
    after: Any
    secret: bool = False


@dataclass(frozen=True, slots=True)
class ResourceValues:
    """One side of a comparison: a value, and Terraform's marks of what in it is secret."""

    value: Any
    marks: Any = None

    def step(self, key: str | int) -> ResourceValues:
        """The same for one key or index; what is not there is null."""
        return ResourceValues(_get(self.value, key), mark_of(self.marks, key))


def differences(
    before: ResourceValues, after: ResourceValues, schema: frozenset[Path] = frozenset()
) -> tuple[AttributeDifference, ...]:
    """All attributes of one resource that differ, sorted by path."""
    found = _walk(without_single_lists(before), without_single_lists(after), (), schema)
    return tuple(sorted(found, key=lambda d: sort_key(d.path)))


def without_single_lists(side: ResourceValues) -> ResourceValues:
    """Without `tags_all`, which repeats `tags` (it stays where there is no `tags`)."""
    if not isinstance(side.value, Mapping) or "tags" not in side.value:
        return side
    return ResourceValues({k: v for k, v in side.value.items() if k != "tags_all"}, side.marks)


def with_unknown(value: Any, unknown: Any) -> Any:
    """Put `UNKNOWN` into a value at the true leaves of Terraform's `after_unknown`."""
    if unknown is True:
        return UNKNOWN
    if isinstance(unknown, Mapping):
        there = value if isinstance(value, Mapping) else {}
        filled = {k: with_unknown(there.get(k), u) for k, u in unknown.items() if u is True or k in there}
        return {**there, **filled} if there or filled else value
    if isinstance(unknown, list):
        items = value if isinstance(value, list) else []
        length = max(len(items), len(unknown))
        return [with_unknown(_get(items, i), mark_of(unknown, i)) for i in range(length)] or value
    return value


def value_at(value: Any, path: Path) -> Any:
    """The value at a path of a resource: `UNKNOWN` where the plan does not know it, null where absent."""
    for step in path:
        if value is UNKNOWN:
            return UNKNOWN
        value = _get(value, step)
    return structured(value)


def same_value(one: Any, other: Any) -> bool:
    """Whether two values say the same. 1 and true do not; null and [] do; an unknown is like nothing."""
    one, other = structured(one), structured(other)
    if is_empty(one) and is_empty(other):
        return True
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return all(same_value(one.get(k), other.get(k)) for k in one.keys() | other.keys())
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same_value, one, other))
    if one is UNKNOWN or other is UNKNOWN:
        return False
    return isinstance(one, bool) == isinstance(other, bool) and bool(one == other)


def holds_unknown(value: Any) -> bool:
    """Whether any part of a value is known only after apply."""
    if isinstance(value, Mapping):
        return any(map(holds_unknown, value.values()))
    if isinstance(value, list):
        return any(map(holds_unknown, value))
    return value is UNKNOWN


def is_empty(value: Any) -> bool:
    """Null, "", [], {}, and a mapping in which everything is empty."""
    if isinstance(value, Mapping):
        return all(map(is_empty, value.values()))
    return any(type(value) is type(e) and value == e for e in _EMPTY)


def sort_key(path: Path) -> tuple[tuple[bool, int, str], ...]:
    """Orders paths whose steps are names and numbers mixed."""
    return tuple((isinstance(s, int), s if isinstance(s, int) else 0, str(s)) for s in path)


def _walk(
    before: ResourceValues, after: ResourceValues, path: Path, schema: frozenset[Path]
) -> Iterator[AttributeDifference]:
    if same_value(before.value, after.value):
        return
    names = without_indexes(path)
    secret = any(is_secret(s.value, s.marks, schema, names) for s in (before, after))
    steps = () if secret else _steps(before.value, after.value)
    for step in steps:
        yield from _walk(before.step(step), after.step(step), (*path, step), schema)
    if not steps:
        yield AttributeDifference(path, structured(before.value), structured(after.value), secret)


def _steps(before: Any, after: Any) -> tuple[str | int, ...]:
    """The keys to look at one by one, or () when the values are compared as wholes."""
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
