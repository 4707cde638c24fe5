"""A plan as people read it: what it is about, how much, what is dangerous, then each part of the cluster.

In: a `PlanResult` and a `Style`. Out: text that ends with a line break; prints nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from ..catalog.resource_nouns import noun, rank, title, type_rank
from ..engine.changes import Action, AttributeChange, Change, Counts, Origin, PlanResult, SpecPlace, Subject
from .terminal import Style
from .words import (
    attribute_name,
    clipped,
    detail,
    inner_changes,
    names_of,
    object_name,
    own_name,
    place_text,
    printable,
    value_text,
)

BOLD, DIM, RED, GREEN, YELLOW = "1", "2", "31", "32", "33"

_SIGNS = {
    Action.CREATE: ("+", GREEN),
    Action.UPDATE: ("~", YELLOW),
    Action.REPLACE: ("!", RED),
    Action.DELETE: ("-", RED),
    Action.FORGET: ("x", YELLOW),
    Action.READ: (" ", DIM),
    Action.NO_OP: (">", DIM),
}
_WHY = {
    Origin.SPEC: "",
    Origin.OUTSIDE: "changed outside, will be set back",
    Origin.CONFLICT: "changed outside and in the spec; the spec wins",
    Origin.DERIVED: "follows from another change",
}
_FORCES = "cannot change in place"
_REASONS = {
    "replace_because_tainted": "its last creation failed half way",
    "replace_by_request": "asked for on the command line",
    "replace_by_triggers": "something it depends on is replaced",
    "delete_because_no_resource_config": "no longer in the spec",
    "delete_because_no_module": "no longer in the spec",
    "delete_because_each_key": "no longer in the spec",
}


def draw_plan(plan: PlanResult, style: Style) -> str:
    """The whole report."""
    lines = [*heading("Destroy plan" if plan.destroy else "Plan", plan.subject, style), ""]
    if plan.empty:
        lines.append(
            "Nothing to destroy." if plan.destroy else "No changes: the cloud is what the spec says."
        )
    else:
        lines.append(style.paint(counts_text(plan.counts), BOLD))
        lines += [*_dangers(plan, style), *_groups(plan, style), *_outputs(plan, style)]
    lines += remarks(plan.remarks, plan.complete, style)
    return style.page(lines)


def heading(what: str, subject: Subject, style: Style) -> Iterator[str]:
    """Two lines: what this is about, and with which programs it was found."""
    about = f" for cluster {subject.cluster}" if subject.cluster else ""
    where = f" in {subject.region}" if subject.region else ""
    yield style.paint(f"{what}{about}{where}", BOLD) + (
        style.paint(" (sandbox: nothing here reaches AWS)", YELLOW) if subject.sandbox else ""
    )
    provider = f"AWS provider {subject.provider}" if subject.provider else ""
    told = ", ".join(filter(None, (subject.spec, subject.program, provider)))
    if told:
        yield style.paint(told, DIM)


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


def remarks(texts: Iterable[str], complete: bool, style: Style) -> Iterator[str]:
    """What Terraform warned of, and whether it planned everything."""
    if not complete:
        yield ""
        yield style.paint("This is not all: Terraform put off a part. Apply, then look again.", YELLOW)
    for text in texts:
        yield ""
        yield f"warning: {printable(text)}"


def _dangers(plan: PlanResult, style: Style) -> Iterator[str]:
    """Replacements with what forces them, then deletions; nothing for a destroy, where all is deleted."""
    dangerous = [c for c in plan.changes if c.action is Action.REPLACE]
    if not plan.destroy:
        dangerous += [c for c in plan.changes if c.action is Action.DELETE]
    if not dangerous:
        return
    yield ""
    yield style.paint("Look at these first", RED)
    for change in dangerous:
        yield from _danger(change, style)


def _danger(change: Change, style: Style) -> Iterator[str]:
    name = object_name(change.address, change.values)
    if change.action is Action.DELETE:
        yield f"  {name} is deleted{_because(change)}"
        return
    order = "the new one first" if change.replace_first == "create" else "the old one goes first"
    yield f"  {name} is replaced, {order}{_because(change)}"
    for attribute in (a for a in change.attributes if a.forces_replacement):
        yield from _attribute(attribute, style, 6)


def _because(change: Change) -> str:
    reason = _REASONS.get(change.reason)
    if change.deposed:
        reason = "left over from a replacement that failed"
    return f": {reason}" if reason else ""


def _groups(plan: PlanResult, style: Style) -> Iterator[str]:
    ordered = sorted(plan.changes, key=lambda c: (rank(c.address.module_call), c.address.text))
    for call, group in groupby(ordered, key=lambda c: c.address.module_call):
        changes = list(group)
        yield ""
        place = plan.places.get(call)
        yield style.paint(title(call), BOLD) + style.paint(f"   {place_text(place)}", DIM)
        yield from _summaries(changes, place, style)
        for change in changes:
            if change.action not in (Action.CREATE, Action.DELETE, Action.READ) or change.deleted_outside:
                yield from _change(change, style)


def group_place(places: Iterable[SpecPlace | None]) -> SpecPlace | None:
    """The outermost of some places in the spec."""
    return min((p for p in places if p), key=lambda p: (len(p.path), p.line, p.column), default=None)


def _summaries(changes: list[Change], place: SpecPlace | None, style: Style) -> Iterator[str]:
    """Creations and deletions, one line for each kind of object."""
    for action in (Action.CREATE, Action.DELETE):
        some = [c for c in changes if c.action is action and not c.deleted_outside]
        some.sort(key=lambda c: type_rank(c.address.resource_type))
        for _, group in groupby(some, key=lambda c: noun(c.address.resource_type).many):
            yield _summary(list(group), place, style)


def _summary(changes: list[Change], place: SpecPlace | None, style: Style) -> str:
    sign, colour = _SIGNS[changes[0].action]
    word = noun(changes[0].address.resource_type)
    if len(changes) == 1:
        only = changes[0]
        text = object_name(only.address, only.values) + detail(only.address, only.values)
    else:
        names = [own_name(c.address, c.values) for c in changes]
        text = f"{len(changes)} {word.many}{names_of(names, word.joined)}"
    own = group_place(c.spec for c in changes)
    where = f"   {own}" if own and own != place and own.written else ""
    where = where if len(text) + len(where) + 4 <= style.width else ""
    text = clipped(text, style, style.width - 4)
    return f"  {style.paint(sign, colour)} {text}{style.paint(where, DIM)}"


def _change(change: Change, style: Style) -> Iterator[str]:
    sign, colour = _SIGNS[Action.CREATE if change.deleted_outside else change.action]
    name = object_name(change.address, change.values)
    yield f"  {style.paint(sign, colour)} {name}{_remark(change)}"
    for attribute in (
        a for a in change.attributes if not (a.origin is Origin.DERIVED or a.forces_replacement)
    ):
        yield from _attribute(attribute, style, 6)
    derived = [
        attribute_name(a.path)
        for a in change.attributes
        if a.origin is Origin.DERIVED and not a.forces_replacement
    ]
    if derived:
        yield style.paint(f"      {', '.join(derived)}: {_WHY[Origin.DERIVED]}", DIM)


def _remark(change: Change) -> str:
    if change.deleted_outside:
        return " was deleted outside, will be made again"
    if change.previous_address and change.action is Action.NO_OP:
        return f" moves from {change.previous_address}"
    if change.imported:
        return " is taken into the state"
    words = {Action.REPLACE: " is replaced, see above", Action.FORGET: " leaves the state and stays in AWS"}
    return words.get(change.action, "")


def _attribute(change: AttributeChange, style: Style, indent: int) -> Iterator[str]:
    """`max_size  10 → 12   cluster.yaml:41:12 nodeGroups.web.scaling.max`, on two lines if it is long."""
    name = attribute_name(change.path)
    room = style.width - indent - len(name) - 2
    head = f"{' ' * indent}{name}  {clipped(_values(change, style, max(room // 2 - 2, 12)), style, room)}"
    why = ", ".join(filter(None, (_WHY[change.origin], _FORCES if change.forces_replacement else "")))
    tail = "  ".join(filter(None, (place_text(change.spec), why)))
    if tail and len(head) + 3 + len(tail) <= style.width:
        yield f"{head}   {style.paint(tail, DIM)}"
    else:
        yield head
        together = len(tail) + indent + 2 <= style.width
        for text in filter(None, (tail,) if together else (place_text(change.spec), why)):
            yield " " * (indent + 2) + style.paint(clipped(text, style, style.width - indent - 2), DIM)
    yield from inner_lines(change.before, change.after, style, indent + 2)


def inner_lines(before: object, after: object, style: Style, indent: int) -> Iterator[str]:
    """What differs inside a document such as a policy, one place a line."""
    if not (isinstance(before, (dict, list)) and isinstance(after, (dict, list))) or _flat(before, after):
        return
    places = list(inner_changes(before, after))
    for path, old, new in places[:8]:
        told = f"{value_text(old, style, 40)} {style.arrow} {value_text(new, style, 40)}"
        yield f"{' ' * indent}{path}  {told}" if path else f"{' ' * indent}{told}"
    if len(places) > 8:
        yield f"{' ' * indent}and {len(places) - 8} more"


def _values(change: AttributeChange, style: Style, limit: int) -> str:
    before, after = change.before, change.after
    if isinstance(before, list) and isinstance(after, list) and _flat(before, after):
        return _lists(before, after, style, limit)
    if isinstance(before, (dict, list)) and isinstance(after, (dict, list)):
        return "differs in"
    return f"{value_text(before, style, limit)} {style.arrow} {value_text(after, style, limit)}"


def _lists(before: list[object], after: list[object], style: Style, limit: int) -> str:
    """Two lists of scalars: short ones side by side, long ones as what comes and goes."""
    sides = f"{value_text(before, style, limit)} {style.arrow} {value_text(after, style, limit)}"
    if len(before) <= 2 and len(after) <= 2:
        return sides
    gone = [f"-{value_text(v, style)}" for v in before if v not in after]
    come = [f"+{value_text(v, style)}" for v in after if v not in before]
    return " ".join([*gone, *come]) or f"{sides} (order)"


def _flat(before: object, after: object) -> bool:
    lists = [v for v in (before, after) if isinstance(v, list)]
    return len(lists) == 2 and not any(isinstance(item, (dict, list)) for v in lists for item in v)


def _outputs(plan: PlanResult, style: Style) -> Iterator[str]:
    if plan.outputs:
        yield ""
        told = f"Outputs that change: {', '.join(plan.outputs)}"
        yield style.paint(clipped(told, style, style.width), DIM)
