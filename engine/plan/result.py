"""What a plan holds and an apply did: frozen values, already redacted, each with its place in the spec.

Made by `plan.py` and `apply.py`, drawn by `report/`. Values inside are JSON values, with `SENSITIVE` where a
secret was and `UNKNOWN` where Terraform learns the value only by applying.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from ...compiler.diagnostics import Diagnostic, Path
from ...compiler.diff.compare import Comparison
from ..addresses import Address
from ..source_map.place import SpecPlace

Value = Any
"""A JSON value (None, bool, number, string, list, dict), `SENSITIVE` or `UNKNOWN`."""


class Action(StrEnum):
    """What Terraform does to an object."""

    CREATE = "create"
    UPDATE = "update"
    REPLACE = "replace"
    DELETE = "delete"
    READ = "read"
    FORGET = "forget"
    NO_OP = "no-op"


class ChangeOrigin(StrEnum):
    """Why an attribute changes."""

    SPEC = "spec"
    """The compiled folder says something else than at the last apply."""
    OUTSIDE = "outside"
    """Somebody changed the cloud; the apply takes it back."""
    CONFLICT = "conflict"
    """Both: recorded, live and desired all differ."""
    DERIVED = "derived"
    """It follows from another change and is known only after apply."""


@dataclass(frozen=True, slots=True)
class AttributeChange:
    """One attribute, `before` (live) and `after` (desired). `recorded` is set when it changed outside."""

    path: Path
    before: Value
    after: Value
    unknown: bool = False
    sensitive: bool = False
    forces_replacement: bool = False
    origin: ChangeOrigin = ChangeOrigin.SPEC
    recorded: Value = None
    spec: SpecPlace | None = None


@dataclass(frozen=True, slots=True)
class ObjectChange:
    """One object of the plan. `values` are its attributes as they will be (before, for a delete).

    `deleted_outside` tells a create that only brings back what somebody deleted; `replace_first` is
    `create` or `delete` for a replacement, else empty.
    """

    address: Address
    action: Action
    reason: str = ""
    deposed: str = ""
    attributes: tuple[AttributeChange, ...] = ()
    values: Mapping[str, Value] = field(default_factory=dict)
    spec: SpecPlace | None = None
    previous_address: str = ""
    imported: bool = False
    deleted_outside: bool = False
    replace_first: str = ""


class DangerKind(StrEnum):
    """What in a plan deserves a look before anything else, heaviest first."""

    REPLACE = "replace"
    """An object is made anew, because something in it cannot change in place."""
    DESTROY = "destroy"
    VERSION_STEP = "version-step"
    """The control plane goes to another Kubernetes version."""
    NODE_ROLL = "node-roll"
    """All nodes of a managed group are replaced, one after the other."""
    ENDPOINT = "endpoint"
    """The Kubernetes API becomes reachable for more addresses."""
    REVERT = "revert"
    """Somebody changed the cloud, and the apply takes it back."""


@dataclass(frozen=True, slots=True)
class Danger:
    """One thing to look at first. `attributes` are the ones that make it dangerous, `why` says in one
    sentence what comes of it, `spec` is the field to look at."""

    kind: DangerKind
    change: ObjectChange
    attributes: tuple[AttributeChange, ...] = ()
    why: str = ""
    spec: SpecPlace | None = None

    @property
    def address(self) -> Address:
        """The object that is in danger."""
        return self.change.address


@dataclass(frozen=True, slots=True)
class Counts:
    """How many objects each action touches; a replacement counts once, as a replacement."""

    create: int = 0
    update: int = 0
    replace: int = 0
    delete: int = 0
    forget: int = 0
    read: int = 0
    moved: int = 0
    imported: int = 0

    @property
    def total(self) -> int:
        """Objects that change in the cloud or leave the state."""
        return self.create + self.update + self.replace + self.delete + self.forget + self.imported


@dataclass(frozen=True, slots=True)
class RunSubject:
    """What the result is about; None where the plan does not tell."""

    cluster: str | None = None
    region: str | None = None
    sandbox: bool = False
    program: str = ""
    provider: str | None = None
    spec: str | None = None


@dataclass(frozen=True, slots=True)
class ClusterShape:
    """One object in the picture of the cluster, also one that stays as it is. `values` hold only what the
    picture says of it; `outside` tells that somebody changed it in the cloud."""

    address: Address
    action: Action
    outside: bool = False
    values: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BaseComparison:
    """What the spec changes since the git revision `ref`, whether applied or not. `note` says what is special
    about it; without a comparison, why there is none."""

    ref: str
    comparison: Comparison | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class OrphanedObject:
    """What the plan wants to make and is in AWS already, in no state.

    `ours` tells that it carries all tags of the spec; else somebody else's object has its name. `block` is
    the `import` block, in HCL, that takes it in.
    """

    address: Address
    id: str
    ours: bool
    block: str
    spec: SpecPlace | None = None


@dataclass(frozen=True, slots=True)
class PlanResult:
    """A plan: only what changes, sorted by address, the outputs that change, what Terraform warned of.

    `warnings` have a line in the spec, `remarks` are the warnings that have none. `places` tells for each
    module call which part of the spec it is. `dangers` come in order of weight; a destroy has none. `picture`
    holds the large objects of the cluster, whether they change or not.
    """

    subject: RunSubject
    counts: Counts
    changes: tuple[ObjectChange, ...] = ()
    outputs: tuple[str, ...] = ()
    complete: bool = True
    warnings: tuple[Diagnostic, ...] = ()
    remarks: tuple[str, ...] = ()
    destroy: bool = False
    places: Mapping[str, SpecPlace] = field(default_factory=dict)
    dangers: tuple[Danger, ...] = ()
    picture: tuple[ClusterShape, ...] = ()
    base: BaseComparison | None = None
    orphans: tuple[OrphanedObject, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether applying would do nothing at all."""
        return not (self.counts.total or self.counts.moved or self.outputs)


@dataclass(frozen=True, slots=True)
class IgnoredBy:
    """The rule of `drift.ignore` that allows a difference."""

    reason: str
    owner: str | None = None
    until: date | None = None
    spec: SpecPlace | None = None


@dataclass(frozen=True, slots=True)
class IgnoredChange:
    """A change that a plan right after an apply finds, and the rules that allow all of it."""

    change: ObjectChange
    rules: tuple[IgnoredBy, ...]


@dataclass(frozen=True, slots=True)
class SuggestedRule:
    """What a rule of `drift.ignore` would name and its last day, to allow a change from now on."""

    path: str
    until: date


@dataclass(frozen=True, slots=True)
class ApplyResult:
    """What was applied. `applied` is false when there was nothing to do or the caller declined.

    `outputs` holds the values of all outputs, sensitive ones as `SENSITIVE`. `remaining` is what a plan right
    after it would still do; None when nobody looked. `tolerated` is what of that the rules of the spec allow,
    `suggested` are rules for the rest.
    """

    plan: PlanResult
    applied: bool
    outputs: Mapping[str, Value] = field(default_factory=dict)
    warnings: tuple[Diagnostic, ...] = ()
    remaining: PlanResult | None = None
    tolerated: tuple[IgnoredChange, ...] = ()
    suggested: tuple[SuggestedRule, ...] = ()

    @property
    def unsettled(self) -> int | None:
        """How many objects are left to change that no rule allows; None when nobody looked."""
        if self.remaining is None:
            return None
        return self.remaining.counts.total + self.remaining.counts.moved - len(self.tolerated)

    @property
    def converged(self) -> bool | None:
        """Whether nothing is left to do in the cloud but what rules allow; None when nobody looked."""
        return None if self.unsettled is None else not self.unsettled
