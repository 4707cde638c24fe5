"""A plan as a page: what is dangerous, what changed outside, and what was edited in the spec."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby

from ...catalog.resource_nouns import noun, type_rank
from ...catalog.terraform_modules import call_rank, call_title, split_call
from ...compiler.paths import starts_with
from ...engine.plan.result import (
    Action,
    AttributeChange,
    ChangeOrigin,
    Counts,
    ObjectChange,
    PlanResult,
    RunSubject,
)
from ...engine.source_map.place import SpecPlace
from .base import base_parts
from .dangers import danger_rows, group_place, several_dangers
from .facts import fact
from .orphans import orphan_rows
from .page import ReportBlock, ReportPage, ReportPart, ReportRow, Tone
from .words import Data, Words, detail, object_words, printable, tier

SIGNS = {
    Action.CREATE: "+",
    Action.UPDATE: "~",
    Action.REPLACE: "!",
    Action.DELETE: "-",
    Action.FORGET: "x",
    Action.READ: " ",
    Action.NO_OP: ">",
}
_OUTSIDE = (ChangeOrigin.OUTSIDE, ChangeOrigin.CONFLICT)


def plan_page(plan: PlanResult) -> ReportPage:
    """The whole report."""
    kind = "Destroy plan" if plan.destroy else "Plan"
    if plan.empty:
        summary = "Nothing to destroy." if plan.destroy else "No changes: the cloud is what the spec says."
        return _page(plan, kind, summary, base_parts(plan.base))
    first = _listed("dangers", "Look at these first", danger_rows(plan.dangers))
    there = _listed("orphans", "In AWS already, and in no state", orphan_rows(plan))
    parts = (*base_parts(plan.base), first, there, _outside(plan), _edited(plan), _outputs(plan))
    return _page(plan, kind, counts_text(plan.counts), tuple(p for p in parts if p.blocks))


def headline(what: str, subject: RunSubject) -> Words:
    """`Plan for cluster demo in us-west-2`."""
    about: Words = (" for cluster ", Data(printable(subject.cluster))) if subject.cluster else ()
    where: Words = (" in ", Data(printable(subject.region))) if subject.region else ()
    return (what, *about, *where)


def subject_words(subject: RunSubject) -> tuple[str, ...]:
    """With what it was found: the spec, Terraform, the provider."""
    provider = f"AWS provider {subject.provider}" if subject.provider else ""
    return tuple(filter(None, (subject.spec, subject.program, provider)))


def counts_text(counts: Counts) -> str:
    """`59 to create, 2 to change, 1 to replace`; nothing that is zero."""
    parts = (
        (counts.create, "to create"),
        (counts.update, "to change"),
        (counts.replace, "to replace"),
        (counts.delete, "to delete"),
        (counts.forget, "to forget"),
        (counts.imported, "to import"),
        (counts.moved, "moved"),
    )
    return ", ".join(f"{n} {text}" for n, text in parts if n) or "only outputs change"


def _page(plan: PlanResult, kind: str, summary: str, parts: tuple[ReportPart, ...]) -> ReportPage:
    return ReportPage(
        kind="plan",
        title=headline(kind, plan.subject),
        summary=summary,
        sandbox=plan.subject.sandbox,
        told=subject_words(plan.subject),
        parts=parts,
        remarks=tuple(printable(r) for r in plan.remarks),
        complete=plan.complete,
    )


def _listed(key: str, title: str, rows: tuple[ReportRow, ...], labels: tuple[str, ...] = ()) -> ReportPart:
    """A part that is one list; without rows it has no block, and is left out."""
    return ReportPart(key, title, (ReportBlock((), rows),) if rows else (), labels)


def _outside(plan: PlanResult) -> ReportPart:
    """What somebody did to the cloud, and that the apply takes back."""
    rows = []
    for change in plan.changes:
        attributes = [a for a in change.attributes if a.origin in _OUTSIDE]
        name = object_words(change.address, change.values)
        if change.deleted_outside:
            words: Words = (*name, " was deleted outside, will be made again")
            rows.append(ReportRow("+", words, Tone.OUTSIDE, place=change.spec))
        elif attributes:
            facts = tuple(fact(a) for a in attributes)
            rows.append(ReportRow(SIGNS[change.action], name, Tone.OUTSIDE, facts=facts))
    title = "Changed outside; the apply takes it back"
    return _listed("outside", title, tuple(rows), ("recorded", "live", "after apply"))


def _edited(plan: PlanResult) -> ReportPart:
    """What the spec asks for, by parts of the cluster."""
    ordered = sorted(plan.changes, key=lambda c: (call_rank(c.address.module_call), c.address.text))
    blocks = []
    for call, group in groupby(ordered, key=lambda c: c.address.module_call):
        changes = [c for c in group if not _only_outside(c)]
        place = plan.places.get(call)
        rows = (*_summaries(changes, place), *map(_together, _alike(c for c in changes if not _summed(c))))
        if rows:
            blocks.append(ReportBlock(_title(call), rows, place, _tally(changes)))
    return ReportPart("edited", _heading(plan), tuple(blocks), labels=("before", "after"))


def _heading(plan: PlanResult) -> str:
    if plan.destroy:
        return "Removed"
    first = all(change.action is Action.CREATE for change in plan.changes) and any(
        change.address.resource_type == "aws_eks_cluster" for change in plan.changes
    )
    return "All new" if first else "Edited in the spec"


def _outputs(plan: PlanResult) -> ReportPart:
    """By name alone: what makes them change is told elsewhere, or AWS moved it."""
    names = Data(", ".join(printable(name) for name in plan.outputs))
    row = ReportRow(" ", (names,), Tone.CREATION, count=0)
    return _listed("outputs", "Outputs that change", (row,) if plan.outputs else ())


def _title(call: str) -> Words:
    row, name = split_call(call)
    if row is None:
        return ("Module ", Data(call)) if call else (call_title(call),)
    return (f"{row.title} ", Data(name)) if name else (row.title,)


def _only_outside(change: ObjectChange) -> bool:
    """Whether the part before has said all about a change."""
    outside = [a.origin in _OUTSIDE for a in change.attributes]
    updates = change.action is Action.UPDATE and not change.previous_address and not change.imported
    return change.deleted_outside or (updates and bool(outside) and all(outside))


def _summed(change: ObjectChange) -> bool:
    return change.action in (Action.CREATE, Action.DELETE, Action.READ)


def _tally(changes: Iterable[ObjectChange]) -> str:
    """`3 to create, 1 to change`."""
    actions = [c.action for c in changes]
    return counts_text(
        Counts(
            create=actions.count(Action.CREATE),
            update=actions.count(Action.UPDATE),
            replace=actions.count(Action.REPLACE),
            delete=actions.count(Action.DELETE),
            forget=actions.count(Action.FORGET),
            moved=actions.count(Action.NO_OP),
        )
    )


def _summaries(changes: list[ObjectChange], place: SpecPlace | None) -> Iterator[ReportRow]:
    """Creations and deletions, one row for each kind of object."""
    for action in (Action.CREATE, Action.DELETE):
        some = [c for c in changes if c.action is action]
        some.sort(key=lambda c: type_rank(c.address.resource_type))
        for _, group in groupby(some, key=lambda c: noun(c.address.resource_type).many):
            yield _summary(list(group), place)


def _summary(changes: list[ObjectChange], place: SpecPlace | None) -> ReportRow:
    words = several_dangers(changes)
    if len(changes) == 1 and (more := detail(changes[0].address, changes[0].values)):
        told_here = printable(more).lstrip(":, ")
        words = (*words, printable(more).removesuffix(told_here), Data(told_here))
    own = group_place(c.spec for c in changes)
    if own and not all(c.spec is None or starts_with(c.spec.path, own.path) for c in changes):
        own = None  # no field is about all of them
    action = changes[0].action
    weight = Tone.CREATION if action is Action.CREATE else Tone.LOSS
    return ReportRow(SIGNS[action], words, weight, own if own != place else None, count=len(changes))


def _alike(changes: Iterable[ObjectChange]) -> Iterable[list[ObjectChange]]:
    """Changes of objects of one kind, of which nothing more is told than that they follow, together."""
    groups: dict[object, list[ObjectChange]] = {}
    for change in changes:
        row, address = _change(change), change.address
        same = (change.action, address.resource_type, tier(address), row.notes, change.imported)
        alone = bool(row.facts or change.previous_address)
        groups.setdefault(address if alone else same, []).append(change)
    return groups.values()


def _together(changes: list[ObjectChange]) -> ReportRow:
    row = _change(changes[0])
    if len(changes) == 1:
        return row
    remark = tuple(w.replace(" is ", " are ").replace(" leaves ", " leave ") for w in _remark(changes[0]))
    remark = tuple(w.replace(" stays ", " stay ") for w in remark)
    return replace(row, words=(*several_dangers(changes), *remark), count=len(changes))


def _change(change: ObjectChange) -> ReportRow:
    """A change with the attributes that the spec decides; what merely follows is named in one line."""
    shown = [a for a in change.attributes if _edits(a)]
    derived = [
        fact(a).name
        for a in change.attributes
        if a.origin is ChangeOrigin.DERIVED and not a.forces_replacement
    ]
    notes: tuple[Words, ...] = (
        ((Data(", ".join(derived)), f" follow{'s' if len(derived) == 1 else ''} from another change"),)
        if derived
        else ()
    )
    return ReportRow(
        SIGNS[change.action],
        (*object_words(change.address, change.values), *_remark(change)),
        Tone.LOSS if change.action is Action.REPLACE else Tone.EDIT,
        notes=notes,
        facts=tuple(fact(a) for a in shown),
    )


def _edits(attribute: AttributeChange) -> bool:
    return attribute.origin is ChangeOrigin.SPEC and not attribute.forces_replacement


def _remark(change: ObjectChange) -> Words:
    if change.previous_address and change.action is Action.NO_OP:
        return (" moves from ", Data(printable(change.previous_address)))
    if change.imported:
        return (" is taken into the state",)
    words = {Action.REPLACE: " is replaced, see above", Action.FORGET: " leaves the state and stays in AWS"}
    return (words[change.action],) if change.action in words else ()
