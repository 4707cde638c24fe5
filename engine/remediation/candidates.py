"""Candidate edits for an adoption: which field of the spec may hold a live value, and how it is written.

A wrong guess only costs a compilation: `adopt.py` takes only what is proven to yield the live value.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ...compiler.diagnostics import Path
from ...compiler.pipeline import Compilation
from ...compiler.source.parse import parse_yaml
from ...compiler.source.tree import ListNode, find, locate, to_plain
from ...schemas.cluster import ClusterSpec
from ...schemas.reflection.walk import fields, literals_at, model_at, same_word
from ..drift.result import DriftFinding
from ..source_map.trace import ArgumentSource
from .draft import Draft
from .evidence import ABSENT, argument_paths


def candidate_edits(
    draft: Draft,
    finding: DriftFinding,
    related: Sequence[DriftFinding],
    sources: Sequence[ArgumentSource],
    before: Compilation,
) -> Iterator[tuple[str, Path, Any]]:
    """Yield a file, a field and a value to set there (or `ABSENT`), the most likely first."""
    places = list(
        dict.fromkeys(
            place
            for source in sources
            for path in _fields(source, finding)
            for place in _places(draft, before, path)
        )
    )
    if finding.path:
        live_values = [finding.live, *(other.live for other in related)]
        for file, path in places:
            yield from ((file, path, _in_order(value, path, before)) for value in _values(live_values, path))
    yield from ((file, path, ABSENT) for file, path in places)
    yield from ((file, path, None) for file, path in places if file == draft.file)  # over what it extends


def _fields(source: ArgumentSource, finding: DriftFinding) -> Iterator[Path]:
    """Yield fields that an argument may come from: its own, or one of its name in the field around it."""
    for at in reversed(argument_paths(source, finding)):
        for around, path in source.spec_fields:
            rest = at[len(around) :]
            yield (*path, *rest)
            yield (*path, *(_camel_case(step) if isinstance(step, str) else step for step in rest))


def _places(draft: Draft, before: Compilation, path: Path) -> Iterator[tuple[str, Path]]:
    """Yield where a field may be set: where it is written, then in the spec itself, over what it extends.

    A file that other specs extend too is left out, unless it is the one to edit.
    """
    place = locate(before.tree, path)
    if place.written and draft.may_edit(place.span.file):
        root, _, _ = parse_yaml(draft.read(place.span.file), place.span.file)
        defaults = ("nodeDefaults", *path[2:])
        for own in (path, defaults) if path[:1] == ("nodeGroups",) else (path,):
            if root is not None and find(root, own) and locate(root, own).span == place.span:
                yield place.span.file, own
    yield draft.target, path


def _values(live_values: Sequence[Any], path: Path) -> Iterator[Any]:
    """Yield how the spec may write the live values at a path."""
    yielded: list[str] = []
    for live in live_values:
        if live is None:
            continue
        for value in (
            live,
            _spec_style(live, path),
            *_other_forms(live),
            [live],
            *literals_at(ClusterSpec, path),
        ):
            if repr(value) not in yielded and value is not None:
                yielded.append(repr(value))
                yield value


def _spec_style(value: Any, path: Path) -> Any:
    """Return an AWS value in the style of the spec: `NO_SCHEDULE` is `NoSchedule`, `kms_key` is `kmsKey`."""
    if isinstance(value, Mapping):
        named = {_camel_case(key): item for key, item in value.items() if item not in (None, "", [])}
        return {key: _spec_style(item, (*path, key)) for key, item in named.items()}
    if isinstance(value, list | tuple):
        return [_spec_style(item, (*path, index)) for index, item in enumerate(value)]
    is_constant = isinstance(value, str) and value.replace("_", "").isalnum() and value.upper() == value
    if not is_constant or value.isdecimal():
        return value
    return same_word(value, literals_at(ClusterSpec, path)) or value.lower().replace("_", "-")


def _in_order(value: Any, path: Path, before: Compilation) -> Any:
    """Return lists with the entries of the spec first, in its order, and maps in the order of the schema."""
    if isinstance(value, Mapping):
        model = model_at(ClusterSpec, path)
        order = list(fields(model)) if model else []
        keys = sorted(value, key=lambda key: order.index(key) if key in order else len(order))
        return {key: _in_order(value[key], (*path, key), before) for key in keys}
    if not isinstance(value, list | tuple):
        return value
    node = find(before.tree, path)
    written = list(to_plain(node)) if isinstance(node, ListNode) else []
    items = [_in_order(item, (*path, 0), before) for item in value]
    return [*(item for item in written if item in items), *(item for item in items if item not in written)]


def _camel_case(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(part.title() for part in rest)


def _other_forms(value: Any) -> Iterator[Any]:
    """Yield a text of digits as a number, a number as text and as a percentage, and `{}` for true."""
    if value is True:
        yield {}
    elif isinstance(value, int) and not isinstance(value, bool):
        yield from (str(value), f"{value}%")
    elif isinstance(value, str) and value.isdecimal():
        yield int(value)
