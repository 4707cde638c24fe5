"""What a spec changes since a git revision, as a part of the page of a plan.

So a reviewer sees the edits of a pull request apart from what was merged before and not applied yet.
"""

from __future__ import annotations

from ...compiler.diagnostics import dotted
from ...compiler.diff.compare import Comparison
from ...compiler.diff.fields import FieldEdit
from ...engine.plan.result import BaseComparison
from ...engine.source_map.place import SpecPlace
from ..terminal import Style
from .diff import Names, action_of, change_text, counts_text, diff_parts
from .page import ReportBlock, ReportPart, ReportRow, Tone
from .words import Data, printable

_SIGNS = {"added": "+", "removed": "-", "changed": "~"}
_WHOLE = Style(width=1000)


def base_parts(base: BaseComparison | None) -> tuple[ReportPart, ...]:
    """One part, or none where no revision was named."""
    if base is None:
        return ()
    rows = tuple(_row(edit) for edit in base.comparison.edits) if base.comparison else ()
    head = ReportRow(" ", (_told(base.comparison, base.note),), Tone.DANGER, count=0)
    title = f"Changed in the spec since {printable(base.ref)}"
    return (ReportPart("base", title, (ReportBlock((), (head, *rows)),)),)


def spec_names(base: BaseComparison) -> Names:
    """What the two sides are called."""
    return Names(base.ref, "", f"{base.ref}:")


def _told(found: Comparison | None, note: str) -> str:
    if found is None or note:
        return note
    return "nothing: what is planned was asked for before" if found.same else counts_text(found)


def _row(edit: FieldEdit) -> ReportRow:
    side = edit.after or edit.before
    words = (Data(printable(dotted(edit.path))), "  ", Data(change_text(edit, _WHOLE, 60)))
    told = ", ".join(diff_parts(edit)) or "no effect on Terraform"
    place = None
    if side is not None and edit.after is not None:
        span = side.place.span
        place = SpecPlace((), span.file, span.line, span.column, side.place.written)
    return ReportRow(_SIGNS[action_of(edit)], words, Tone.EDIT, place, notes=((told,),))
