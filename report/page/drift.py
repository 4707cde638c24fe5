"""Drift as a page: the findings by level, the worst first; a row for each, or for many that are alike."""

from __future__ import annotations

from collections.abc import Iterator

from ...compiler.plural import plural
from ...engine.drift.order import alike_groups, sort_findings
from ...engine.drift.result import COUNTED, DriftClass, DriftFinding, DriftLevel, DriftResult, ResolvedFinding
from ...engine.plan.result import Action
from .drift_rows import CLASS_WORDS, all_missing_row, drift_command, drift_row, fact_labels
from .page import Remedy, ReportBlock, ReportPage, ReportPart, ReportRow, Tone
from .remarks import remark_texts
from .subject import headline, subject_words
from .words import Data, printable

NO_DRIFT = "No drift: the cloud is what the spec says, and no edit is pending."
_LEVELS = {
    DriftLevel.HIGH: "Look at these first",
    DriftLevel.MEDIUM: "Medium",
    DriftLevel.LOW: "Low",
}
_RESOLVED = "Resolved since the last report"


def class_title(kind: DriftClass) -> str:
    """The heading of a class, such as `Changed by AWS itself; not counted`."""
    words = CLASS_WORDS[kind]
    return f"{words[0].upper()}{words[1:]}{'' if kind in COUNTED else '; not counted'}"


def drift_page(drift: DriftResult) -> ReportPage:
    """The whole report."""
    baseline = (f"against {_baseline(drift)}",) if drift.against else ()
    return ReportPage(
        kind="drift",
        subject=drift.subject,
        title=headline("Drift", drift.subject),
        summary=drift_summary(drift),
        about=(*subject_words(drift.subject), *baseline),
        parts=(*_parts(drift), *_resolved(drift.resolved)),
        remarks=remark_texts(drift.warnings, drift.remarks),
        complete=drift.complete,
        picture=drift.picture,
    )


def _baseline(drift: DriftResult) -> str:
    return "the spec as last applied" if drift.against == "applied" else f"the spec at {drift.against}"


def drift_tally(drift: DriftResult) -> str:
    """`5 findings, 1 high, 2 medium`: how many findings count, and the number of each level above low."""
    levels = [finding.level for finding in drift.counted]
    counts = (
        f"{levels.count(level)} {level.value}"
        for level in (DriftLevel.HIGH, DriftLevel.MEDIUM)
        if level in levels
    )
    return ", ".join((plural(len(levels), "finding"), *counts))


def drift_summary(drift: DriftResult) -> str:
    """`2 findings, 1 high: 1 deleted outside, 1 not applied yet`, and what a check makes of them."""
    resolved = f"{len(drift.resolved)} resolved since the last report" if drift.resolved else ""
    if not drift.counted:
        return f"{NO_DRIFT} {resolved}." if resolved else NO_DRIFT
    counts = ((drift.count(kind), words) for kind, words in CLASS_WORDS.items() if kind in COUNTED)
    classes = ", ".join(f"{number} {words}" for number, words in counts if number)
    failing = ""
    if drift.fail_on is not DriftLevel.LOW:
        failing = f"{len(drift.failing)} of {drift.fail_on.value} level or above"
    return "; ".join(filter(None, (f"{drift_tally(drift)}: {classes}", failing, resolved)))


def _parts(drift: DriftResult) -> Iterator[ReportPart]:
    """Yield findings by level, the worst first; then pending edits, then a part for each class that does not
    count."""
    ordered = sort_findings(drift.findings)
    pending = [f for f in ordered if f.kind is DriftClass.PENDING]
    for level in reversed(DriftLevel):
        found = [f for f in ordered if f.counted and f.level is level and f.kind is not DriftClass.PENDING]
        yield from _part(level.value, _LEVELS[level], found, drift)
    yield from _part("pending", class_title(DriftClass.PENDING), pending, drift)
    for kind in CLASS_WORDS:
        found = [f for f in ordered if f.kind is kind and kind not in COUNTED]
        yield from _part(kind.value, class_title(kind), found, drift)


def _part(key: str, title: str, findings: list[DriftFinding], drift: DriftResult) -> Iterator[ReportPart]:
    if not findings:
        return
    if key == "pending" and nothing_exists(drift):
        rows: tuple[ReportRow, ...] = (all_missing_row(findings, drift),)
    else:
        rows = tuple(drift_row(group, drift) for group in alike_groups(findings))
    kinds = {finding.kind for finding in findings}
    remedy = Remedy(drift_command("apply", drift)) if kinds == {DriftClass.PENDING} else None
    labels = fact_labels(findings[0].kind, drift) if len(kinds) == 1 else ()
    block = ReportBlock((), rows, summary=plural(len(findings), "finding"))
    yield ReportPart(key, title, (block,), labels, remedy)


def nothing_exists(drift: DriftResult) -> bool:
    """Return whether no object exists, as before the first apply and after a destroy."""
    known = [finding for finding in drift.findings if not finding.removal]
    clusters = (f for f in known if f.address.resource_type == "aws_eks_cluster")
    return any(clusters) and all(
        f.kind is DriftClass.PENDING and f.action is Action.CREATE and not f.path for f in known
    )


def _resolved(findings: tuple[ResolvedFinding, ...]) -> tuple[ReportPart, ...]:
    """The findings of the last report that are no longer there."""

    def row(finding: ResolvedFinding) -> ReportRow:
        since = f", seen since {finding.since}" if finding.since else ""
        words = (Data(printable(finding.kind)), ": ", Data(printable(finding.what)), since)
        return ReportRow(" ", words, Tone.NOT_COUNTED)

    rows = tuple(map(row, findings))
    block = ReportBlock((), rows, summary=plural(len(rows), "finding"))
    return (ReportPart("resolved", _RESOLVED, (block,)),) if rows else ()
