"""Find the other attributes of an object that the same spec field decides, with their live values. Pure.

Writing a live value into the spec must keep these: a public endpoint that was opened outside Terraform still
has its CIDR ranges, so the field that opens it must not widen them.
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
    """Return (path, live value) of the attributes that the same field decides through another argument.

    Secrets are left out; values are texts, numbers, booleans and lists of them.
    """
    own = trace.argument_sources(address, path)
    coupled: dict[Path, Value] = {}
    for argument in trace.arguments(address):
        if any(_is_coupled(source, own) for source in trace.argument_sources(address, argument.at)):
            coupled |= dict(_live_value(live, argument.at, schema))
    return tuple((at, value) for at, value in coupled.items() if at != path)


def _is_coupled(source: ArgumentSource, own: tuple[ArgumentSource, ...]) -> bool:
    """Return whether an argument comes from a spec field of `own` but is not one of them."""
    if not source.spec_fields or any(source.at == other.at for other in own):
        return False
    return any(other.spec_fields and other.field == source.field for other in own)


def _live_value(live: ResourceValues, names: Path, schema: frozenset[Path]) -> Iterator[tuple[Path, Value]]:
    """Yield (path, value) at `names`, a path without indexes, if there are only single blocks on the way."""
    path: Path = ()
    for name in names:
        if isinstance(value := structured(live.value), list):
            if len(value) != 1:
                return
            live, path = live.step(0), (*path, 0)
        live, path = live.step(name), (*path, name)
    shown = redact(live.value, live.marks, schema=schema, path=names)
    if _is_plain(live.value) and shown == live.value:
        yield path, live.value


def _is_plain(value: Any) -> bool:
    items = value if isinstance(value, list) else [value]
    return not any(item is None or isinstance(item, list | Mapping) for item in items)
