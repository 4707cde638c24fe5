"""How much a finding matters: the table of the catalog, read for one difference. Pure, on raw values."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from ...catalog.resources.resource_type import ALWAYS, EXTRA, FEWER, MISSING, OFF, ON, SMALLER, WIDER
from ...catalog.severity import severity_rules
from ...compiler.diagnostics import Path
from ...compiler.paths import without_indexes
from ..plan.attribute_diff import is_empty
from ..plan.dangers import opens_wider
from ..plan.result import Value
from ..redact import UNKNOWN
from .result import DriftClass, DriftLevel

_PORTS = ("from_port", "to_port", "ip_protocol")


def severity_of(
    kind: DriftClass, resource_type: str, path: Path = (), live: Value = None, wanted: Value = None
) -> tuple[DriftLevel, str]:
    """The level of a difference and why, from the values before anything is redacted.

    `wanted` is what the spec says. An edit that waits is low: somebody decided on it, and nothing is wrong in
    the cloud.
    """
    if kind is DriftClass.PENDING:
        return DriftLevel.LOW, ""
    names = without_indexes(path)
    directions = set(_directions(kind, names, live, wanted))
    rule = next(rule for rule in severity_rules(resource_type, names) if rule.when in directions)
    return DriftLevel(rule.level), rule.why


def _directions(kind: DriftClass, names: tuple[str, ...], live: Value, wanted: Value) -> Iterator[str]:
    """Every `when` of the table that is true of a difference."""
    if kind is DriftClass.UNMANAGED:
        yield EXTRA
    elif not names:
        yield MISSING
    else:
        yield ALWAYS
        yield from (when for when, is_so in _COMPARED.items() if is_so(names, live, wanted))


def _is_on(_: tuple[str, ...], live: Value, wanted: Value) -> bool:
    return live is True or live == "true"


def _is_off(_: tuple[str, ...], live: Value, wanted: Value) -> bool:
    return live is False or live == "false" or is_empty(live)


def _is_wider(names: tuple[str, ...], live: Value, wanted: Value) -> bool:
    """More addresses, more rules; a port or another source is taken for wider, since it lets in something."""
    if names[-1] in _PORTS:
        return _ports_wider(names[-1], live, wanted)
    if names[-1] in ("referenced_security_group_id", "prefix_list_id"):
        return not is_empty(live)
    return opens_wider(_texts(wanted), _texts(live))


def _ports_wider(name: str, live: Value, wanted: Value) -> bool:
    if name == "ip_protocol":
        return bool(wanted != "-1")
    if isinstance(live, int) and isinstance(wanted, int):
        return live < wanted if name == "from_port" else live > wanted
    return True


def _has_fewer(_: tuple[str, ...], live: Value, wanted: Value) -> bool:
    return not set(_texts(wanted)) <= set(_texts(live))


def _is_smaller(_: tuple[str, ...], live: Value, wanted: Value) -> bool:
    """Less than the spec says; CloudWatch writes 0 for "for ever"."""
    numbers = isinstance(live, int) and isinstance(wanted, int)
    return numbers and live != 0 and (wanted == 0 or live < wanted)


_COMPARED: Mapping[str, Callable[[tuple[str, ...], Value, Value], bool]] = {
    ON: _is_on,
    OFF: _is_off,
    WIDER: _is_wider,
    FEWER: _has_fewer,
    SMALLER: _is_smaller,
}


def _texts(value: Any) -> list[str]:
    """A value as a list of texts: of a list its items, of a block its values, of nothing nothing."""
    if is_empty(value) or value is UNKNOWN:
        return []
    if isinstance(value, list):
        return [text for item in value for text in _texts(item)]
    if isinstance(value, Mapping):
        return [text for item in value.values() for text in _texts(item)]
    return [str(value)]
