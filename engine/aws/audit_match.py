"""Compare a CloudTrail record with a difference: does it name the object, and does it set what differs? Pure.

Records write parameters in several ways (`catalog/logs/audit_events/`): their names are compared without
case, names of objects may be percent-encoded, lists may be wrapped in `items` or be a single mapping, their
items may be wrapped in `content`, and values are compared as texts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import unquote

from ...catalog.logs.audit_events.event import ChangeEvent, Identity, Match
from ...compiler.diagnostics import Path
from ..plan.attribute_diff import is_empty, value_at
from ..plan.security_group_rules import (
    PERMISSION_SOURCES,
    RuleKey,
    block_keys,
    resource_key,
    rule_key,
)
from ..redact import SENSITIVE, structured

_HIDDEN = ("HIDDEN_DUE_TO_SECURITY_REASONS", "<sensitiveDataRemoved>")
_WRAPPERS = ("items", "member", "value")
_NUMBERED = {"tag", "content"}
"""The keys of an item in a list of a newer EC2 call: its number, and itself."""
_NOT_NAMES = ("tags", "tagset", "tagkeys", "labels", "attributes")
"""Parameters that do not name an object, whatever is in them."""

Record = Mapping[str, Any]
Change = tuple[Path, Any, Any]
"""Attribute path, recorded value, live value."""


def names_object(record: Record, identity: Identity, attributes: Mapping[str, Any]) -> bool:
    """Return whether the request names an object by all attributes of an identity."""
    request = _without(record.get("requestParameters"), _NOT_NAMES)
    return all(
        attributes.get(attribute) not in (None, "")
        and any(
            str(attributes[attribute]) in (text, unquote(text))
            for name in names
            for value in parameters(request, (name,), anywhere=True)
            for text in _texts(value)
        )
        for attribute, names in identity
    )


def names_rule(record: Record, rule: Mapping[str, Any]) -> bool:
    """Return whether the request has a security group rule, given by its attributes, among its rules."""
    permissions = parameters(record.get("requestParameters"), ("ipPermissions",))
    return resource_key(rule) in {key for value in permissions for key in _permission_keys(value)}


def sets_change(event: ChangeEvent, record: Record, change: Change) -> bool | None:
    """Return whether a call made a change: False if it gave the attribute another value, None if it does not
    mention it."""
    path, recorded, live = change
    rest = _rest(path, event.attribute)
    if rest is None:
        return None
    request = record.get("requestParameters")
    if event.match is Match.FIXED:
        return _same(event.value, live)
    values = list(parameters(request, event.parameter))
    if not values:
        return None
    if event.match is Match.EQUAL:
        return _any(_sets_value(value, rest, live) for value in values)
    if event.match in (Match.ENTRY, Match.REMOVED_ENTRY):
        return _any(_sets_entry(event, value, rest, live) for value in values)
    if event.match is Match.LOG_TYPES:
        return _any(_sets_log_types(value, recorded, live) for value in values)
    return True if any(_sets_items(event, value, rest, recorded, live) for value in values) else None


def parameters(value: Any, names: tuple[str, ...], *, anywhere: bool = False) -> Iterator[Any]:
    """Yield the values of a parameter, given by the names on the way to it.

    Lists and wrappers on the way are entered, with `anywhere` every other parameter too.
    """
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if key.lower() == names[0].lower():
                found = len(names) == 1
                yield from [_unwrapped(inner)] if found else parameters(inner, names[1:], anywhere=anywhere)
            elif anywhere or key in _WRAPPERS or key.endswith("Request"):
                yield from parameters(inner, names, anywhere=anywhere)
    elif isinstance(value, list):
        for inner in value:
            yield from parameters(inner, names, anywhere=anywhere)


def _without(value: Any, names: tuple[str, ...]) -> Any:
    if isinstance(value, Mapping):
        return {k: _without(inner, names) for k, inner in value.items() if k.lower() not in names}
    return [_without(item, names) for item in value] if isinstance(value, list) else value


def _unwrapped(value: Any) -> Any:
    """Return a value without the mappings that only wrap it."""
    if isinstance(value, list):
        return [_unwrapped(item) for item in value]
    if isinstance(value, Mapping) and value.keys() == _NUMBERED:
        return _unwrapped(value["content"])
    if isinstance(value, Mapping) and len(value) == 1 and (key := next(iter(value))) in _WRAPPERS:
        return _unwrapped(value[key])
    return value


def _rest(path: Path, attribute: tuple[str, ...]) -> Path | None:
    """Return the part of a path below an attribute; None if it is another attribute."""
    rest = path
    for name in attribute:
        while rest and isinstance(rest[0], int):
            rest = rest[1:]
        if not rest or rest[0] != name:
            return None
        rest = rest[1:]
    return rest


def _any(answers: Iterable[bool | None]) -> bool | None:
    known = [answer for answer in answers if answer is not None]
    return any(known) if known else None


def _sets_value(value: Any, rest: Path, live: Any) -> bool:
    if value in _HIDDEN or live is SENSITIVE:
        return True
    return _same(value_at(structured(value), rest) if rest else value, live)


def _sets_entry(event: ChangeEvent, value: Any, rest: Path, live: Any) -> bool | None:
    """Return whether a call set or removed the entry of a map; a map that differs as a whole is not known."""
    key = event.key or (str(rest[0]) if rest else "")
    entries = _entries(value)
    if not key or key not in entries:
        return None
    return is_empty(live) if event.match is Match.REMOVED_ENTRY else _same(entries[key], live)


def _sets_log_types(value: Any, recorded: Any, live: Any) -> bool | None:
    old, new = set(_texts(recorded)), set(_texts(live))
    switched = {
        (log_type, _normal(setup.get("enabled")) == "true")
        for setup in _items(value)
        if isinstance(setup, Mapping)
        for log_type in _texts(setup.get("types"))
    }
    if not any(log_type in old ^ new for log_type, _ in switched):
        return None
    return all((log_type in new) is enabled for log_type, enabled in switched)


def _sets_items(event: ChangeEvent, value: Any, rest: Path, recorded: Any, live: Any) -> bool:
    """Return whether a call added or removed some of the items that differ."""
    if rest:  # an attribute of the only item
        fields = [value_at(item, rest[1:]) for item in _items(value)]
        return event.match is Match.ADDED and any(not is_empty(f) and _same(f, live) for f in fields)
    if event.match in (Match.ADDED_RULE, Match.REMOVED_RULE):
        mentioned = set(_permission_keys(value))
        old, new = ({k for block in _items(side) for k in block_keys(block)} for side in (recorded, live))
    else:
        mentioned = set(map(_normal, _items(value)))
        old, new = ({_item(item, event.key) for item in _items(side)} for side in (recorded, live))
    differing = old - new if event.match in (Match.REMOVED, Match.REMOVED_RULE) else new - old
    return bool(mentioned & differing)


def _item(item: Any, key: str) -> Any:
    return _normal(item.get(key) if key and isinstance(item, Mapping) else item)


def _entries(value: Any) -> dict[str, Any]:
    """Return a map, whose request is a mapping, a list of keys, or a list of keys with values."""
    if isinstance(value, Mapping):
        return dict(value)
    entries: dict[str, Any] = {}
    for item in _items(value):
        if isinstance(item, Mapping):
            pair = {key.lower().removeprefix("tag"): inner for key, inner in item.items()}
            entries[str(pair.get("key"))] = pair.get("value")
        else:
            entries[str(item)] = None
    return entries


def _permission_keys(value: Any) -> Iterator[RuleKey]:
    """Yield the key of each rule in the permissions of a request."""
    for permission in _items(value):
        lowered = {key.lower(): inner for key, inner in permission.items()}
        ports = lowered.get("ipprotocol"), lowered.get("fromport"), lowered.get("toport")
        for name in PERMISSION_SOURCES:
            yield from (rule_key(*ports, source) for source in parameters(permission, (name,), anywhere=True))


def _same(value: Any, live: Any) -> bool:
    return bool((is_empty(value) and is_empty(live)) or _normal(value) == _normal(live))


def _normal(value: Any) -> Any:
    """Return a value in a form that is equal for equal meanings: texts, and lists in any order."""
    value = structured(value)
    if isinstance(value, Mapping):
        pairs = {key: _normal(inner) for key, inner in value.items() if not is_empty(inner)}
        return frozenset((key[:1].lower() + key[1:], inner) for key, inner in pairs.items())
    if isinstance(value, list | tuple):
        items = frozenset(map(_normal, value))
        return next(iter(items)) if len(items) == 1 else items
    return str(value).lower() if isinstance(value, bool) else "" if value is None else str(value)


def _items(value: Any) -> list[Any]:
    value = _unwrapped(structured(value))
    if value is None or value == "":
        return []
    return list(value) if isinstance(value, list | tuple) else [value]


def _texts(value: Any) -> list[str]:
    return [str(item) for item in _items(value)]
