"""Look up the severity of a difference in the table of the catalog. Pure, on raw values."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from ...catalog.resources.resource_type import (
    ALWAYS,
    EVERYONE,
    EXTRA,
    FEWER,
    MISSING,
    OFF,
    ON,
    SMALLER,
    WIDER,
    SeverityRule,
    low_severity,
)
from ...catalog.resources.severity import severity_rules
from ...compiler.cidr import holds_everyone
from ...compiler.diagnostics import Path
from ...compiler.paths import without_indexes
from ..plan.attribute_diff import is_empty
from ..plan.dangers import opens_wider
from ..plan.result import Value
from ..redact import UNKNOWN
from .result import DriftClass, DriftLevel

_PENDING = low_severity("")
_PORTS = ("from_port", "to_port", "ip_protocol")


def severity_of(
    kind: DriftClass, resource_type: str, path: Path = (), live: Value = None, desired: Value = None
) -> tuple[DriftLevel, str]:
    """Return the severity of a difference and the reason, from values that are not redacted.

    A pending edit is always low: somebody decided on it, and nothing is wrong in the cloud.
    """
    rule = severity_rule(kind, resource_type, path, live, desired)
    return DriftLevel(rule.level), rule.why


def severity_rule(
    kind: DriftClass, resource_type: str, path: Path = (), live: Value = None, desired: Value = None
) -> SeverityRule:
    """Return the rule that a difference meets, from values that are not redacted."""
    if kind is DriftClass.PENDING:
        return _PENDING
    names = without_indexes(path)
    conditions = set(_conditions(kind, names, live, desired))
    return next(rule for rule in severity_rules(resource_type, names) if rule.when in conditions)


def _conditions(kind: DriftClass, names: tuple[str, ...], live: Value, desired: Value) -> Iterator[str]:
    """Yield every `when` of the table that a difference meets."""
    if kind is DriftClass.UNMANAGED:
        yield EXTRA
        if names:
            yield ALWAYS
        if names and holds_everyone(_texts(live)):
            yield EVERYONE
    elif not names:
        yield MISSING
    else:
        yield ALWAYS
        yield from (when for when, is_met in _COMPARISONS.items() if is_met(names, live, desired))


def _is_on(_: tuple[str, ...], live: Value, desired: Value) -> bool:
    return live is True or live == "true"


def _is_off(_: tuple[str, ...], live: Value, desired: Value) -> bool:
    return live is False or live == "false" or is_empty(live)


def _is_wider(names: tuple[str, ...], live: Value, desired: Value) -> bool:
    """Return whether more is admitted; another source counts as wider, because it admits something new."""
    if names[-1] in _PORTS:
        return _are_ports_wider(names[-1], live, desired)
    return opens_wider(_texts(desired), _texts(live))


def _admits_everyone(_: tuple[str, ...], live: Value, desired: Value) -> bool:
    return holds_everyone(_texts(live)) and not holds_everyone(_texts(desired))


def _are_ports_wider(name: str, live: Value, desired: Value) -> bool:
    if name == "ip_protocol":
        return bool(desired != "-1")
    if isinstance(live, int) and isinstance(desired, int):
        return live < desired if name == "from_port" else live > desired
    return True


def _has_fewer(_: tuple[str, ...], live: Value, desired: Value) -> bool:
    return not set(_texts(desired)) <= set(_texts(live))


def _is_smaller(_: tuple[str, ...], live: Value, desired: Value) -> bool:
    """Return whether the live number is smaller; 0 means "for ever" in CloudWatch."""
    numbers = isinstance(live, int) and isinstance(desired, int)
    return numbers and live != 0 and (desired == 0 or live < desired)


_COMPARISONS: Mapping[str, Callable[[tuple[str, ...], Value, Value], bool]] = {
    ON: _is_on,
    OFF: _is_off,
    WIDER: _is_wider,
    EVERYONE: _admits_everyone,
    FEWER: _has_fewer,
    SMALLER: _is_smaller,
}


def _texts(value: Any) -> list[str]:
    """Return all scalars in a value as texts."""
    if is_empty(value) or value is UNKNOWN:
        return []
    if isinstance(value, list):
        return [text for item in value for text in _texts(item)]
    if isinstance(value, Mapping):
        return [text for item in value.values() for text in _texts(item)]
    return [str(value)]
