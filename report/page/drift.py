"""Drift as a page: a part for each class of difference, a row for each finding."""

from __future__ import annotations

from ...engine.drift.result import (
    COUNTED,
    Actor,
    DriftClass,
    DriftFinding,
    DriftLevel,
    DriftResult,
    FirstSeen,
)
from ...engine.plan.result import Action, IgnoredBy
from .facts import inner, sides
from .page import AttributeFact, ReportBlock, ReportPage, ReportPart, ReportRow, Tone
from .plan import headline, subject_words
from .words import Data, Words, attribute_name, object_words, printable

TITLES = {
    DriftClass.CONFLICT: "Changed outside and in the spec",
    DriftClass.DELETED_OUTSIDE: "Deleted outside",
    DriftClass.CHANGED_OUTSIDE: "Changed outside",
    DriftClass.UNMANAGED: "In AWS and in no state",
    DriftClass.PENDING: "Not applied yet",
    DriftClass.ADOPTED: "Changed outside, and the spec agrees; not counted",
    DriftClass.ACCEPTED: "Accepted by a rule; not counted",
    DriftClass.NOISE: "Moved by AWS itself; not counted",
}
"""The classes in the order of a report."""

_WEIGHTS = {
    DriftClass.CONFLICT: Tone.DANGER,
    DriftClass.DELETED_OUTSIDE: Tone.DANGER,
    DriftClass.CHANGED_OUTSIDE: Tone.OUTSIDE,
    DriftClass.UNMANAGED: Tone.LOSS,
    DriftClass.PENDING: Tone.EDIT,
}
_SIGNS = {
    DriftClass.DELETED_OUTSIDE: "-",
    DriftClass.CONFLICT: "!",
    DriftClass.UNMANAGED: "?",
    DriftClass.PENDING: "~",
}
_PENDING = {
    Action.CREATE: ("+", " is not made yet"),
    Action.DELETE: ("-", " is not deleted yet"),
    Action.FORGET: ("x", " has not left the state yet"),
}
_SHORT = {
    DriftClass.CONFLICT: "changed outside and in the spec",
    DriftClass.PENDING: "not applied yet",
    DriftClass.NOISE: "moved by AWS itself",
}


def drift_page(drift: DriftResult) -> ReportPage:
    """The whole report."""
    groups = {kind: [f for f in drift.findings if f.kind is kind] for kind in TITLES}
    return ReportPage(
        kind="drift",
        title=headline("Drift", drift.subject),
        summary=summary(drift),
        sandbox=drift.subject.sandbox,
        told=subject_words(drift.subject),
        parts=tuple(_part(kind, found) for kind, found in _worst_first(groups)),
        remarks=tuple(printable(remark) for remark in drift.remarks),
        complete=drift.complete,
    )


def _worst_first(
    groups: dict[DriftClass, list[DriftFinding]],
) -> list[tuple[DriftClass, list[DriftFinding]]]:
    """The classes that have findings: what counts before what does not, by the worst in each."""

    def key(group: tuple[DriftClass, list[DriftFinding]]) -> tuple[bool, int]:
        kind, found = group
        waits = kind is DriftClass.PENDING
        return kind not in COUNTED, 1 if waits else -max(finding.level.rank for finding in found)

    return sorted(((kind, found) for kind, found in groups.items() if found), key=key)


def summary(drift: DriftResult) -> str:
    """`2 findings: 1 deleted outside, 1 not applied yet`."""
    counted = len(drift.counted)
    rest = _counts(drift, [kind for kind in TITLES if kind not in COUNTED])
    if counted:
        told_here = _counts(drift, [kind for kind in TITLES if kind in COUNTED])
        text = f"{counted} finding{'s' if counted > 1 else ''}: {told_here}"
        if drift.fail_on is not DriftLevel.LOW:
            text += f"; {len(drift.failing)} of {drift.fail_on.value} level or above"
    else:
        text = "No drift: the cloud is what the spec says, and nothing waits to be applied."
    if drift.resolved:
        gone = f"{len(drift.resolved)} resolved since the last report"
        text = f"{text}; {gone}" if counted else f"{text} {gone[0].upper()}{gone[1:]}."
    if not rest:
        return text
    return f"{text}; not counted: {rest}" if counted else f"{text} Not counted: {rest}."


def _counts(drift: DriftResult, kinds: list[DriftClass]) -> str:
    words = {kind: _SHORT.get(kind, kind.value.replace("-", " ")) for kind in kinds}
    return ", ".join(f"{n} {words[kind]}" for kind in kinds if (n := drift.count(kind)))


def finding_words(finding: DriftFinding) -> Words:
    """A finding in a sentence, but for its values."""
    name = object_words(finding.address, finding.values)
    if finding.path:
        return (*name, ", ", Data(printable(attribute_name(finding.path))))
    if finding.kind is DriftClass.DELETED_OUTSIDE:
        return (*name, " was deleted; the next apply makes it again")
    if finding.kind is DriftClass.UNMANAGED:
        return (*name, " is in AWS and in no state")
    return (*name, _PENDING.get(finding.action, ("", " is to be replaced"))[1])


def notes(finding: DriftFinding) -> tuple[Words, ...]:
    """What else is known: why it matters, who did it, which rule allows it, what the next apply does."""
    told_here: list[Words] = []
    if finding.why:
        told_here.append((printable(finding.why),))
    if finding.forces_replacement:
        told_here.append(("the next apply replaces the whole object, because this cannot change in place",))
    if finding.who is not None:
        told_here.append(who_words(finding.who))
    if finding.seen is not None:
        told_here.append((seen_words(finding.seen),))
    if finding.accepted is not None:
        told_here.append(accepted_words(finding.accepted))
    return tuple(told_here)


def values(finding: DriftFinding) -> tuple[object, ...]:
    """Now and wanted for an edit that waits, else recorded, live and desired."""
    if finding.kind is DriftClass.PENDING:
        return (finding.live, finding.desired)
    return (finding.recorded, finding.live, finding.desired)


def _part(kind: DriftClass, findings: list[DriftFinding]) -> ReportPart:
    ordered = sorted(findings, key=lambda f: -f.level.rank)
    rows = tuple(_row(finding) for finding in ordered)
    labels = ("now", "after apply") if kind is DriftClass.PENDING else ("recorded", "live", "spec")
    tally = f"{len(rows)} finding{'s' if len(rows) > 1 else ''}"
    return ReportPart(kind.value, TITLES[kind], (ReportBlock((), rows, summary=tally),), labels)


def _row(finding: DriftFinding) -> ReportRow:
    sign = _SIGNS.get(finding.kind, "~")
    if finding.kind is DriftClass.PENDING and not finding.path:
        sign = _PENDING.get(finding.action, ("!", ""))[0]
    return ReportRow(
        sign=sign,
        words=finding_words(finding)[: -2 if finding.path else None],
        weight=_WEIGHTS.get(finding.kind, Tone.TOLD),
        place=None if finding.path else finding.spec,
        notes=notes(finding),
        facts=(_fact(finding),) if finding.path else (),
        level=finding.level.value
        if finding.kind in _WEIGHTS and finding.kind is not DriftClass.PENDING
        else "",
        id=finding.id,
    )


def _fact(finding: DriftFinding) -> AttributeFact:
    shown = values(finding)
    changed = shown if finding.kind is DriftClass.PENDING else shown[:2]
    told_sides = sides(changed)
    if len(told_sides) > 1:
        told_sides = sides(shown)
    name = printable(attribute_name(finding.path))
    return AttributeFact(name, told_sides, finding.spec, inner=tuple(inner(*changed)))


def who_words(actor: Actor) -> Words:
    """Who made a change, as far as CloudTrail tells."""
    if not actor.name:
        return ("CloudTrail does not tell who did it",)
    through = (" through ", Data(printable(actor.through))) if actor.through else ()
    when = f" at {actor.when}" if actor.when else ""
    event = (" with ", Data(printable(actor.event))) if actor.event else ()
    return ("by ", Data(printable(actor.name)), *through, printable(when), *event)


def seen_words(seen: FirstSeen) -> str:
    """Since when a finding is there."""
    if seen.new:
        return "seen for the first time"
    if seen.since is None:
        return "seen in the last report already"
    return f"there since {seen.since}, {seen.days} day{'' if seen.days == 1 else 's'}"


def accepted_words(rule: IgnoredBy) -> Words:
    """Which rule allows a finding: until when, why, who answers for it."""
    owner = (", ", Data(printable(rule.owner))) if rule.owner else ()
    until = f" until {rule.until.isoformat()}" if rule.until else ""
    return (f"accepted{until}: ", Data(printable(rule.reason)), *owner)
