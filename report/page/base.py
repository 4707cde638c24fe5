"""The changes of a spec since a git revision, as a part of the page of a plan.

It shows reviewers the edits of a pull request, apart from those that were merged before and not applied yet.
"""

from __future__ import annotations

from ...compiler.diff.compare import Comparison
from ...compiler.diff.consequence import ConsequenceKind
from ...compiler.diff.module_calls import ArgumentSide
from ...engine.plan.result import BaseComparison
from ...engine.source_map.place import SpecPlace
from ..terminal import Style
from .alike import usual_place
from .diff import Names, action_of, change_text, counts_text, effect_texts, is_removed_place
from .diff_groups import EditGroup, edit_groups
from .page import ReportBlock, ReportPart, ReportRow, Tone
from .words import Data, printable

_SIGNS = {"added": "+", "removed": "-", "changed": "~"}
_WIDE = Style(width=1000, clips=False)


def base_parts(base: BaseComparison | None) -> tuple[ReportPart, ...]:
    """Return one part, or none without a revision."""
    if base is None:
        return ()
    rows = tuple(map(_row, edit_groups(base.comparison.edits))) if base.comparison else ()
    head = ReportRow(" ", (_headline(base.comparison, base.note),), Tone.DANGER, count=0)
    title = f"Changed in the spec since {printable(base.ref)}"
    return (ReportPart("base", title, (ReportBlock((), (head, *rows)),)),)


def moved_places(base: BaseComparison | None) -> tuple[tuple[str, SpecPlace | None], ...]:
    """Return each change of the account, region or state since the revision: what it means, and where it is.

    The place is None if only the old spec has one.
    """
    comparison = base.comparison if base else None
    if comparison is None:
        return ()
    moved = [c for c in comparison.consequences if c.effect is ConsequenceKind.MOVED]
    return tuple(
        (c.message, None if is_removed_place(c, comparison) or c.side is None else _place(c.side))
        for c in moved
    )


def moved_rows(base: BaseComparison | None) -> tuple[ReportRow, ...]:
    """Return a row for each change of the account, region or state since the revision."""
    return tuple(
        ReportRow("!", (printable(message),), Tone.DANGER, place) for message, place in moved_places(base)
    )


def _place(side: ArgumentSide) -> SpecPlace:
    span = side.place.span
    return SpecPlace((), span.file, span.line, span.column, side.place.written)


def spec_names(base: BaseComparison) -> Names:
    """Return the names of the two sides."""
    return Names(base.ref, "", f"{base.ref}:")


def _headline(comparison: Comparison | None, note: str) -> str:
    if comparison is None or note:
        return note
    same = "nothing: the planned changes were in the spec before"
    return same if comparison.same else counts_text(comparison)


def _row(group: EditGroup) -> ReportRow:
    words = (Data(printable(group.field)), "  ", Data(change_text(group.first, _WIDE, 60)))
    return ReportRow(
        _SIGNS[action_of(group.first)],
        words,
        Tone.EDIT,
        usual_place(_place(edit.after) if edit.after else None for edit in group.edits),
        notes=tuple((text,) for text in effect_texts(group)),
        count=len(group.edits),
        members=tuple((Data(printable(name)),) for name in group.names),
    )
