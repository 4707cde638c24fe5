"""What a live value may be called in a spec: findings in, fields and values to try out.

A wrong guess costs a compilation and no more: `adopting.py` takes only what is proven to give the live value.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ...compiler.diagnostics import Path
from ...compiler.pipeline import Compilation
from ...compiler.source.parse import parse_yaml
from ...compiler.source.tree import ListNode, find, locate, to_plain
from ...schemas.cluster import ClusterSpec
from ...schemas.walk import fields, literals_at, model_at
from ..drift.result import DriftFinding
from ..source_map.trace import ArgumentSource
from .draft import Draft
from .evidence import GONE, precise_paths


def candidate_values(
    draft: Draft,
    finding: DriftFinding,
    siblings: Sequence[DriftFinding],
    feeds: Sequence[ArgumentSource],
    before: Compilation,
) -> Iterator[tuple[str, Path, Any]]:
    """Files, fields and values that may be meant, the most likely first."""
    places = list(
        dict.fromkeys(
            place
            for feed in feeds
            for path in _fields(feed, finding)
            for place in _places(draft, before, path)
        )
    )
    if not finding.path:
        yield from ((file, path, GONE) for file, path in places)
        return
    lives = [one.live for one in (finding, *siblings)]
    for file, path in places:
        yield from ((file, path, _in_order(value, path, before)) for value in _values(lives, path))
    yield from ((file, path, GONE) for file, path in places)


def _fields(feed: ArgumentSource, finding: DriftFinding) -> Iterator[Path]:
    """Fields that an argument may come from: its own, or one of that name in what is around it."""
    for at in reversed(precise_paths(feed, finding)):
        for around, path in feed.spec_fields:
            rest = at[len(around) :]
            yield (*path, *rest)
            yield (*path, *(_camel(step) if isinstance(step, str) else step for step in rest))


def _places(draft: Draft, before: Compilation, path: Path) -> Iterator[tuple[str, Path]]:
    """Where a field may be set: where it is written, then in the spec itself, over what it extends."""
    place = locate(before.tree, path)
    if place.written:
        root, _, _ = parse_yaml(draft.read(place.span.file), place.span.file)
        defaults = ("nodeDefaults", *path[2:])
        for own in (path, defaults) if path[:1] == ("nodeGroups",) else (path,):
            if root is not None and find(root, own) and locate(root, own).span == place.span:
                yield place.span.file, own
    yield draft.file, path


def _values(lives: Sequence[Any], path: Path) -> Iterator[Any]:
    """What the spec may call the live values at a path."""
    tried: list[str] = []
    for live in (one for one in lives if one is not None):
        for value in (live, _worded(live), _number(live), [live], *literals_at(ClusterSpec, path)):
            if repr(value) not in tried and value is not None:
                tried.append(repr(value))
                yield value


def _worded(value: Any) -> Any:
    """AWS's words in the way of the spec: `NO_SCHEDULE` is `no-schedule`, `kms_key` is `kmsKey`."""
    if isinstance(value, Mapping):
        return {_camel(key): _worded(item) for key, item in value.items() if item not in (None, "", [])}
    if isinstance(value, list | tuple):
        return [_worded(item) for item in value]
    spoken = isinstance(value, str) and value.replace("_", "").isalnum() and value.upper() == value
    return value.lower().replace("_", "-") if spoken and not value.isdecimal() else value


def _in_order(value: Any, path: Path, before: Compilation) -> Any:
    """Entries that the spec has already stay in their order, new ones follow; keys as the schema has them."""
    if isinstance(value, Mapping):
        model = model_at(ClusterSpec, path)
        order = list(fields(model)) if model else []
        keys = sorted(value, key=lambda key: order.index(key) if key in order else len(order))
        return {key: _in_order(value[key], (*path, key), before) for key in keys}
    if not isinstance(value, list | tuple):
        return value
    node = find(before.tree, path)
    had = list(to_plain(node)) if isinstance(node, ListNode) else []
    items = [_in_order(item, (*path, 0), before) for item in value]
    return [*(one for one in had if one in items), *(one for one in items if one not in had)]


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(part.title() for part in rest)


def _number(value: Any) -> Any:
    """A number for a text of digits, and the other way round."""
    if isinstance(value, str) and value.isdecimal():
        return int(value)
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else None
