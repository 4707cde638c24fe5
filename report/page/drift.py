"""Drift as a page: a part for each class of difference, a row for each finding."""

from __future__ import annotations

from ...engine.drift.result import COUNTED, Actor, DriftResult, Finding, FindingKind, Level, Seen
from ...engine.plan.result import Acceptance, Action
from .facts import inner, sides
from .page import Block, Fact, Page, Part, Row, Weight
from .plan import headline, told
from .words import Data, Words, attribute_name, object_words, printable

TITLES = {
    FindingKind.CONFLICT: "Changed outside and in the spec",
    FindingKind.DELETED_OUTSIDE: "Deleted outside",
    FindingKind.CHANGED_OUTSIDE: "Changed outside",
    FindingKind.UNMANAGED: "In AWS and in no state",
    FindingKind.PENDING: "Not applied yet",
    FindingKind.ADOPTED: "Changed outside, and the spec agrees; not counted",
    FindingKind.ACCEPTED: "Accepted by a rule; not counted",
    FindingKind.NOISE: "Moved by AWS itself; not counted",
}
"""The classes in the order of a report."""

_WEIGHTS = {
    FindingKind.CONFLICT: Weight.DANGER,
    FindingKind.DELETED_OUTSIDE: Weight.DANGER,
    FindingKind.CHANGED_OUTSIDE: Weight.OUTSIDE,
    FindingKind.UNMANAGED: Weight.LOSS,
    FindingKind.PENDING: Weight.EDIT,
}
_SIGNS = {
    FindingKind.DELETED_OUTSIDE: "-",
    FindingKind.CONFLICT: "!",
    FindingKind.UNMANAGED: "?",
    FindingKind.PENDING: "~",
}
_PENDING = {
    Action.CREATE: ("+", " is not made yet"),
    Action.DELETE: ("-", " is not deleted yet"),
    Action.FORGET: ("x", " has not left the state yet"),
}
_SHORT = {
    FindingKind.CONFLICT: "changed outside and in the spec",
    FindingKind.PENDING: "not applied yet",
    FindingKind.NOISE: "moved by AWS itself",
}


def drift_page(drift: DriftResult) -> Page:
    """The whole report."""
    groups = {kind: [f for f in drift.findings if f.kind is kind] for kind in TITLES}
    return Page(
        kind="drift",
        title=headline("Drift", drift.subject),
        summary=summary(drift),
        sandbox=drift.subject.sandbox,
        told=told(drift.subject),
        parts=tuple(_part(kind, found) for kind, found in _worst_first(groups)),
        remarks=tuple(printable(remark) for remark in drift.remarks),
        complete=drift.complete,
    )


def _worst_first(
    groups: dict[FindingKind, list[Finding]],
) -> list[tuple[FindingKind, list[Finding]]]:
    """The classes that have findings: what counts before what does not, by the worst in each."""

    def key(group: tuple[FindingKind, list[Finding]]) -> tuple[bool, int]:
        kind, found = group
        waits = kind is FindingKind.PENDING
        return kind not in COUNTED, 1 if waits else -max(finding.level.rank for finding in found)

    return sorted(((kind, found) for kind, found in groups.items() if found), key=key)


def summary(drift: DriftResult) -> str:
    """`2 findings: 1 deleted outside, 1 not applied yet`."""
    counted = len(drift.counted)
    rest = _counts(drift, [kind for kind in TITLES if kind not in COUNTED])
    if counted:
        told_here = _counts(drift, [kind for kind in TITLES if kind in COUNTED])
        text = f"{counted} finding{'s' if counted > 1 else ''}: {told_here}"
        if drift.fail_on is not Level.LOW:
            text += f"; {len(drift.failing)} of {drift.fail_on.value} level or above"
    else:
        text = "No drift: the cloud is what the spec says, and nothing waits to be applied."
    if drift.resolved:
        gone = f"{len(drift.resolved)} resolved since the last report"
        text = f"{text}; {gone}" if counted else f"{text} {gone[0].upper()}{gone[1:]}."
    if not rest:
        return text
    return f"{text}; not counted: {rest}" if counted else f"{text} Not counted: {rest}."


def _counts(drift: DriftResult, kinds: list[FindingKind]) -> str:
    words = {kind: _SHORT.get(kind, kind.value.replace("-", " ")) for kind in kinds}
    return ", ".join(f"{n} {words[kind]}" for kind in kinds if (n := drift.count(kind)))


def finding_words(finding: Finding) -> Words:
    """A finding in a sentence, but for its values."""
    name = object_words(finding.address, finding.values)
    if finding.path:
        return (*name, ", ", Data(printable(attribute_name(finding.path))))
    if finding.kind is FindingKind.DELETED_OUTSIDE:
        return (*name, " was deleted; the next apply makes it again")
    if finding.kind is FindingKind.UNMANAGED:
        return (*name, " is in AWS and in no state")
    return (*name, _PENDING.get(finding.action, ("", " is to be replaced"))[1])


def notes(finding: Finding) -> tuple[Words, ...]:
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


def values(finding: Finding) -> tuple[object, ...]:
    """Now and wanted for an edit that waits, else recorded, live and desired."""
    if finding.kind is FindingKind.PENDING:
        return (finding.live, finding.desired)
    return (finding.recorded, finding.live, finding.desired)


def _part(kind: FindingKind, findings: list[Finding]) -> Part:
    ordered = sorted(findings, key=lambda f: -f.level.rank)
    rows = tuple(_row(finding) for finding in ordered)
    labels = ("now", "after apply") if kind is FindingKind.PENDING else ("recorded", "live", "spec")
    tally = f"{len(rows)} finding{'s' if len(rows) > 1 else ''}"
    return Part(kind.value, TITLES[kind], (Block((), rows, summary=tally),), labels)


def _row(finding: Finding) -> Row:
    sign = _SIGNS.get(finding.kind, "~")
    if finding.kind is FindingKind.PENDING and not finding.path:
        sign = _PENDING.get(finding.action, ("!", ""))[0]
    return Row(
        sign=sign,
        words=finding_words(finding)[: -2 if finding.path else None],
        weight=_WEIGHTS.get(finding.kind, Weight.TOLD),
        place=None if finding.path else finding.spec,
        notes=notes(finding),
        facts=(_fact(finding),) if finding.path else (),
        level=finding.level.value
        if finding.kind in _WEIGHTS and finding.kind is not FindingKind.PENDING
        else "",
        id=finding.id,
    )


def _fact(finding: Finding) -> Fact:
    shown = values(finding)
    changed = shown if finding.kind is FindingKind.PENDING else shown[:2]
    told_sides = sides(changed)
    if len(told_sides) > 1:
        told_sides = sides(shown)
    name = printable(attribute_name(finding.path))
    return Fact(name, told_sides, finding.spec, inner=tuple(inner(*changed)))


def who_words(actor: Actor) -> Words:
    """Who made a change, as far as CloudTrail tells."""
    if not actor.name:
        return ("CloudTrail does not tell who did it",)
    through = (" through ", Data(printable(actor.through))) if actor.through else ()
    when = f" at {actor.when}" if actor.when else ""
    event = (" with ", Data(printable(actor.event))) if actor.event else ()
    return ("by ", Data(printable(actor.name)), *through, printable(when), *event)


def seen_words(seen: Seen) -> str:
    """Since when a finding is there."""
    if seen.new:
        return "seen for the first time"
    if seen.since is None:
        return "seen in the last report already"
    return f"there since {seen.since}, {seen.days} day{'' if seen.days == 1 else 's'}"


def accepted_words(rule: Acceptance) -> Words:
    """Which rule allows a finding: until when, why, who answers for it."""
    owner = (", ", Data(printable(rule.owner))) if rule.owner else ()
    until = f" until {rule.until.isoformat()}" if rule.until else ""
    return (f"accepted{until}: ", Data(printable(rule.reason)), *owner)
