"""The dangers of a plan as rows: what is done to a running object one by one, deletions by kind of object, so
that a long plan still begins with one screen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from ..catalog.resource_nouns import noun, type_rank
from ..engine.changes import Change, Danger, DangerKind, SpecPlace
from .facts import fact
from .page import Row, Weight
from .words import Data, Words, full_text, names_of, object_words, own_name

_REASONS = {
    "replace_because_tainted": "its last creation failed half way",
    "replace_by_request": "asked for on the command line",
    "replace_by_triggers": "something it depends on is replaced",
    "delete_because_no_resource_config": "no longer in the spec",
    "delete_because_no_module": "no longer in the spec",
    "delete_because_each_key": "no longer in the spec",
}


def danger_rows(dangers: Iterable[Danger]) -> tuple[Row, ...]:
    """All of them, heaviest first, but for outside changes: these have a part of the page to themselves."""
    rows: list[Row] = []
    for kind, group in groupby(dangers, key=lambda d: d.kind):
        if kind is DangerKind.DESTROY:
            rows += _losses([d.change for d in group])
        elif kind is not DangerKind.REVERT:
            rows += map(_row, group)
    return tuple(rows)


def because(change: Change) -> str:
    """Why an object is deleted or replaced, in words."""
    return "left over from a replacement that failed" if change.deposed else _REASONS.get(change.reason, "")


def several(changes: list[Change]) -> Words:
    """One object by its name, several of a kind by their number and names."""
    if len(changes) == 1:
        return object_words(changes[0].address, changes[0].values)
    word = noun(changes[0].address.resource_type)
    names = names_of([own_name(c.address, c.values) for c in changes], word.joined)
    return (f"{len(changes)} {word.many}", *_after_joint(names, word.joined))


def _after_joint(names: str, joined: str) -> Words:
    """The names behind their ` in ` or `: `, which is ours."""
    joint = joined if joined.strip() else ": "
    return (joint, Data(names.removeprefix(joint))) if names else ()


def group_place(places: Iterable[SpecPlace | None]) -> SpecPlace | None:
    """The outermost of some places in the spec."""
    return min((p for p in places if p), key=lambda p: (len(p.path), p.line, p.column), default=None)


def danger_words(danger: Danger) -> Words:
    """One danger in a sentence."""
    name = object_words(danger.address, danger.change.values)
    if danger.kind is DangerKind.REPLACE:
        return (*name, f" is replaced, {danger.why}")
    if danger.kind is DangerKind.DESTROY:
        reason = because(danger.change)
        return (*name, f" is deleted: {reason}" if reason else " is deleted")
    if danger.kind is DangerKind.VERSION_STEP:
        step = danger.attributes[0]
        before, after = Data(full_text(step.before)), Data(full_text(step.after))
        return (*name, " goes from Kubernetes ", before, " to ", after)
    if danger.kind is DangerKind.NODE_ROLL:
        return (*name, f" rolls: {danger.why}")
    return (*name, f": {danger.why}")


def _row(danger: Danger) -> Row:
    step = danger.kind is DangerKind.VERSION_STEP
    facts = () if step else tuple(fact(a, history=False) for a in danger.attributes)
    note = danger.why if step else because(danger.change)
    return Row(
        sign="~" if danger.kind is DangerKind.NODE_ROLL else "!",
        words=danger_words(danger),
        weight=Weight.DANGER,
        place=None if facts else danger.spec,
        notes=((note,),) if note else (),
        facts=facts,
    )


def _losses(changes: list[Change]) -> Iterator[Row]:
    """Deletions, one row for each kind of object and reason."""

    def kind(change: Change) -> tuple[tuple[int, str], str]:
        return type_rank(change.address.resource_type), because(change)

    for (_, reason), group in groupby(sorted(changes, key=kind), key=kind):
        lost = list(group)
        verb = " is deleted" if len(lost) == 1 else " are deleted"
        words = (*several(lost), f"{verb}: {reason}" if reason else verb)
        place = group_place(c.spec for c in lost)
        yield Row("-", words, Weight.DANGER, place, count=len(lost))
