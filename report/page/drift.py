"""Drift as a page: a part for each class of difference, a row for each finding."""

from __future__ import annotations

from ...compiler.plural import plural
from ...engine.drift.result import COUNTED, DriftClass, DriftFinding, DriftLevel, DriftResult, ResolvedFinding
from .drift_rows import drift_command, drift_row, fact_labels
from .page import Remedy, ReportBlock, ReportPage, ReportPart, ReportRow, Tone
from .remarks import remark_texts
from .subject import headline, subject_words
from .words import Data, printable

CLASS_WORDS = {
    DriftClass.CONFLICT: "changed outside and in the spec",
    DriftClass.DELETED_OUTSIDE: "deleted outside",
    DriftClass.CHANGED_OUTSIDE: "changed outside",
    DriftClass.UNMANAGED: "in AWS and in no state",
    DriftClass.PENDING: "not applied yet",
    DriftClass.ADOPTED: "changed outside as the spec says",
    DriftClass.ACCEPTED: "accepted by a rule",
    DriftClass.NOISE: "changed by AWS itself",
}
"""The classes in words, in the order of a report."""

NO_DRIFT = "No drift: the cloud is what the spec says, and no edit is pending."
_WORST = (DriftLevel.HIGH, DriftLevel.MEDIUM)
_LEFT_OPEN = "Changed outside, not in the spec"
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


def _parts(drift: DriftResult) -> list[ReportPart]:
    """Classes that count come first, those with the worst findings on top, pending edits last."""

    def key(group: tuple[DriftClass, list[DriftFinding]]) -> tuple[bool, int]:
        kind, findings = group
        pending = kind is DriftClass.PENDING
        return kind not in COUNTED, 1 if pending else -max(finding.level.rank for finding in findings)

    groups = {kind: [f for f in drift.findings if f.kind is kind] for kind in CLASS_WORDS}
    ordered = sorted(((kind, group) for kind, group in groups.items() if group), key=key)
    return [part for kind, group in ordered for part in _class_parts(kind, group, drift)]


def _class_parts(kind: DriftClass, findings: list[DriftFinding], drift: DriftResult) -> list[ReportPart]:
    """One part, or two for what was changed outside: values that the spec leaves open stand apart."""
    groups: dict[bool, list[DriftFinding]] = {True: [], False: []}
    for finding in findings:
        groups[finding.kept].append(finding)
    heads = {True: ("left-open", _LEFT_OPEN), False: (kind.value, class_title(kind))}
    return [_part(*heads[left_open], group, drift) for left_open, group in groups.items() if group]


def _part(key: str, title: str, findings: list[DriftFinding], drift: DriftResult) -> ReportPart:
    kind = findings[0].kind
    rows = tuple(drift_row(f, drift) for f in sorted(findings, key=lambda f: -f.level.rank))
    remedy = Remedy(drift_command("apply", drift)) if kind is DriftClass.PENDING else None
    block = ReportBlock((), rows, summary=plural(len(rows), "finding"))
    return ReportPart(key, title, (block,), fact_labels(kind, drift), remedy)


def _resolved(findings: tuple[ResolvedFinding, ...]) -> tuple[ReportPart, ...]:
    """The findings of the last report that are no longer there."""

    def row(finding: ResolvedFinding) -> ReportRow:
        since = f", seen since {finding.since}" if finding.since else ""
        words = (Data(printable(finding.kind)), ": ", Data(printable(finding.what)), since)
        return ReportRow(" ", words, Tone.NOT_COUNTED)

    rows = tuple(map(row, findings))
    block = ReportBlock((), rows, summary=plural(len(rows), "finding"))
    return (ReportPart("resolved", _RESOLVED, (block,)),) if rows else ()
