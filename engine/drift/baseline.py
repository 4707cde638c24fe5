"""Compare a drift report with an earlier one: new, continuing and resolved findings. Pure.

In: the JSON of the earlier report (`report/schemas/drift.schema.json`). Out: findings with the day on which
they were first seen, and the resolved ones. They are matched by id, which is stable as long as the difference
is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from ...compiler.diagnostics import dotted
from ...compiler.errors import EksgenError
from ...compiler.files.typed_values import attribute_path, flag, items, text, text_or_none
from .result import DriftFinding, DriftResult, FirstSeen, ResolvedFinding


@dataclass(frozen=True, slots=True)
class EarlierReport:
    """The counted findings of an earlier report, by id; empty if there is no such report."""

    cluster: str | None = None
    region: str | None = None
    counted: Mapping[str, ResolvedFinding] = field(default_factory=dict)


def read_earlier_report(raw: Any, name: str) -> EarlierReport:
    """Parse the JSON of a report in the file `name`; `EksgenError` if it is not a drift report."""
    try:
        if (raw["version"], raw["kind"]) != (1, "drift"):
            raise ValueError
        counted = {text(f["id"]): _resolved_finding(f) for f in items(raw["findings"]) if flag(f["counted"])}
        return EarlierReport(text_or_none(raw["cluster"]), text_or_none(raw["region"]), counted)
    except (KeyError, TypeError, ValueError):
        raise EksgenError(
            f"{name} is not a drift report of one spec",
            code="not-a-report",
            helps=("write one with `eksgen drift SPEC --report json=FILE`",),
        ) from None


def with_baseline(drift: DriftResult, earlier: EarlierReport, today: date) -> DriftResult:
    """Return the result with the day each finding was first seen, and the resolved findings."""
    subject = drift.subject
    if earlier.counted and (earlier.cluster, earlier.region) != (subject.cluster, subject.region):
        raise EksgenError(
            f"the earlier report is about another cluster: {earlier.cluster} in {earlier.region}",
            code="not-a-report",
        )
    ids = {finding.id for finding in drift.findings}
    return replace(
        drift,
        findings=tuple(_with_first_seen(finding, earlier, today) for finding in drift.findings),
        resolved=tuple(resolved for id_, resolved in earlier.counted.items() if id_ not in ids),
    )


def _with_first_seen(finding: DriftFinding, earlier: EarlierReport, today: date) -> DriftFinding:
    if not finding.counted:
        return finding
    before = earlier.counted.get(finding.id)
    since = before.since if before else today
    days = (today - since).days if since else 0
    return replace(finding, seen=FirstSeen(before is None, since, days))


def _resolved_finding(raw: Mapping[str, Any]) -> ResolvedFinding:
    since = (raw.get("seen") or {}).get("since")
    attribute = ".".join(filter(None, (text(raw["address"]), dotted(attribute_path(raw["path"])))))
    return ResolvedFinding(
        text(raw["id"]), text(raw["kind"]), attribute, date.fromisoformat(since) if since else None
    )
