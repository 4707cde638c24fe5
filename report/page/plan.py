"""A plan as a page: dangers, changes made outside, and edits of the spec."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from ...catalog.resources.nouns import noun, type_rank
from ...catalog.terraform.modules import call_rank, call_title, split_call
from ...compiler.paths import starts_with
from ...engine.drift.order import grouped
from ...engine.drift.result import DriftClass, DriftLevel
from ...engine.drift.severity import severity_rule
from ...engine.plan.result import Action, AttributeChange, ChangeOrigin, Counts, ObjectChange, PlanResult
from ...engine.source_map.place import SpecPlace
from .alike import alike_row, equal_changes, equal_edits, member_words, objects_words, usual_place
from .base import base_parts, moved_rows
from .dangers import danger_rows, group_place
from .facts import fact
from .orphans import orphan_rows
from .page import ReportBlock, ReportPage, ReportPart, ReportRow, Tone
from .remarks import remark_texts
from .subject import headline, subject_words
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
    rows = (*moved_rows(plan.base), *danger_rows(plan.dangers))
    dangers = _listed("dangers", "Look at these first", rows)
    if plan.empty:
        parts = (*base_parts(plan.base), dangers)
        return _page(plan, empty_text(destroy=plan.destroy), tuple(part for part in parts if part.blocks))
    orphans = _listed("orphans", "In AWS already, and in no state", orphan_rows(plan))
    parts = (*base_parts(plan.base), dangers, orphans, _outside(plan), _edited(plan), _outputs(plan))
    return _page(plan, counts_text(plan.counts), tuple(part for part in parts if part.blocks))


def empty_text(*, destroy: bool) -> str:
    """The summary of a plan that changes nothing."""
    return "Nothing to destroy." if destroy else "No changes: the cloud is what the spec says."


def counts_text(counts: Counts) -> str:
    """`59 to create, 2 to change, 1 to replace`, without zeros."""
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


def _page(plan: PlanResult, summary: str, parts: tuple[ReportPart, ...]) -> ReportPage:
    return ReportPage(
        kind="destroy" if plan.destroy else "plan",
        subject=plan.subject,
        title=headline("Destroy plan" if plan.destroy else "Plan", plan.subject),
        summary=summary,
        about=subject_words(plan.subject),
        parts=parts,
        remarks=remark_texts(plan.warnings, plan.remarks),
        complete=plan.complete or plan.targeted,
        picture=plan.picture,
        imports=tuple(orphan.block for orphan in plan.orphans if orphan.ours),
    )


def _listed(key: str, title: str, rows: tuple[ReportRow, ...], labels: tuple[str, ...] = ()) -> ReportPart:
    """Return a part that is one list; without rows it has no block and is omitted."""
    return ReportPart(key, title, (ReportBlock((), rows),) if rows else (), labels)


def _outside(plan: PlanResult) -> ReportPart:
    """Return what changed outside, and what the apply does about it."""
    deleted = [change for change in plan.changes if change.deleted_outside]
    others = [c for c in plan.changes if not c.deleted_outside and any(map(_is_outside, c.attributes))]
    gone = [(group, _recreated(group)) for group in grouped(deleted, lambda c: c.address.resource_type)]
    changed = [(group, alike_row(group, _outside_row)) for group in equal_changes(others, _outside_row)]
    ordered = sorted((*gone, *changed), key=lambda found: _outside_rank(found[0][0]))
    title, labels = "Changed outside; the apply reverts it", ("recorded", "live", "after apply")
    return _listed("outside", title, tuple(row for _, row in ordered), labels)


def _outside_rank(change: ObjectChange) -> tuple[int, int, str]:
    """Return the sort key of a change made outside: by level, then by what an attacker could do, as drift."""
    kind, resource_type = DriftClass.CHANGED_OUTSIDE, change.address.resource_type
    rules = [
        severity_rule(kind, resource_type, attribute.path, attribute.before, attribute.after)
        for attribute in change.attributes
        if _is_outside(attribute)
    ] or [severity_rule(DriftClass.DELETED_OUTSIDE, resource_type)]
    rank = min((-DriftLevel(rule.level).rank, rule.risk.rank) for rule in rules)
    return (*rank, change.address.text)


def _is_outside(attribute: AttributeChange) -> bool:
    return attribute.origin in _OUTSIDE


def _outside_row(change: ObjectChange) -> ReportRow:
    facts = tuple(fact(attribute) for attribute in change.attributes if _is_outside(attribute))
    name = object_words(change.address, change.values)
    return ReportRow(SIGNS[change.action], name, Tone.OUTSIDE, facts=facts)


def _recreated(changes: Sequence[ObjectChange]) -> ReportRow:
    many = len(changes) > 1
    ending = " were deleted outside and are recreated" if many else " was deleted outside and is recreated"
    return ReportRow(
        "+",
        (*objects_words(changes), ending),
        Tone.OUTSIDE,
        place=usual_place(change.spec for change in changes),
        count=len(changes),
        members=member_words(changes) if many else (),
    )


def _edited(plan: PlanResult) -> ReportPart:
    """Return the edits of the spec, by part of the cluster."""
    ordered = sorted(plan.changes, key=lambda c: (call_rank(c.address.module_call), c.address.text))
    blocks, others = equal_edits((c for c in ordered if not _is_only_outside(c)), _change)
    for call, group in groupby(others, key=lambda c: c.address.module_call):
        changes = list(group)
        place = plan.places.get(call)
        rows = (
            *_summaries(changes, place),
            *map(_change_row, _group_alike(c for c in changes if not _summarized(c))),
        )
        if rows:
            blocks.append(ReportBlock(_call_title(call), rows, place, _tally(changes)))
    return ReportPart("edited", _heading(plan), tuple(blocks), labels=("before", "after"))


def _heading(plan: PlanResult) -> str:
    if plan.destroy:
        return "Removed"
    first = all(change.action is Action.CREATE for change in plan.changes) and any(
        change.address.resource_type == "aws_eks_cluster" for change in plan.changes
    )
    return "All new" if first else "Edited in the spec"


def _outputs(plan: PlanResult) -> ReportPart:
    """Return outputs by name only: the changes behind them are in other parts, or AWS made them."""
    names = Data(", ".join(printable(name) for name in plan.outputs))
    row = ReportRow(" ", (names,), Tone.CREATION, count=0)
    return _listed("outputs", "Outputs that change", (row,) if plan.outputs else ())


def _call_title(call: str) -> Words:
    row, name = split_call(call)
    if row is None:
        return ("Module ", Data(call)) if call else (call_title(call),)
    return (f"{row.title} ", Data(name)) if name else (row.title,)


def _is_only_outside(change: ObjectChange) -> bool:
    """Return whether the part about outside changes shows the whole change."""
    outside = list(map(_is_outside, change.attributes))
    return change.deleted_outside or (change.only_updates and bool(outside) and all(outside))


def _summarized(change: ObjectChange) -> bool:
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
    """Return creations and deletions, a row for each type of object."""
    for action in (Action.CREATE, Action.DELETE):
        matching = [c for c in changes if c.action is action]
        matching.sort(key=lambda c: type_rank(c.address.resource_type))
        for _, group in groupby(matching, key=lambda c: noun(c.address.resource_type).many):
            yield _summary(list(group), place)


def _summary(changes: list[ObjectChange], place: SpecPlace | None) -> ReportRow:
    words = objects_words(changes)
    if len(changes) == 1 and (more := detail(changes[0].address, changes[0].values)):
        text = printable(more).lstrip(":, ")
        words = (*words, printable(more).removesuffix(text), Data(text))
    own = group_place(c.spec for c in changes)
    if own and not all(c.spec is None or starts_with(c.spec.path, own.path) for c in changes):
        own = None  # no single field sets all of them
    action = changes[0].action
    weight = Tone.CREATION if action is Action.CREATE else Tone.LOSS
    return ReportRow(SIGNS[action], words, weight, own if own != place else None, count=len(changes))


def _group_alike(changes: Iterable[ObjectChange]) -> Iterable[list[ObjectChange]]:
    """Group changes of objects of one type that show nothing but that they follow from another change."""
    groups: dict[object, list[ObjectChange]] = {}
    for change in changes:
        row, address = _change(change), change.address
        same = (change.action, address.resource_type, tier(address), row.notes, change.imported)
        alone = bool(row.facts or change.previous_address)
        groups.setdefault(address if alone else same, []).append(change)
    return groups.values()


def _change_row(changes: list[ObjectChange]) -> ReportRow:
    row = _change(changes[0])
    if len(changes) == 1:
        return row
    remark = tuple(w.replace(" is ", " are ").replace(" leaves ", " leave ") for w in _remark(changes[0]))
    remark = tuple(w.replace(" stays ", " stay ") for w in remark)
    return replace(row, words=(*objects_words(changes), *remark), count=len(changes))


def _change(change: ObjectChange) -> ReportRow:
    """Return a change with the attributes that the spec sets; those that follow are named in one line."""
    shown = [a for a in change.attributes if _edits(a)]
    derived = [
        fact(a).name
        for a in change.attributes
        if a.origin is ChangeOrigin.DERIVED and not a.forces_replacement
    ]
    notes: tuple[Words, ...] = (
        ((Data(", ".join(derived)), f" {'follows' if len(derived) == 1 else 'follow'} from another change"),)
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
        return (" is imported into the state",)
    words = {Action.REPLACE: " is replaced, see above", Action.FORGET: " leaves the state and stays in AWS"}
    return (words[change.action],) if change.action in words else ()
