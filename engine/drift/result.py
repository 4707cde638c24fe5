"""What a drift check found: frozen values, already redacted, each with its place in the spec.

Made by `drift.py` and `aws/`, drawn by `report/`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from ...compiler.diagnostics import Diagnostic, Path
from ..addresses import Address
from ..plan.result import Action, ClusterShape, IgnoredBy, RunSubject, Value
from ..source_map.place import SpecPlace


class DriftClass(StrEnum):
    """The classes of difference between record, cloud and spec."""

    CHANGED_OUTSIDE = "changed-outside"
    DELETED_OUTSIDE = "deleted-outside"
    CONFLICT = "conflict"
    """Recorded, live and desired all differ: somebody changed the cloud, and somebody the spec."""
    UNMANAGED = "unmanaged"
    """It belongs to the cluster, exists in AWS and is in no state. With a path it is a part of an object,
    such as a policy attached to a role by hand; `live` holds just that part."""
    PENDING = "pending"
    """An edit of the spec that is not applied yet."""
    ADOPTED = "adopted"
    """Changed outside, and the spec says the same by now; or deleted outside and given up in the spec."""
    ACCEPTED = "accepted"
    """Changed or deleted outside, and a rule of `drift.ignore` allows it."""
    NOISE = "noise"
    """AWS or the provider moved it by itself."""


COUNTED = frozenset(
    {
        DriftClass.CHANGED_OUTSIDE,
        DriftClass.DELETED_OUTSIDE,
        DriftClass.CONFLICT,
        DriftClass.UNMANAGED,
        DriftClass.PENDING,
    }
)
"""The classes somebody has to do something about; the others are told but do not count."""


class DriftLevel(StrEnum):
    """How much a finding matters, by the rules of EKS in `severity.py`."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"

    @property
    def rank(self) -> int:
        """Greater for what matters more."""
        return list(DriftLevel).index(self)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who made a change, from CloudTrail: a person's name, how they came in, when (UTC), which call.

    `name` is empty when CloudTrail does not tell; that is said, never guessed.
    """

    name: str = ""
    through: str = ""
    when: str = ""
    event: str = ""


@dataclass(frozen=True, slots=True)
class FirstSeen:
    """Since when a finding is there, by the reports so far: `new` if the last one did not have it. `since` is
    None where the last one did not say."""

    new: bool
    since: date | None = None
    days: int = 0


@dataclass(frozen=True, slots=True)
class ResolvedFinding:
    """What an earlier report counted and is there no more; `what` is its address with the attribute."""

    id: str
    kind: str
    what: str
    since: date | None = None


@dataclass(frozen=True, slots=True)
class DriftFinding:
    """One difference. `path` is () when it is about the whole object.

    `recorded` is what the last run saw, `live` what the cloud has now, `desired` what the spec says;
    for a pending edit recorded and live are equal, unless a rule accepts what changed in between. `id` stays
    the same while the difference does. `values` holds the attributes that name the object. `why` says what
    makes `level` what it is, or what made a finding that does not count. `beside` holds paths and live values
    of what the same field of the spec decides besides. `seen` is there if an earlier report was.
    """

    id: str
    kind: DriftClass
    address: Address
    path: Path = ()
    recorded: Value = None
    live: Value = None
    desired: Value = None
    action: Action = Action.UPDATE
    reason: str = ""
    sensitive: bool = False
    forces_replacement: bool = False
    spec: SpecPlace | None = None
    values: Mapping[str, Value] = field(default_factory=dict)
    level: DriftLevel = DriftLevel.LOW
    why: str = ""
    accepted: IgnoredBy | None = None
    who: Actor | None = None
    beside: tuple[tuple[Path, Value], ...] = ()
    seen: FirstSeen | None = None

    @property
    def counted(self) -> bool:
        """Whether somebody has to do something about it."""
        return self.kind in COUNTED


@dataclass(frozen=True, slots=True)
class DriftResult:
    """All findings, sorted by address and attribute, those that do not count among them.

    `against` says what the spec side was: "" for the file, else the git revision or "applied". `fail_on` is
    the least level that a check fails on. With `unedited` the spec says what it said at the last apply, so
    what is pending was not kept by AWS.
    """

    subject: RunSubject
    findings: tuple[DriftFinding, ...] = ()
    warnings: tuple[Diagnostic, ...] = ()
    remarks: tuple[str, ...] = ()
    complete: bool = True
    against: str = ""
    picture: tuple[ClusterShape, ...] = ()
    fail_on: DriftLevel = DriftLevel.LOW
    resolved: tuple[ResolvedFinding, ...] = ()
    unedited: bool = False

    @property
    def counted(self) -> tuple[DriftFinding, ...]:
        """The findings somebody has to do something about."""
        return tuple(f for f in self.findings if f.counted)

    @property
    def failing(self) -> tuple[DriftFinding, ...]:
        """The counted findings of `fail_on` and above: a check fails on any of them."""
        return tuple(f for f in self.findings if self.fails(f))

    def fails(self, finding: DriftFinding) -> bool:
        """Whether a check fails on this one, in every format alike."""
        return finding.counted and finding.level.rank >= self.fail_on.rank

    def count(self, kind: DriftClass) -> int:
        """How many findings there are of one kind."""
        return sum(f.kind is kind for f in self.findings)
