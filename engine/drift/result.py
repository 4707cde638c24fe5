"""The result of a drift check: frozen, redacted values with their places in the spec.

Built by `drift/classify.py` and `aws/`, drawn by `report/`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from ...catalog.resources.risk import Risk
from ...compiler.diagnostics import Diagnostic, Path
from ..addresses import Address
from ..plan.result import Action, ClusterShape, IgnoredBy, RunSubject, Value
from ..source_map.place import SpecPlace


class DriftClass(StrEnum):
    """The classes of difference between recorded, live and desired values."""

    CHANGED_OUTSIDE = "changed-outside"
    DELETED_OUTSIDE = "deleted-outside"
    CONFLICT = "conflict"
    """Recorded, live and desired value all differ: changed outside Terraform and in the spec."""
    UNMANAGED = "unmanaged"
    """Belongs to the cluster, exists in AWS and is in no state. With a path it is a part of an object, such
    as a policy attached to a role by hand; `live` holds only that part."""
    PENDING = "pending"
    """An edit of the spec that is not applied yet."""
    ADOPTED = "adopted"
    """Changed outside Terraform to what the spec says now; or deleted, and removed from the spec."""
    ACCEPTED = "accepted"
    """Changed or deleted outside Terraform, and a rule of `drift.ignore` allows it."""
    NOISE = "noise"
    """AWS or the provider changed it by itself."""


COUNTED = frozenset(
    {
        DriftClass.CHANGED_OUTSIDE,
        DriftClass.DELETED_OUTSIDE,
        DriftClass.CONFLICT,
        DriftClass.UNMANAGED,
        DriftClass.PENDING,
    }
)
"""The classes that need an action; the others are reported but not counted."""


class DriftLevel(StrEnum):
    """The severity of a finding, by the table in `catalog/resources/severity.py`."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"

    @property
    def rank(self) -> int:
        """Position in the order of severity, 0 for low."""
        return list(DriftLevel).index(self)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who made a change, from CloudTrail: a name, how they signed in, when (UTC), with which API call.

    `name` is empty if CloudTrail does not say; it is never guessed.
    """

    name: str = ""
    through: str = ""
    when: str = ""
    event: str = ""


@dataclass(frozen=True, slots=True)
class FirstSeen:
    """When a finding was first seen, by the earlier report: `new` if it did not have it. `since` is None if
    the report does not say."""

    new: bool
    since: date | None = None
    days: int = 0


@dataclass(frozen=True, slots=True)
class ResolvedFinding:
    """A finding of an earlier report that no longer exists; `what` is its address with the attribute."""

    id: str
    kind: str
    what: str
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Removal:
    """An object in AWS that is in no state: `about` describes it in pairs such as (`policy`, ARN), and
    `commands` of the AWS CLI remove it."""

    about: tuple[tuple[str, str], ...] = ()
    commands: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DriftFinding:
    """One difference. `path` is () if it is about the whole object.

    `recorded` is the value in the state, `live` the value in the cloud, `desired` the value of the spec; for
    a pending edit recorded and live are equal, unless a rule accepts what changed in between. `id` is stable
    as long as the difference is. `kept` is true of a change that no apply reverts, because the spec does not
    set the attribute. `values` holds the attributes that name the object. `why` is the reason of
    `level`, or the cause of a finding that is not counted. `coupled` holds paths and live values of other
    attributes that the same spec field decides. `seen` is set if there is an earlier report. `adoptable` is
    false if no edit of the spec is known that yields the live value. `risk` is what an attacker could do with
    it; `removal` is set if no apply removes it.
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
    kept: bool = False
    forces_replacement: bool = False
    spec: SpecPlace | None = None
    values: Mapping[str, Value] = field(default_factory=dict)
    level: DriftLevel = DriftLevel.LOW
    why: str = ""
    risk: Risk = Risk.LABEL
    removal: Removal | None = None
    accepted: IgnoredBy | None = None
    who: Actor | None = None
    coupled: tuple[tuple[Path, Value], ...] = ()
    seen: FirstSeen | None = None
    adoptable: bool = True

    @property
    def counted(self) -> bool:
        """Return whether the finding needs an action."""
        return self.kind in COUNTED


@dataclass(frozen=True, slots=True)
class DriftResult:
    """All findings, counted or not, sorted by address and attribute.

    `against` is what was compared with: "" for the spec file, else a git revision or "applied". `fail_on` is
    the lowest level that a check fails on. With `unedited` the spec has not changed since the last apply, so
    AWS did not keep what is pending.
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
        """The findings that need an action."""
        return tuple(f for f in self.findings if f.counted)

    @property
    def failing(self) -> tuple[DriftFinding, ...]:
        """The counted findings of `fail_on` and above: a check fails on any of them."""
        return tuple(f for f in self.findings if self.fails(f))

    def fails(self, finding: DriftFinding) -> bool:
        """Return whether a check fails on a finding, in every format alike."""
        return finding.counted and finding.level.rank >= self.fail_on.rank

    def count(self, kind: DriftClass) -> int:
        """Return the number of findings of one class."""
        return sum(f.kind is kind for f in self.findings)
