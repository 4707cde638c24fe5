"""What a spec changes since a git revision, as a part of the page of a plan.

So a reviewer sees the edits of a pull request apart from what was merged before and not applied yet.
"""

from __future__ import annotations

from ...compiler.diagnostics import dotted
from ...compiler.diff.compare import Comparison
from ...compiler.diff.fields import Edit
from ...engine.plan.result import Base
from ...engine.source_map.place import SpecPlace
from ..terminal import Style
from .diff import Names, action_of, change_text, counts_text, parts
from .page import Block, Part, Row, Weight
from .words import Data, printable

_SIGNS = {"added": "+", "removed": "-", "changed": "~"}
_WHOLE = Style(width=1000)


def base_parts(base: Base | None) -> tuple[Part, ...]:
    """One part, or none where no revision was named."""
    if base is None:
        return ()
    rows = tuple(_row(edit) for edit in base.comparison.edits) if base.comparison else ()
    head = Row(" ", (_told(base.comparison, base.note),), Weight.DANGER, count=0)
    title = f"Changed in the spec since {printable(base.ref)}"
    return (Part("base", title, (Block((), (head, *rows)),)),)


def names(base: Base) -> Names:
    """What the two sides are called."""
    return Names(base.ref, "", f"{base.ref}:")


def _told(found: Comparison | None, note: str) -> str:
    if found is None or note:
        return note
    return "nothing: what is planned was asked for before" if found.same else counts_text(found)


def _row(edit: Edit) -> Row:
    side = edit.after or edit.before
    words = (Data(printable(dotted(edit.path))), "  ", Data(change_text(edit, _WHOLE, 60)))
    told = ", ".join(parts(edit)) or "no effect on Terraform"
    place = None
    if side is not None and edit.after is not None:
        span = side.place.span
        place = SpecPlace((), span.file, span.line, span.column, side.place.written)
    return Row(_SIGNS[action_of(edit)], words, Weight.EDIT, place, notes=((told,),))
