"""The results of plan and apply: frozen, redacted values with their places in the spec.

Built by `plan/read.py` and `runs/`, drawn by `report/`. Attribute values are JSON values, with `SENSITIVE` in
place of a secret and `UNKNOWN` for what is known only after apply.
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
    """The compiled folder differs from the last apply."""
    OUTSIDE = "outside"
    """Changed outside Terraform; the apply reverts it."""
    CONFLICT = "conflict"
    """Both: recorded, live and desired value all differ."""
    DERIVED = "derived"
    """A consequence of another change, known only after apply."""


@dataclass(frozen=True, slots=True)
class AttributeChange:
    """An attribute, `before` (live) and `after` (desired); `recorded` if it was changed outside Terraform."""

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
    """An object of the plan. `values` are its desired attributes (the live ones for a delete).

    `deleted_outside` marks a create that recreates an object deleted outside Terraform; `replace_first` is
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

    @property
    def only_updates(self) -> bool:
        """Return whether the object changes in place and is neither moved nor imported."""
        return self.action is Action.UPDATE and not self.previous_address and not self.imported


class DangerKind(StrEnum):
    """Kinds of changes to review before anything else, most serious first."""

    ENDPOINT = "endpoint"
    """The Kubernetes API becomes reachable for more addresses."""
    REPLACE = "replace"
    """An object is recreated, because an attribute cannot change in place."""
    DESTROY = "destroy"
    VERSION_STEP = "version-step"
    """The control plane moves to another Kubernetes version."""
    NODE_ROLL = "node-roll"
    """All nodes of a managed group are replaced, one after the other."""
    REVERT = "revert"
    """Changed outside Terraform, and the apply reverts it."""


@dataclass(frozen=True, slots=True)
class Danger:
    """A change to review first. `attributes` are those that make it dangerous, `why` is a short sentence
    about the consequences, `spec` is the field to look at."""

    kind: DangerKind
    change: ObjectChange
    attributes: tuple[AttributeChange, ...] = ()
    why: str = ""
    spec: SpecPlace | None = None

    @property
    def address(self) -> Address:
        """The address of the changed object."""
        return self.change.address


@dataclass(frozen=True, slots=True)
class Counts:
    """Number of objects for each action; a replacement counts once, as a replacement."""

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
        """Number of objects that change in the cloud or leave the state."""
        return self.create + self.update + self.replace + self.delete + self.forget + self.imported


@dataclass(frozen=True, slots=True)
class RunSubject:
    """What a result is about; None if the plan does not say. `account` is that of the spec, the state or the
    credentials."""

    cluster: str | None = None
    region: str | None = None
    sandbox: bool = False
    program: str = ""
    provider: str | None = None
    spec: str | None = None
    account: str | None = None


@dataclass(frozen=True, slots=True)
class ClusterShape:
    """An object in the drawing of the cluster, changed or not. `values` hold only what the drawing shows;
    `outside` means that it was changed outside Terraform."""

    address: Address
    action: Action
    outside: bool = False
    values: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BaseComparison:
    """What changed in the spec since the git revision `ref`, applied or not. `note` is a remark about it, or
    the reason why there is no comparison."""

    ref: str
    comparison: Comparison | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class OrphanedObject:
    """An object that the plan would create although it exists in AWS, in no state.

    `ours` means that it carries all tags of the spec, or that AWS created it without tags; otherwise somebody
    else's object has the name. `block` is the HCL `import` block for it, `delete_command` the AWS command
    that deletes it, "" if there is none.
    """

    address: Address
    id: str
    ours: bool
    block: str
    spec: SpecPlace | None = None
    delete_command: str = ""


@dataclass(frozen=True, slots=True)
class PlanResult:
    """A plan: the objects that change, sorted by address, the outputs that change, and warnings.

    `warnings` have a line in the spec, `remarks` have none. `places` maps each module call to its part of the
    spec. `dangers` are sorted, most serious first; a destroy has none. `picture` holds the main objects of
    the cluster, whether they change or not. With `targeted` only some objects were planned, on request.
    `digest` identifies what the plan does (`fingerprint.py`).
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
    targeted: bool = False
    digest: str = ""

    @property
    def empty(self) -> bool:
        """Return whether applying would do nothing."""
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
    """A change that remains after an apply, and the rules that allow all of it."""

    change: ObjectChange
    rules: tuple[IgnoredBy, ...]


@dataclass(frozen=True, slots=True)
class SuggestedRule:
    """A rule of `drift.ignore` that would allow a change: its path and its last day."""

    path: str
    until: date


@dataclass(frozen=True, slots=True)
class ApplyResult:
    """The result of an apply. `applied` is false if there was nothing to do or the caller declined.

    `outputs` holds the values of all outputs, sensitive ones as `SENSITIVE`. `remaining` is the plan right
    after the apply, None if there was none. `tolerated` are the remaining changes that rules of the spec
    allow, `suggested` are rules for the rest.
    """

    plan: PlanResult
    applied: bool
    outputs: Mapping[str, Value] = field(default_factory=dict)
    warnings: tuple[Diagnostic, ...] = ()
    remaining: PlanResult | None = None
    tolerated: tuple[IgnoredChange, ...] = ()
    suggested: tuple[SuggestedRule, ...] = ()

    @property
    def remaining_count(self) -> int | None:
        """Number of objects still to change that no rule allows; None if it was not checked."""
        if self.remaining is None:
            return None
        return self.remaining.counts.total + self.remaining.counts.moved - len(self.tolerated)

    @property
    def converged(self) -> bool | None:
        """Return whether nothing remains that no rule allows; None if it was not checked."""
        return None if self.remaining_count is None else not self.remaining_count
