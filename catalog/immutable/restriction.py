"""One row of the table: a change that AWS refuses, with what to do instead."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

ArgumentPath = tuple[str, ...]
AttributePath = tuple[str | int, ...]


class Rule(StrEnum):
    """Why AWS refuses a change."""

    IMMUTABLE = "immutable"
    ONE_WAY = "one-way"
    """There is no way back, or only one step at a time."""
    UNIQUE = "unique"
    """The replacement would have the name of the object that still exists."""
    BOUNDS = "bounds"
    """A bound that excludes the live value."""
    PROTECTED = "protected"
    """Deletion, while the object is protected from it."""


class Reader(StrEnum):
    """How the recorded and the planned value are read from a plan."""

    ATTRIBUTE = "attribute"
    REPLACED = "replaced"
    """The attribute, if the plan replaces the object because of it."""
    ZONES = "zones"
    """The zones of the subnets that the attribute lists."""
    NODE_VERSIONS = "node-versions"
    """The attribute, while a node group has the recorded version."""
    VPC_CNI = "vpc-cni"
    """The attribute of the add-on vpc-cni."""
    EXTENDED_SUPPORT = "extended-support"
    """The attribute, while the planned version is in extended support and the cluster must not be."""
    PROTECTION = "protection"
    """The attribute of an object that is deleted or replaced."""
    LIVE_SIZE = "live-size"
    """The number of nodes that the update would send, and the attribute."""
    SYNC_PERIOD = "sync-period"
    """The attribute, while pod autoscalers decide more often than in the standard tier."""
    NAME = "name"
    """The attribute of an object whose replacement is created first."""


READ = date(2026, 11, 29)
"""The day on which the sources were read last."""

KEEP = "set `{field}` to `{recorded}` again"
OTHER_CLUSTER = "a cluster with another value needs a spec with another `metadata.name`, beside this one"


NAMING = ("cluster_name", "addon_name", "association_id", "capability_name", "namespace", "service_account")
"""Recorded attributes that name an object in texts."""


def changed(recorded: Any, planned: Any) -> bool:
    """Return whether one value replaces another."""
    return bool(recorded) and bool(planned) and recorded != planned


@dataclass(frozen=True, slots=True, kw_only=True)
class Restriction:
    """A change that AWS refuses.

    `refuses` gets the recorded and the planned value (None for an absent one). `message`, `label` (the text
    at the line of the spec), `helps` and `notes` are templates with `{subject}`, `{recorded}`, `{planned}`,
    `{field}` (the path in the spec), `{name}` (of the object in AWS), `{region}` (an option of the AWS CLI),
    `{step}` and `{command}`, and the attributes in `NAMING`. `missing` are the helps if the object is
    replaced because one that it needs was deleted. `answer` is what AWS says. `words` maps values of AWS to
    those of a spec. `module` and `argument` name the argument that decides the attribute, for comparisons
    without a plan. `tier` limits a row to the resource of that name. An object that is refused together with
    one of `within` is not reported.
    """

    key: str
    resource_type: str
    attribute: AttributePath
    message: str
    answer: str
    helps: tuple[str, ...]
    source: str
    rule: Rule = Rule.IMMUTABLE
    reader: Reader = Reader.ATTRIBUTE
    refuses: Callable[[Any, Any], bool] = changed
    code: str = "immutable"
    label: str = ""
    notes: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    read: date = READ
    module: str = ""
    argument: ArgumentPath = ()
    words: Mapping[str, str] = field(default_factory=dict)
    tier: str = ""
    within: str = ""

    def word(self, value: Any) -> str:
        """Return a value as the spec writes it."""
        if isinstance(value, (list, tuple, set, frozenset)):
            return ", ".join(sorted(map(self.word, value)))
        return self.words.get(str(value), str(value))
