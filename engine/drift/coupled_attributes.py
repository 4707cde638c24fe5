"""What else a field of the spec decides about an object: a finding's attribute -> others of the same object,
with their live values. Pure.

Whoever writes a live value into the spec has to keep these: a public endpoint that somebody opened is live
with the ranges it had, so the field that opens it must not widen them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ...compiler.diagnostics import Path
from ..addresses import Address
from ..plan.attribute_diff import ResourceValues
from ..plan.result import Value
from ..redact import redact, structured
from ..source_map.trace import ArgumentSource, Trace


def coupled_attributes(
    trace: Trace, address: Address, path: Path, live: ResourceValues, schema: frozenset[Path] = frozenset()
) -> tuple[tuple[Path, Value], ...]:
    """(path, live value) of attributes that the same field decides through another argument; no secrets, and
    only texts, numbers, booleans and lists of them."""
    own = trace.feeds(address, path)
    told: dict[Path, Value] = {}
    for argument in trace.arguments(address):
        feeds = trace.feeds(address, argument.at)
        if any(_beside(feed, own) for feed in feeds):
            told |= dict(_found(live, argument.at, schema))
    return tuple((at, value) for at, value in told.items() if at != path)


def _beside(feed: ArgumentSource, own: tuple[ArgumentSource, ...]) -> bool:
    """Whether a feed comes from a field of `own` and is none of them."""
    if not feed.origins or any(feed.at == one.at for one in own):
        return False
    return any(one.origins and one.field == feed.field for one in own)


def _found(live: ResourceValues, names: Path, schema: frozenset[Path]) -> Iterator[tuple[Path, Value]]:
    """The value at a path that leaves out the indexes of single blocks."""
    path: Path = ()
    for name in names:
        if isinstance(value := structured(live.value), list):
            if len(value) != 1:
                return
            live, path = live.step(0), (*path, 0)
        live, path = live.step(name), (*path, name)
    shown = redact(live.value, live.marks, schema=schema, path=names)
    if _plain(live.value) and shown == live.value:
        yield path, live.value


def _plain(value: Any) -> bool:
    items = value if isinstance(value, list) else [value]
    return not any(item is None or isinstance(item, list | Mapping) for item in items)
