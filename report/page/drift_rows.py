"""One finding of drift as a row: its values, what is known about it, and how to resolve it."""

from __future__ import annotations

from ...compiler.files.names import command_text
from ...compiler.plural import plural
from ...engine.drift.result import Actor, DriftClass, DriftFinding, DriftResult, FirstSeen
from ...engine.plan.result import Action, IgnoredBy
from ...engine.redact import UNKNOWN
from .facts import inner, is_document, sides
from .page import AttributeFact, Remedy, ReportRow, Tone
from .words import Data, Words, attribute_name, full_text, object_words, printable

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


def fact_labels(kind: DriftClass, drift: DriftResult) -> tuple[str, ...]:
    """The names of the values of a finding."""
    if kind is DriftClass.PENDING:
        return ("now", "after apply")
    if kind is DriftClass.UNMANAGED:
        return ("live",)
    return ("recorded", "live", "applied" if drift.against == "applied" else "spec")


def drift_row(finding: DriftFinding, drift: DriftResult) -> ReportRow:
    """One finding. The place in the spec is that of the fact, or of the row if it is about a whole object."""
    pending = finding.kind is DriftClass.PENDING
    sign, predicate = _SIGNS.get(finding.kind, "~"), ""
    if pending and not finding.path:
        sign, predicate = _PENDING.get(finding.action, ("!", " is not replaced yet"))
    name = object_words(finding.address, finding.values)
    return ReportRow(
        sign=sign,
        words=(*name, predicate) if predicate else name,
        weight=_TONES.get(finding.kind, Tone.NOT_COUNTED),
        place=None if finding.path else finding.spec,
        notes=_notes(finding),
        facts=(_fact(finding),) if finding.path else (),
        level=finding.level.value if finding.counted and not pending else "",
        id=finding.id,
        details=tuple(_details(finding)),
        remedy=_remedy(finding, drift),
    )


def _fact(finding: DriftFinding) -> AttributeFact:
    values = _values(finding)
    name = printable(attribute_name(finding.path))
    if len(values) == 1:
        return AttributeFact(name, (full_text(values[0]),), finding.spec)
    changed = values[:2]
    texts = sides(changed)
    return AttributeFact(
        name, texts if len(texts) == 1 else sides(values), finding.spec, inner=tuple(inner(*changed))
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


def _details(finding: DriftFinding) -> list[tuple[str, Words]]:
    """Since when it exists, who changed it, and what the next apply does about it."""
    details: list[tuple[str, Words]] = []
    if finding.seen is not None:
        details.append(("seen", (_seen(finding.seen),)))
    if finding.who is not None:
        details.append(("by", _actor(finding.who)))
    if words := _next_apply(finding):
        details.append(("next apply", words))
    return details


def _next_apply(finding: DriftFinding) -> Words:
    """The next apply does nothing about a value that is adopted or noise."""
    if finding.kind in (DriftClass.ADOPTED, DriftClass.NOISE):
        return ()
    if finding.kind is DriftClass.UNMANAGED or finding.kept:
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


def _remedy(finding: DriftFinding, drift: DriftResult) -> Remedy | None:
    if not finding.counted or finding.kind is DriftClass.PENDING:
        return None
    command = drift_command("drift", drift)
    if finding.kind is DriftClass.UNMANAGED or finding.kept:
        return Remedy(f"{command} --ignore {finding.id}")
    adopts = finding.adoptable and finding.kind is not DriftClass.DELETED_OUTSIDE
    return Remedy(f"{command} --revert {finding.id}", "--adopt or --ignore" if adopts else "--ignore")


def drift_command(verb: str, drift: DriftResult) -> str:
    """`eksgen apply cluster.yaml`, with `--sandbox` if that is where drift was found."""
    return command_text(verb, drift.subject.spec, sandbox=drift.subject.sandbox)


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
