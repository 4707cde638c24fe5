"""The proof behind an adoption: what a compiled cluster passes to its modules, held against a live value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from ...compiler.diagnostics import Path
from ...compiler.diff.module_calls import changed_calls
from ...compiler.paths import overlap
from ...compiler.pipeline import Compilation
from ...compiler.values import At, Ref
from ..drift.result import DriftFinding
from ..plan.attribute_diff import is_empty, same_value
from ..source_map.trace import ArgumentSource


class _Gone:
    """The mark for what is not there, or is to be taken out."""


GONE: Final = _Gone()


def module_argument(compilation: Compilation, call: str, at: Path) -> Any:
    """The value of a module argument as plain data; `GONE` where there is none, a `Ref` stays one."""
    found = next((one for one in compilation.calls if one.name == call), None)
    value: Any = found.arguments if found else GONE
    for step in at:
        value = _child(value.value if isinstance(value, At) else value, step)
    return _plain(value)


def compiled_value(value: Any, live: Any) -> bool:
    """Whether an argument has the live value. The order of a list means nothing to AWS."""
    if value is GONE or isinstance(value, Ref):
        return False
    return same_value(_sorted(value), _sorted(live))


def _child(value: Any, step: str | int) -> Any:
    if isinstance(value, Mapping):
        return value.get(str(step), GONE)
    if isinstance(value, tuple) and isinstance(step, int) and step < len(value):
        return value[step]
    return GONE


def _plain(value: Any) -> Any:
    if isinstance(value, At):
        return _plain(value.value)
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, tuple) else value


def _sorted(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _sorted(item) for key, item in value.items()}
    if isinstance(value, list):
        items = [_sorted(item) for item in value]
        return sorted(items, key=repr)
    return value


def reproduces_live(after: Compilation, finding: DriftFinding, feeds: Sequence[ArgumentSource]) -> bool:
    """Whether an argument behind the attribute has the live value; for a lost object, none is left."""
    if not finding.path:
        return all(module_argument(after, feed.call, feed.at) is GONE for feed in feeds)
    values = [module_argument(after, feed.call, at) for feed in feeds for at in precise_paths(feed, finding)]
    if is_empty(finding.live):
        return all(value is GONE or is_empty(value) for value in values)
    return any(compiled_value(value, finding.live) for value in values)


def precise_paths(feed: ArgumentSource, finding: DriftFinding) -> tuple[Path, ...]:
    """The argument, or the place in it where it is a list that the attribute counts through."""
    at = next((index for index, step in enumerate(finding.path) if isinstance(step, int)), None)
    return (feed.at,) if at is None else (feed.at, (*feed.at, *finding.path[at:]))


def side_effects(
    before: Compilation, after: Compilation, settled: Sequence[tuple[DriftFinding, Sequence[ArgumentSource]]]
) -> tuple[tuple[str, str], ...]:
    """Arguments, each with its module call, that change although none of what is `settled` is about them; the
    finding itself comes first in it."""
    own = {
        (feed.call, at[: len(feed.at)])
        for one, feeds in settled
        for feed in feeds
        for at in precise_paths(feed, one)
    }
    return tuple(
        (".".join(change.at), call.name)
        for call in changed_calls(before, after)
        for change in call.arguments
        if settled[0][0].path and not any(call.name == name and overlap(change.at, at) for name, at in own)
    )
