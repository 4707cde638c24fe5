"""The proof of an adoption: compare the arguments of the compiled modules with a live value."""

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


class _Absent:
    """The type of `ABSENT`."""


ABSENT: Final = _Absent()
"""Stands for a value that does not exist, or is to be removed; None is a value."""


def module_argument(compilation: Compilation, call: str, at: Path) -> Any:
    """Return a module argument as plain data; `ABSENT` where there is none. A `Ref` stays a `Ref`."""
    arguments = next((c.arguments for c in compilation.calls if c.name == call), None)
    value: Any = ABSENT if arguments is None else arguments
    for step in at:
        value = _child(value.value if isinstance(value, At) else value, step)
    return _plain(value)


def _is_live_value(value: Any, live: Any) -> bool:
    """Return whether an argument has the live value. The order of a list means nothing to AWS."""
    if value is ABSENT or isinstance(value, Ref):
        return False
    return same_value(_sorted(value), _sorted(live))


def _child(value: Any, step: str | int) -> Any:
    if isinstance(value, Mapping):
        return value.get(str(step), ABSENT)
    if isinstance(value, tuple) and isinstance(step, int) and step < len(value):
        return value[step]
    return ABSENT


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


def reproduces_live(after: Compilation, finding: DriftFinding, sources: Sequence[ArgumentSource]) -> bool:
    """Return whether an argument behind the attribute has the live value.

    For a deleted object: whether no argument behind it is left.
    """
    if not finding.path:
        return all(module_argument(after, source.call, source.at) is ABSENT for source in sources)
    values = [
        module_argument(after, source.call, at)
        for source in sources
        for at in argument_paths(source, finding)
    ]
    if is_empty(finding.live):
        return all(value is ABSENT or is_empty(value) for value in values)
    return any(_is_live_value(value, finding.live) for value in values)


def argument_paths(source: ArgumentSource, finding: DriftFinding) -> tuple[Path, ...]:
    """Return the path of the argument, and where the attribute has an index, the path of that item too."""
    at = next((index for index, step in enumerate(finding.path) if isinstance(step, int)), None)
    return (source.at,) if at is None else (source.at, (*source.at, *finding.path[at:]))


def side_effects(
    before: Compilation, after: Compilation, intended: Sequence[tuple[DriftFinding, Sequence[ArgumentSource]]]
) -> tuple[tuple[str, str], ...]:
    """Return the arguments, each with its module call, that change besides those of the `intended` findings.

    The adopted finding comes first in `intended`. The removal of an object has no side effects.
    """
    if not intended[0][0].path:
        return ()
    own = {
        (source.call, at[: len(source.at)])
        for finding, sources in intended
        for source in sources
        for at in argument_paths(source, finding)
    }
    return tuple(
        (".".join(change.at), call.name)
        for call in changed_calls(before, after)
        for change in call.arguments
        if not any(call.name == name and overlap(change.at, at) for name, at in own)
    )
