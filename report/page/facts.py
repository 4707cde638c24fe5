"""An attribute that changes, in words: an `AttributeFact`.

Short lists are shown in full, of long ones the items that are added and removed, of documents the places that
differ.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...compiler.diagnostics import dotted
from ...engine.plan.attribute_diff import inner_differences
from ...engine.plan.result import AttributeChange, ChangeOrigin
from .page import DIFFERS, AttributeFact
from .words import attribute_name, full_text, printable

_ORIGINS = {
    ChangeOrigin.SPEC: "",
    ChangeOrigin.OUTSIDE: "",
    ChangeOrigin.CONFLICT: "changed in the spec too; the spec wins",
    ChangeOrigin.DERIVED: "follows from another change",
}
_FORCES = "cannot change in place"


def fact(change: AttributeChange, *, history: bool = True) -> AttributeFact:
    """Return an attribute of a plan with its values before and after; with `history`, recorded, live and
    desired if it changed outside Terraform."""
    outside = history and change.origin in (ChangeOrigin.OUTSIDE, ChangeOrigin.CONFLICT)
    values = (change.recorded, change.before, change.after) if outside else (change.before, change.after)
    return AttributeFact(
        name=printable(attribute_name(change.path)),
        sides=sides(values),
        place=change.spec,
        note=", ".join(filter(None, (_ORIGINS[change.origin], _FORCES if change.forces_replacement else ""))),
        inner=tuple(inner(*values[-2:])),
    )


def sides(values: tuple[Any, ...]) -> tuple[str, ...]:
    """Return the values as texts; a single text if they are too large to show side by side."""
    before, after = values[-2:]
    if _flat(before) and _flat(after):
        many = len(values) == 2 and max(len(before), len(after)) > 2
        return (_list_difference(before, after),) if many else tuple(map(full_text, values))
    if isinstance(before, (dict, list)) and isinstance(after, (dict, list)):
        return (DIFFERS,)
    return tuple(map(full_text, values))


def _list_difference(before: list[Any], after: list[Any]) -> str:
    removed = [f"-{full_text(v)}" for v in before if v not in after]
    added = [f"+{full_text(v)}" for v in after if v not in before]
    return " ".join([*removed, *added]) or f"the order of {full_text(after)}"


def inner(before: Any, after: Any) -> Iterator[AttributeFact]:
    """Return what differs inside two documents, place by place."""
    if not (isinstance(before, (dict, list)) and isinstance(after, (dict, list))):
        return
    if _flat(before) and _flat(after):
        return
    for path, old, new in inner_differences(before, after):
        yield AttributeFact(printable(dotted(path)), (full_text(old), full_text(new)))


def is_document(*values: Any) -> bool:
    """Return whether any of the values is a structure too large to show in a line."""
    return any(isinstance(value, (dict, list)) and not _flat(value) for value in values)


def _flat(value: Any) -> bool:
    return isinstance(value, list) and not any(isinstance(item, (dict, list)) for item in value)
