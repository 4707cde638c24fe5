"""The order of findings in every report, and findings that are alike. Pure.

The worst comes first: by level, then by what an attacker could do, as `catalog/resources/risk.py` orders it.
Pending edits follow what happened outside, and what does not count comes last.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any, TypeVar

from ..plan.attribute_diff import inner_differences, sort_key
from .result import COUNTED, DriftClass, DriftFinding

FEW = 3
"""The least number of equal changes that share a row; fewer have a row each."""

_CLASSES = list(DriftClass)
_OBJECTS = (DriftClass.DELETED_OUTSIDE, DriftClass.PENDING, DriftClass.ADOPTED)
"""The classes whose findings about whole objects of a type are alike: nothing but a name differs."""

T = TypeVar("T")


def sort_findings(findings: Iterable[DriftFinding]) -> list[DriftFinding]:
    """Return findings, the worst first, in an order that does not depend on theirs."""
    return sorted(findings, key=_key)


def _key(finding: DriftFinding) -> tuple[Any, ...]:
    return (
        finding.kind not in COUNTED,
        finding.kind is DriftClass.PENDING,
        -finding.level.rank,
        finding.risk.rank,
        _CLASSES.index(finding.kind),
        finding.address.text,
        sort_key(finding.path),
        finding.id,
    )


def alike_groups(findings: Iterable[DriftFinding]) -> list[list[DriftFinding]]:
    """Return findings in their order, equal changes of many as a group at the place of the first."""
    return grouped(findings, _alike)


def group_id(group: Sequence[DriftFinding]) -> str:
    """Return the id of a finding, or the twelve hex digits that equal changes keep while they exist."""
    if len(group) == 1:
        return group[0].id
    return hashlib.sha256(_text(_difference(group[0])).encode()).hexdigest()[:12]


def grouped(items: Iterable[T], key: Callable[[T], Hashable | None]) -> list[list[T]]:
    """Group the items that have a key in common, if they are at least `FEW`; others stand alone."""
    keyed = [(item, key(item)) for item in items]
    counts = Counter(found for _, found in keyed if found is not None)
    groups: list[list[T]] = []
    shared: dict[Hashable, list[T]] = {}
    for item, found in keyed:
        if found in shared:
            shared[found].append(item)
            continue
        groups.append([item])
        if found is not None and counts[found] >= FEW:
            shared[found] = groups[-1]
    return groups


def _alike(finding: DriftFinding) -> str | None:
    """Return what equal changes have in common; None for secrets, whose values are never compared, and for
    an object that is in no state."""
    whole = not finding.path
    if finding.sensitive or (whole and finding.kind not in _OBJECTS):
        return None
    accepted = finding.accepted
    rule = (accepted.reason, accepted.owner, accepted.spec) if accepted else ()
    about = (finding.level, finding.why, finding.kept, finding.forces_replacement, finding.reason)
    return _text((_difference(finding), about, rule))


def _difference(finding: DriftFinding) -> object:
    kind = "" if finding.path else finding.address.resource_type
    return (finding.kind, kind, finding.path, finding.action if kind else "", _changed_values(finding))


def _changed_values(finding: DriftFinding) -> object:
    """Return the values of a finding; of a pending edit only what changes inside them, as reports show it."""
    pending = finding.kind is DriftClass.PENDING
    changed = list(inner_differences(finding.live, finding.desired)) if pending else []
    return changed or (finding.recorded, finding.live, finding.desired)


def _text(value: object) -> str:
    return json.dumps(value, sort_keys=True, default=repr)
