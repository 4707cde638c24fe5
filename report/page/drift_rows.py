"""One finding of drift as a row: its values, what is known about it, and how to resolve it."""

from __future__ import annotations

from collections.abc import Sequence

from ...compiler.files.names import command_text
from ...compiler.plural import plural
from ...engine.drift.order import group_id
from ...engine.drift.result import Actor, DriftClass, DriftFinding, DriftResult, FirstSeen
from ...engine.plan.result import Action, IgnoredBy
from ...engine.redact import UNKNOWN
from ...engine.source_map.place import SpecPlace
from ...engine.truncate import join_some
from .alike import many_words, member_words, usual_place
from .facts import inner, is_document, sides
from .page import AttributeFact, Remedy, ReportRow, Tone
from .words import Data, Words, attribute_name, full_text, place_text, printable

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

LEFT_OPEN = "changed outside, not in the spec"

_TONES = {
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
}
_PENDING = {
    Action.CREATE: ("+", " is not created yet"),
    Action.DELETE: ("-", " is not deleted yet"),
    Action.FORGET: ("x", " has not left the state yet"),
}


_SHOWN = 3


def class_words(finding: DriftFinding) -> str:
    """Return what happened: `changed outside`, or that the spec leaves the value open besides."""
    return LEFT_OPEN if finding.kept else CLASS_WORDS[finding.kind]


def fact_labels(kind: DriftClass, drift: DriftResult) -> tuple[str, ...]:
    """The names of the values of a finding."""
    if kind is DriftClass.PENDING:
        return ("now", "after apply")
    if kind is DriftClass.UNMANAGED:
        return ("live",)
    return ("recorded", "live", "applied" if drift.against == "applied" else "spec")


def drift_row(group: Sequence[DriftFinding], drift: DriftResult) -> ReportRow:
    """One finding, or equal changes of many objects.

    The place in the spec is that of the fact, or of the row if it is about a whole object.
    """
    finding = group[0]
    pending = finding.kind is DriftClass.PENDING
    sign, predicate = _SIGNS.get(finding.kind, "~"), ""
    if pending and not finding.path:
        sign, predicate = _PENDING.get(finding.action, ("!", " is not replaced yet"))
    many = len(group) > 1
    name = many_words(group)
    members = member_words(group) if many else ()
    predicate = predicate.replace(" is ", " are ").replace(" has ", " have ") if many else predicate
    place = usual_place(f.spec for f in group)
    return ReportRow(
        sign=sign,
        words=(*name, predicate) if predicate else name,
        weight=_TONES.get(finding.kind, Tone.NOT_COUNTED),
        place=None if finding.path else place,
        notes=_notes(finding),
        facts=(_fact(finding, place),) if finding.path else (),
        level=finding.level.value if finding.counted and not pending else "",
        count=len(group),
        id=group_id(group),
        details=tuple(_details(group, drift)),
        remedy=_remedy(group, drift),
        members=members,
        label=class_words(finding) if finding.counted and not pending else "",
        labels=fact_labels(finding.kind, drift),
        rank=finding.risk.rank,
        commands=tuple(c for f in group for c in (f.removal.commands if f.removal else ())),
    )


def all_missing_row(findings: Sequence[DriftFinding], drift: DriftResult) -> ReportRow:
    """One row for all objects of a cluster that does not exist."""
    return ReportRow(
        sign="+",
        words=(f"nothing is created yet: {plural(len(findings), 'object')}",),
        weight=Tone.EDIT,
        count=len(findings),
        id=group_id(findings),
        members=member_words(findings),
        labels=fact_labels(DriftClass.PENDING, drift),
    )


def _fact(finding: DriftFinding, place: SpecPlace | None) -> AttributeFact:
    values = _values(finding)
    name = printable(attribute_name(finding.path))
    if len(values) == 1:
        return AttributeFact(name, (full_text(values[0]),), place)
    changed = values[:2]
    texts = sides(changed)
    return AttributeFact(
        name, texts if len(texts) == 1 else sides(values), place, inner=tuple(inner(*changed))
    )


def _values(finding: DriftFinding) -> tuple[object, ...]:
    if finding.kind is DriftClass.PENDING:
        return (finding.live, finding.desired)
    if finding.kind is DriftClass.UNMANAGED:
        return (finding.live,)
    return (finding.recorded, finding.live, finding.desired)


def _notes(finding: DriftFinding) -> tuple[Words, ...]:
    """Why it matters, and the rule that accepts it."""
    why: tuple[Words, ...] = ((printable(finding.why),),) if finding.why else ()
    return (*why, accepted_words(finding.accepted)) if finding.accepted is not None else why


def _details(group: Sequence[DriftFinding], drift: DriftResult) -> list[tuple[str, Words]]:
    """What it is, since when it exists, who changed it, and what the next apply does about it."""
    finding = group[0]
    about = dict.fromkeys(pair for f in group for pair in (f.removal.about if f.removal else ()))
    details: list[tuple[str, Words]] = [(printable(name), (Data(printable(text)),)) for name, text in about]
    if drift.subject.sandbox and finding.removal and finding.removal.commands:
        variables = command_text("sandbox env", drift.subject.spec, sandbox=False)
        details.append(("sandbox", (Data(f'eval "$({variables})"'), " before the command: it is for AWS")))
    if elsewhere := _other_places(group):
        details.append(("and at", (Data(join_some(elsewhere, _SHOWN)),)))
    if seen := list(dict.fromkeys(_seen(f.seen) for f in group if f.seen)):
        details.append(("seen", (join_some(seen, _SHOWN),)))
    if actors := list(dict.fromkeys(f.who for f in group if f.who)):
        details.append(("by", _actors(actors)))
    if words := _next_apply(finding):
        details.append(("next apply", words))
    return details


def _other_places(group: Sequence[DriftFinding]) -> list[str]:
    """The fields of the spec that decide some of many objects, but for the one of most of them."""
    usual = usual_place(finding.spec for finding in group)
    return list(dict.fromkeys(place_text(f.spec) for f in group if f.spec and f.spec != usual))


def _next_apply(finding: DriftFinding) -> Words:
    """The next apply does nothing about a value that is adopted or noise."""
    if finding.kind in (DriftClass.ADOPTED, DriftClass.NOISE):
        return ()
    if finding.kind is DriftClass.UNMANAGED or finding.kept or finding.removal:
        return ("leaves it alone",)
    if finding.forces_replacement:
        return ("replaces the whole object, because this cannot change in place",)
    if finding.kind is DriftClass.PENDING:
        return ()
    if not finding.path:
        return ("recreates it",)
    if finding.sensitive or finding.desired is UNKNOWN or is_document(*_values(finding)):
        return ("sets it to what the spec says",)
    if finding.desired is None:
        return ("removes it",)
    back = "sets it back to " if finding.desired == finding.recorded else "sets it to "
    return (back, Data(full_text(finding.desired)))


def _remedy(group: Sequence[DriftFinding], drift: DriftResult) -> Remedy | None:
    finding = group[0]
    if not finding.counted or finding.kind is DriftClass.PENDING:
        return None
    command = drift_command("drift", drift)
    if finding.kind is DriftClass.UNMANAGED or finding.kept:
        return Remedy(f"{command} --ignore {group_id(group)} --reason TEXT")
    adopts = len(group) == 1 and finding.adoptable and finding.kind is not DriftClass.DELETED_OUTSIDE
    ignore = "--ignore and --reason TEXT"
    return Remedy(f"{command} --revert {group_id(group)}", f"--adopt, or {ignore}" if adopts else ignore)


def drift_command(verb: str, drift: DriftResult) -> str:
    """`eksgen apply cluster.yaml`, with `--sandbox` if that is where drift was found."""
    return command_text(verb, drift.subject.spec, sandbox=drift.subject.sandbox)


def _actors(actors: Sequence[Actor]) -> Words:
    """One actor with the call, several by name."""
    if len(actors) == 1:
        return _actor(actors[0])
    names = dict.fromkeys(printable(actor.name) or "an unknown user" for actor in actors)
    return (Data(join_some(list(names), _SHOWN)), f", in {len(actors)} calls")


def _actor(actor: Actor) -> Words:
    """Who made a change, as far as CloudTrail says."""
    if not actor.name:
        return ("an unknown user: CloudTrail does not say",)
    through = (" through ", Data(printable(actor.through))) if actor.through else ()
    when = f" at {actor.when}" if actor.when else ""
    event = (" with ", Data(printable(actor.event))) if actor.event else ()
    return (Data(printable(actor.name)), *through, printable(when), *event)


def _seen(seen: FirstSeen) -> str:
    if seen.new:
        return "for the first time"
    if seen.since is None:
        return "in the last report already"
    return f"since {seen.since}, {plural(seen.days, 'day')}"


def accepted_words(rule: IgnoredBy) -> Words:
    """Which rule accepts a difference: until when, why, who is responsible, and where the rule is."""
    owner = (", ", Data(printable(rule.owner))) if rule.owner else ()
    until = f" until {rule.until.isoformat()}" if rule.until else ""
    place = (", at ", Data(f"{rule.spec.file}:{rule.spec.line}")) if rule.spec else ()
    return (f"accepted{until}: ", Data(printable(rule.reason)), *owner, *place)
