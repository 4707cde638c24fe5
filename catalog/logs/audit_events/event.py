"""The events of a resource type, and how they are described."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

Identity = tuple[tuple[str, tuple[str, ...]], ...]
"""Attributes that identify a resource together, each with the request parameters that may hold it."""


class Match(Enum):
    """How the parameter of a call is compared with the difference."""

    EQUAL = auto()
    """The parameter is the live value."""
    ENTRY = auto()
    """The parameter maps keys to values, and the key of the attribute to the live value."""
    REMOVED_ENTRY = auto()
    """The parameter lists keys, that of the attribute among them, and the live value is empty."""
    FIXED = auto()
    """The call itself says the value: `ChangeEvent.value`."""
    ADDED = auto()
    """The parameter lists items, and some of them are live and not recorded."""
    REMOVED = auto()
    """The parameter lists items, and some of them are recorded and not live."""
    ADDED_RULE = auto()
    """The parameter lists rules of a security group, and some of them are live and not recorded."""
    REMOVED_RULE = auto()
    """The parameter lists rules of a security group, and some of them are recorded and not live."""
    LOG_TYPES = auto()
    """The parameter turns types of control-plane logs on and off."""


@dataclass(frozen=True, slots=True)
class ChangeEvent:
    """An event that can change an attribute, and the request parameter that says so.

    `attribute` is a path without list indexes, `parameter` the names on the way to the value. `key` is the
    entry of an `ENTRY` parameter, or the field of the live items that the parameter names.
    """

    name: str
    attribute: tuple[str, ...]
    parameter: tuple[str, ...] = ()
    match: Match = Match.EQUAL
    key: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class ObjectEvent:
    """An event that creates or deletes a resource. `identity` is how it names the resource, if not like the
    others. With `rule` it names a security group rule by its content."""

    name: str
    identity: Identity = ()
    rule: bool = False


@dataclass(frozen=True, slots=True)
class AuditedType:
    """The events of a resource type; `identities` are the ways in which they name a resource."""

    source: str
    identities: tuple[Identity, ...]
    change: tuple[ChangeEvent, ...] = ()
    create: tuple[ObjectEvent, ...] = ()
    delete: tuple[ObjectEvent, ...] = ()

    @property
    def events(self) -> frozenset[str]:
        """The names of all events of the type."""
        objects = (event.name for event in (*self.create, *self.delete))
        return frozenset((*(event.name for event in self.change), *objects))


def identity(**attributes: str) -> Identity:
    """Return an identity: attributes with the parameters that hold them, separated by blanks."""
    return tuple((attribute, tuple(names.split())) for attribute, names in attributes.items())


def sets(event: str, **parameters: str) -> tuple[ChangeEvent, ...]:
    """Return the attributes that a call sets; `__` and `.` are the steps of attributes and parameters."""
    return tuple(
        ChangeEvent(event, tuple(attribute.split("__")), tuple(parameter.split(".")))
        for attribute, parameter in parameters.items()
    )


def options(event: str, **keys: str) -> tuple[ChangeEvent, ...]:
    """Return the attributes that a call of Elastic Load Balancing sets by key and value."""
    return tuple(
        ChangeEvent(event, tuple(attribute.split("__")), ("attributes",), Match.ENTRY, key)
        for attribute, key in keys.items()
    )


def fixed(event: str, attribute: str, value: str) -> ChangeEvent:
    """Return a call that sets an attribute to a value that its name says."""
    return ChangeEvent(event, (attribute,), (), Match.FIXED, value=value)


def tags(add: str, remove: str, added: str, removed: str) -> tuple[ChangeEvent, ...]:
    """Return the calls that set and remove tags, `added` and `removed` being their parameters."""
    return (
        ChangeEvent(add, ("tags",), (added,), Match.ENTRY),
        ChangeEvent(remove, ("tags",), (removed,), Match.REMOVED_ENTRY),
    )


def rules(attribute: str, direction: str) -> tuple[ChangeEvent, ...]:
    """Return the calls that change the rules inside a security group."""
    at, parameter = (attribute,), ("ipPermissions",)
    return (
        ChangeEvent(f"AuthorizeSecurityGroup{direction}", at, parameter, Match.ADDED_RULE),
        ChangeEvent(f"RevokeSecurityGroup{direction}", at, parameter, Match.REMOVED_RULE),
    )


def objects(*names: str) -> tuple[ObjectEvent, ...]:
    """Return the calls of these names, which create or delete a resource."""
    return tuple(map(ObjectEvent, names))
