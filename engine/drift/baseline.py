"""A drift report held against an earlier one: what is new, what is still there, what is resolved. Pure.

In: the JSON of the earlier report (`report/schemas/drift.schema.json`). Out: findings that know since when
they are there, and what is there no more. Ids tell them apart; they stay while the difference does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from ...compiler.diagnostics import dotted
from ...compiler.errors import EksgenError
from .result import DriftFinding, DriftResult, FirstSeen, ResolvedFinding


@dataclass(frozen=True, slots=True)
class EarlierReport:
    """What the earlier report counted, by id. An empty one stands for no report at all."""

    cluster: str | None = None
    region: str | None = None
    counted: Mapping[str, ResolvedFinding] = field(default_factory=dict)


def read_earlier_report(raw: Any, name: str) -> EarlierReport:
    """The earlier report from the JSON in the file `name`; `EksgenError` if that is none."""
    try:
        if (raw["version"], raw["kind"]) != (1, "drift"):
            raise ValueError
        counted = {str(one["id"]): _resolved(one) for one in raw["findings"] if one["counted"]}
        return EarlierReport(raw["cluster"], raw["region"], counted)
    except (KeyError, TypeError, ValueError):
        raise EksgenError(
            f"{name} is not a drift report of one spec",
            code="not-a-report",
            helps=("write one: eksgen drift SPEC --report json=FILE",),
        ) from None


def with_baseline(drift: DriftResult, earlier: EarlierReport, today: date) -> DriftResult:
    """The same findings, each with the day since which it is there, and what was resolved."""
    subject = drift.subject
    if earlier.counted and (earlier.cluster, earlier.region) != (subject.cluster, subject.region):
        raise EksgenError(
            f"the earlier report is about another cluster: {earlier.cluster} in {earlier.region}",
            code="not-a-report",
        )
    ids = {finding.id for finding in drift.findings}
    return replace(
        drift,
        findings=tuple(_seen(finding, earlier, today) for finding in drift.findings),
        resolved=tuple(one for id_, one in earlier.counted.items() if id_ not in ids),
    )


def _seen(finding: DriftFinding, earlier: EarlierReport, today: date) -> DriftFinding:
    if not finding.counted:
        return finding
    before = earlier.counted.get(finding.id)
    since = before.since if before else today
    days = (today - since).days if since else 0
    return replace(finding, seen=FirstSeen(before is None, since, days))


def _resolved(raw: Mapping[str, Any]) -> ResolvedFinding:
    since = (raw.get("seen") or {}).get("since")
    what = ".".join(filter(None, (str(raw["address"]), dotted(tuple(raw["path"])))))
    return ResolvedFinding(
        str(raw["id"]), str(raw["kind"]), what, date.fromisoformat(since) if since else None
    )
