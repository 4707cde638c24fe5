"""Values in words: an attribute that changes -> a `Fact`.

Two short lists stand side by side, long ones as what comes and goes, documents as the places that differ.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...engine.plan.result import AttributeChange, ChangeOrigin
from .page import DIFFERS, AttributeFact
from .words import attribute_name, full_text, inner_changes, printable

WHY = {
    ChangeOrigin.SPEC: "",
    ChangeOrigin.OUTSIDE: "",
    ChangeOrigin.CONFLICT: "changed in the spec too; the spec wins",
    ChangeOrigin.DERIVED: "follows from another change",
}
_FORCES = "cannot change in place"


def fact(change: AttributeChange, *, history: bool = True) -> AttributeFact:
    """One attribute of a plan: before and after, or with `history` recorded, live and desired if it changed
    outside."""
    outside = history and change.origin in (ChangeOrigin.OUTSIDE, ChangeOrigin.CONFLICT)
    values = (change.recorded, change.before, change.after) if outside else (change.before, change.after)
    return AttributeFact(
        name=printable(attribute_name(change.path)),
        sides=sides(values),
        place=change.spec,
        note=", ".join(filter(None, (WHY[change.origin], _FORCES if change.forces_replacement else ""))),
        inner=tuple(inner(*values[-2:])),
    )


def sides(values: tuple[Any, ...]) -> tuple[str, ...]:
    """The values as texts; a single text where they are too large to stand beside each other."""
    before, after = values[-2:]
    if _flat(before) and _flat(after):
        many = len(values) == 2 and max(len(before), len(after)) > 2
        return (_moved(before, after),) if many else tuple(map(full_text, values))
    if isinstance(before, (dict, list)) and isinstance(after, (dict, list)):
        return (DIFFERS,)
    return tuple(map(full_text, values))


def _moved(before: list[Any], after: list[Any]) -> str:
    gone = [f"-{full_text(v)}" for v in before if v not in after]
    come = [f"+{full_text(v)}" for v in after if v not in before]
    return " ".join([*gone, *come]) or f"the order of {full_text(after)}"


def inner(before: Any, after: Any) -> Iterator[AttributeFact]:
    """What differs inside two documents, place by place."""
    if not (isinstance(before, (dict, list)) and isinstance(after, (dict, list))):
        return
    if _flat(before) and _flat(after):
        return
    for path, old, new in inner_changes(before, after):
        yield AttributeFact(printable(path), (full_text(old), full_text(new)))


def _flat(value: Any) -> bool:
    return isinstance(value, list) and not any(isinstance(item, (dict, list)) for item in value)
